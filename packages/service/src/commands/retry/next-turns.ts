import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { Operators } from '../../ledger/operators.ts'
import { timeWords } from '../../words/words.ts'
import { nextRunOf } from '../next-run.ts'
import type { NextTurn } from './answer.ts'

export type { NextTurn } from './answer.ts'

/** The next turns of some flows; without the deployment's configuration only their pauses are known. */
export async function nextTurnsOf(
  flows: readonly Flow[],
  name: string,
  deployment: Deployment | null,
  operators: Operators,
  nowMs: number,
): Promise<readonly NextTurn[]> {
  const turns: NextTurn[] = []
  for (const flow of flows) {
    const pause = await operators.pauseOf(name, flow)
    turns.push({
      flow,
      enabled: deployment?.flows[flow].enabled ?? null,
      pause,
      nextRun: pause === null ? nextRunOf(deployment, flow, nowMs) : null,
    })
  }
  return turns
}

/** A next turn for people, by the clocks of a zone, or in UTC (null). */
export function nextTurnWords({ flow, enabled, pause, nextRun }: NextTurn, zone: string | null): string {
  if (pause !== null) {
    return `${flow} is paused since ${timeWords(pause.at, zone)} by ${pause.by} (${pause.why}): nothing is taken before it is resumed.`
  }
  if (enabled === false) return `${flow} is not enabled in deployment.yaml: nothing is taken.`
  if (nextRun !== null) {
    return `Next run of ${flow}: ${timeWords(nextRun, zone)} by its schedule; with --now it runs at once.`
  }
  return enabled === null
    ? `When ${flow} runs next is known where --deployment DIR is named; with --now it runs at once.`
    : `${flow} never runs by itself by its schedule; with --now it runs at once.`
}
