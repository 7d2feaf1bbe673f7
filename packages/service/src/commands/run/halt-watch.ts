import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { Halt } from '@ping-primero/core/flows/host.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import type { Surroundings } from '../../ledger/surroundings.ts'

/** How often a run under way looks whether its flow was paused: nothing leaves it 5 s after a pause (`faults.md`, P15). */
const lookEveryMs = 1_000

/** Watches for what ends a run early, from now until `end`. */
export interface HaltWatch {
  readonly halted: () => Halt | null
  readonly end: () => Promise<void>
}

/** Looks for a pause of the flow by any process, and for the order to stop that this one may get. */
export function watchForHalt(
  store: LedgerStore,
  deployment: string,
  flow: Flow,
  stopping: () => boolean,
  every: Surroundings['every'],
): HaltWatch {
  let paused = false
  let looking: Promise<void> = Promise.resolve()
  const look = async (): Promise<void> => {
    // A look that fails says nothing; the run's own writes meet the same trouble and say it.
    paused = await store.operators.pauseOf(deployment, flow).then(
      (pause) => pause !== null,
      () => paused,
    )
  }
  const stop = every(lookEveryMs, () => {
    looking = look()
  })
  return {
    halted: () => (stopping() ? 'stopping' : paused ? 'paused' : null),
    end: async () => {
      stop()
      await looking
    },
  }
}
