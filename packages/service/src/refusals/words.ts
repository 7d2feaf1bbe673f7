import { paint, type Paint } from '../words/paint.ts'
import { ownerWords } from '../words/words.ts'
import { refusals } from './catalogue.ts'
import type { Refusal } from './refusal.ts'

/** A refusal for people: what, whose move, what next. */
export function refusalWords({ code, message, owner, nextStep }: Refusal, marks: Paint = paint()): string {
  // What is refused goes on by nothing and nobody.
  const mover = refusals[code].typed === true ? 'you' : owner === 'nobody' ? owner : ownerWords[owner]
  return `${marks.stopped(`${message} (${code})`)}\nWhose move: ${mover}. Next: ${nextStep}`
}
