import type { RunHost } from './host.ts'

/** What becomes of one who is late. */
export interface WhenLate<T> {
  /** The children or cases it is about. */
  readonly keys?: (one: T) => readonly string[]
  /** How it goes on at the end of the run; without it, nothing is left to do for it. */
  readonly again?: (one: T) => Promise<void>
}

/** Many steps side by side, none held up by the one that takes much longer (`faults.md`, P7). */
export interface Company {
  /**
   * Takes each a step, and gives those who have done it, in the order in which they stood: all, or all but a few late
   * ones, who go on by themselves. Rejects with the first step that rejects; one that is late rejects at `awaitLate`.
   */
  readonly abreast: <T>(
    members: readonly T[],
    step: (one: T) => Promise<void>,
    late?: WhenLate<T>,
  ) => Promise<readonly T[]>
  /** Whether something of this child or case is late: nothing else of it is begun, it goes on `afterLate`. */
  readonly isLate: (key: string) => boolean
  /** At the end of the run, once those who are late have come and gone on. */
  readonly afterLate: (goOn: () => Promise<void>) => void
  /** Waits for those who are late, and lets them go on, one after the other; then those behind them. */
  readonly awaitLate: () => Promise<void>
}

/** Twice without anybody arriving in between, and those still under way are late. */
const lookEveryMs = 500
/** More than so many at a time are no stragglers: then the system is slow, and all wait for it. */
const mostLate = 8

interface Late {
  readonly keys: readonly string[]
  readonly end: Promise<void>
  readonly goOn: () => Promise<void>
}

/**
 * The company of one run. `allWait`: requests have not left yet, or a system is being probed; then nobody is late.
 * Without a host's `every` all wait for the slowest.
 */
export function company(every: RunHost['every'], allWait: () => boolean): Company {
  const late: Late[] = []
  const behind: (() => Promise<void>)[] = []
  let ending = false

  const abreast: Company['abreast'] = async (members, step, { keys, again } = {}) => {
    const came = new Set<(typeof members)[number]>()
    const together = Promise.withResolvers<void>()
    let quiet = false
    const walks = members.map(async (one) => {
      await step(one)
      came.add(one)
      quiet = false
    })
    const stopLooking = every?.(lookEveryMs, () => {
      const few = members.length - came.size + late.length <= mostLate
      // At the end of the run nobody is left to be held up.
      if (quiet && few && !ending && !allWait()) together.resolve()
      quiet = true
    })
    Promise.all(walks).then(() => together.resolve(), together.reject)
    try {
      await together.promise
    } finally {
      stopLooking?.()
    }
    const present = members.filter((one) => came.has(one))
    members.forEach((one, at) => {
      const end = walks[at]
      if (end === undefined || present.includes(one)) return
      // Its end is heard at the end of the run; until then nobody listens.
      end.catch(() => {})
      late.push({ keys: keys?.(one) ?? [], end, goOn: async () => again?.(one) })
    })
    return present
  }

  return {
    abreast,
    isLate: (key) => late.some(({ keys }) => keys.includes(key)),
    afterLate: (goOn) => {
      behind.push(goOn)
    },
    awaitLate: async () => {
      ending = true
      while (late.length > 0 || behind.length > 0) {
        await Promise.allSettled(late.map(({ end }) => end))
        for (const { end, goOn } of late.splice(0)) {
          await end
          await goOn()
        }
        for (const goOn of behind.splice(0)) await goOn()
      }
    },
  }
}
