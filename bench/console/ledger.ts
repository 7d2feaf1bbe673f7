import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrate } from '../../packages/service/src/ledger/migrations.ts'
import { openSqlite, sqliteWords } from '../../packages/service/src/ledger/sqlite.ts'
import { ownSurroundings } from '../../packages/service/src/ledger/surroundings.ts'
import { addEvents, addItems, addRuns, nameDecisions } from './rows.ts'

/** How large a ledger is. */
export interface LedgerSize {
  readonly items: number
  /** Entries of the histories. */
  readonly events: number
}

/** The deployments, and how much of the whole is in each. */
const shares: readonly (readonly [name: string, share: number])[] = [
  ['large', 0.3],
  ...Array.from({ length: 7 }, (_, at) => [`country-${at + 1}`, 0.1] as const),
]

/** The deployments that are in the ledger; the first one is the largest. */
export const deployments: readonly string[] = shares.map(([name]) => name)

/** After this step stand the tables that are filled here; those of later ones are made from them by the steps themselves. */
const lastFilled = '0008-console'

/** The ledger of a size in a directory; made there unless it is. */
export async function ledgerOf(size: LedgerSize, directory: string): Promise<string> {
  const path = join(directory, `console-${size.items}-${size.events}.db`)
  if (existsSync(path)) return path
  mkdirSync(directory, { recursive: true })
  // One that was cut off while it was made must not be taken for whole.
  const making = `${path}.making`
  rmSync(making, { force: true })
  await bringTo(making, lastFilled)
  filling(making, (db) => {
    const indexes = takeIndexes(db)
    for (const [place, [deployment, share]] of shares.entries()) {
      const count = Math.round(size.items * share)
      addItems(db, { deployment, place, count })
      addEvents(db, { deployment, place, count, each: Math.round(size.events / size.items) })
      addRuns(db, deployment)
    }
    for (const index of indexes) db.exec(index)
  })
  await bringTo(making)
  filling(making, nameDecisions)
  renameSync(making, path)
  return path
}

/** Brings tables to the form of a step, or to the newest. */
async function bringTo(path: string, step?: string): Promise<void> {
  const db = openSqlite(path, ownSurroundings)
  try {
    await migrate(db, sqliteWords, step)
  } finally {
    await db.destroy()
  }
}

/** Fills tables quickly: nothing is lost with a ledger that is cut off, it is made again. */
function filling(path: string, fill: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(path)
  try {
    db.exec('pragma journal_mode = memory; pragma synchronous = off; pragma cache_size = -400000')
    fill(db)
  } finally {
    db.close()
  }
}

/** Takes the indexes away and gives how they are made: at the end that is quicker. */
function takeIndexes(db: DatabaseSync): readonly string[] {
  const indexes = db
    .prepare(
      `select name, sql from sqlite_master
        where type = 'index' and sql is not null and tbl_name in ('item', 'event')`,
    )
    .all()
  for (const { name } of indexes) db.exec(`drop index "${String(name)}"`)
  return indexes.map((index) => String(index['sql']))
}
