import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { FlowPause } from '@ping-primero/core/ledger/questions.ts'
import { timeWords } from '../../words/words.ts'

/** What a pause came to. */
type PauseResult = 'paused' | 'paused-before' | 'why-changed' | 'not-paused'

/** A flow after `pause`. */
export interface PauseAnswer {
  readonly deployment: string
  readonly flow: Flow
  readonly paused: boolean
  /** null = it is not paused. */
  readonly pause: FlowPause | null
  readonly did: PauseResult
}

/** What came of a pause, for people. */
export function pauseWords({ deployment, flow, pause, did }: PauseAnswer): string {
  const named = `${flow} of ${deployment}`
  if (pause === null) return `${named} is not paused; nothing was changed. Without --change-why it is paused.`
  const since = `since ${timeWords(pause.at)} by ${pause.by}: ${pause.why}`
  if (did === 'paused-before') {
    return `${named} was paused already, ${since}\n  Nothing was changed; --change-why gives it another reason.`
  }
  return `${named} is paused ${since}`
}
