import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { Act, FlowPause } from '@ping-primero/core/ledger/questions.ts'
import type { Operators } from '../../ledger/operators.ts'

/** Who pauses, when and why. */
export type PauseAct = Act & { readonly why: string }

/** What came of pausing a flow. */
export interface Paused {
  readonly pause: FlowPause
  readonly did: 'paused' | 'paused-before'
}

/** Pauses a flow; one that is paused already keeps its first reason. */
export async function pauseFlow(
  operators: Pick<Operators, 'pauseOf' | 'pause'>,
  deployment: string,
  flow: Flow,
  act: PauseAct,
): Promise<Paused> {
  const before = await operators.pauseOf(deployment, flow)
  const pause = await operators.pause(deployment, flow, act.why, act)
  return { pause, did: before === null ? 'paused' : 'paused-before' }
}
