import { ownerWords } from '../words/words.ts'
import type { Refusal } from './refusal.ts'

/** A refusal for people: what, whose move, what next. */
export function refusalWords({ code, message, owner, nextStep }: Refusal): string {
  return `${message} (${code})\nWhose move: ${ownerWords[owner]}. Next: ${nextStep}`
}
