import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import type { Say } from '../words/say.ts'

/** What happened, in a sentence about no item in particular. */
export function reasonSentence(reason: ReasonCode, say: Say): string {
  return say(`reason.${reason}`)
}

/** What to do about it. */
export function reasonNextStep(reason: ReasonCode, say: Say): string {
  return say(`reason.${reason}.next`)
}
