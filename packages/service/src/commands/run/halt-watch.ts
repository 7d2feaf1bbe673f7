import type { Halt, RunHost } from '@ping-primero/core/flows/host.ts'
import type { Surroundings } from '../../ledger/surroundings.ts'

/** How often a run under way looks whether its flow was paused: nothing leaves it 5 s after a pause (`faults.md`, P15). */
const lookEveryMs = 1_000
/** So long without a look, and the process stood still: it looks again before it sends anything. */
const stoodStillMs = 3_000

/** What a run under way has to know. */
export interface Signs {
  /** Whether its flow is paused, by any process. */
  readonly paused: () => Promise<boolean>
  /** Whether it still holds its turn. */
  readonly holds: () => Promise<boolean>
  /** Whether this process was told to stop. */
  readonly stopping: () => boolean
}

/** Watches for what ends a run early, from now until `end`. */
export interface HaltWatch extends Required<Pick<RunHost, 'halted' | 'awake'>> {
  readonly end: () => Promise<void>
}

/** Looks for the signs again and again, and at once after the process stood still. */
export function watchForHalt(
  signs: Signs,
  { every, elapsed }: Pick<Surroundings, 'every' | 'elapsed'>,
): HaltWatch {
  let seen: Halt | null = null
  let lookedAt = elapsed()
  let looking: Promise<void> = Promise.resolve()
  const look = async (): Promise<void> => {
    const at = elapsed()
    try {
      seen = (await signs.paused()) ? 'paused' : (await signs.holds()) ? null : 'ledger-failed'
    } catch {
      // A look that fails says nothing; the run's own writes meet the same trouble and say it.
    }
    lookedAt = at
  }
  const stop = every(lookEveryMs, () => {
    looking = look()
  })
  return {
    halted: () => (signs.stopping() ? 'stopping' : seen),
    awake: async () => {
      if (elapsed() - lookedAt <= stoodStillMs) return
      looking = look()
      await looking
    },
    end: async () => {
      stop()
      await looking
    },
  }
}
