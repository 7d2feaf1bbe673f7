import { timeWords } from '../../words/words.ts'
import type { PauseAnswer } from './answer.ts'

/** What came of a pause, for people; `zone` = that of the deployment, null for UTC. */
export function pauseWords({ deployment, flow, pause, did }: PauseAnswer, zone: string | null): string {
  const named = `${flow} of ${deployment}`
  if (pause === null) return `${named} is not paused; nothing was changed. Without --change-why it is paused.`
  const since = `since ${timeWords(pause.at, zone)} by ${pause.by}: ${pause.why}`
  if (did === 'paused-before') {
    return `${named} was paused already, ${since}\n  Nothing was changed; --change-why gives it another reason.`
  }
  return `${named} is paused ${since}`
}
