import { ownerWords } from '../words/words.ts'
import { refusals } from './catalogue.ts'
import type { Refusal } from './refusal.ts'

/** A refusal for people: what, whose move, what next. */
export function refusalWords({ code, message, owner, nextStep }: Refusal): string {
  const mover = refusals[code].typed === true ? 'you' : ownerWords[owner]
  return `${message} (${code})\nWhose move: ${mover}. Next: ${nextStep}`
}
