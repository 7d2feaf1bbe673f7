import type { Clock } from '@ping-primero/core/flows/host.ts'

/** The clock of the story: both simulators and the exchange go by it. */
export interface StoryClock extends Clock {
  /** Moves it on, so that nobody sits through the minutes after which something is tried again. */
  readonly advance: (ms: number) => void
}

/** A clock that goes with another one and can be moved on. */
export function storyClock(clock: Clock): StoryClock {
  let ahead = 0
  return {
    now: () => clock.now() + ahead,
    sleep: clock.sleep,
    advance: (ms) => {
      ahead += ms
    },
  }
}
