import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { ownerOf } from '@ping-primero/core/reasons/catalogue.ts'
import { reasonNextStep, reasonSentence } from '../causes/words.ts'
import { countedWords } from '../parts/counted.ts'
import type { UndertakingEnd } from './undertaking.ts'
import type { Say } from '../words/say.ts'

/** What came of something that was begun; where nothing did: why, whose move it is, and what they do. */
export function endWords(end: UndertakingEnd, flow: Flow, say: Say): string {
  if (end.kind === 'refused') {
    return say('begun.refused', {
      cause: say(`refused-cause.${end.cause}`),
      owner: say(`owner.${end.owner}`),
      next: say(`refused-cause.${end.cause}.next`),
    })
  }
  if (end.skipped !== null) return say(`skipped.${end.skipped}`)
  if (end.tried !== null && end.stopped === null) return say('try.would', { count: end.tried.count })
  if (end.stopped === null || end.stopped === 'run-interrupted') return countedWords(end.counts, say)
  return say('flows.stopped.text', {
    cause: reasonSentence(end.stopped, say),
    owner: say(`owner.${ownerOf(end.stopped, flow)}`),
    next: reasonNextStep(end.stopped, say),
  })
}
