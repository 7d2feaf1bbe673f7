import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { lifeOf, ownHolder, type Holder, type Life } from './holder.ts'

/** What is not pure in a ledger: passing time, ids, and the process it lives in. Simulated worlds lend their own. */
export interface Surroundings {
  /** Milliseconds that only ever grow. */
  readonly elapsed: () => number
  /** Resolves after so many milliseconds; after 0 once everything that is ready now has gone on. */
  readonly pause: (ms: number) => Promise<void>
  /** Acts again and again, until the function that it gives is called; never keeps the process alive. */
  readonly every: (ms: number, act: () => void) => () => void
  readonly newId: () => string
  readonly holder: () => Holder
  readonly lifeOf: (holder: Holder) => Life
  /** Opens the file of a database, and makes it if need be. Throws what the system says. */
  readonly openDatabase: (path: string) => DatabaseSync
  /** How long SQLite may wait for another writer while nothing else goes on here, ms. */
  readonly busyTimeoutMs: number
}

/** How long SQLite itself waits for another writer at opening. Nothing else goes on meanwhile. */
const openTimeoutMs = 5_000

/** This process as it is. */
export const ownSurroundings: Surroundings = {
  elapsed: () => performance.now(),
  pause: async (ms) => {
    await (ms === 0 ? setImmediate() : setTimeout(ms))
  },
  every: (ms, act) => {
    const timer = setInterval(act, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
  newId: randomUUID,
  holder: ownHolder,
  lifeOf,
  openDatabase: (path) =>
    new DatabaseSync(path, { timeout: openTimeoutMs, enableForeignKeyConstraints: true }),
  busyTimeoutMs: 50,
}
