import type { Kysely, Migration } from 'kysely'
import { keyFingerprint, type LedgerKeys } from '@ping-primero/core/privacy/pseudonym.ts'
import type { LedgerTables } from './schema.ts'

/** Where the fingerprints of keys are kept. Back: the next run's keys are taken as they are. */
export const ledgerKeyMigration: Migration = {
  up: async (db: Kysely<LedgerTables>) => {
    await db.schema
      .createTable('ledger_key')
      .addColumn('deployment', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('since', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('ledger_key_key', ['deployment', 'position'])
      .execute()
  },
  down: async (db: Kysely<LedgerTables>) => {
    await db.schema.dropTable('ledger_key').execute()
  },
}

/** What is wrong with the keys of a deployment; null = they are those of this ledger. */
export type KeyFault =
  /** A key that the ledger was kept with is not among them. */
  | 'missing'
  /** They are all there, but the oldest does not come first, and case ids hang on it. */
  | 'out-of-order'

async function knownPrints(db: Kysely<LedgerTables>, deployment: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('ledger_key')
    .select('fingerprint')
    .where('deployment', '=', deployment)
    .orderBy('position')
    .execute()
  return rows.map(({ fingerprint }) => fingerprint)
}

function faultOf(known: readonly string[], given: readonly string[]): KeyFault | null {
  const [oldest] = known
  if (oldest === undefined) return null
  if (known.some((print) => !given.includes(print))) return 'missing'
  return given[0] === oldest ? null : 'out-of-order'
}

/** Their fingerprints, oldest first. */
function printsOf({ current, old }: LedgerKeys, deployment: string): readonly string[] {
  return [...new Set([...old, current].map((key) => keyFingerprint(key, deployment)))]
}

/** Compares keys with those that the ledger was kept with; a ledger that knows none yet takes any. */
export async function compareKeys(
  db: Kysely<LedgerTables>,
  deployment: string,
  keys: LedgerKeys,
): Promise<KeyFault | null> {
  return faultOf(await knownPrints(db, deployment), printsOf(keys, deployment))
}

/**
 * The same, and notes keys that are new to the ledger, in one step: of two processes with different keys that begin a
 * ledger together one is refused. A ledger of a program that kept no fingerprints takes the first keys it is given.
 */
export async function adoptKeys(
  db: Kysely<LedgerTables>,
  deployment: string,
  keys: LedgerKeys,
  now: string,
): Promise<KeyFault | null> {
  return db.transaction().execute(async (transaction) => {
    const known = await knownPrints(transaction, deployment)
    const given = printsOf(keys, deployment)
    const fault = faultOf(known, given)
    if (fault !== null) return fault
    const added = given.filter((print) => !known.includes(print))
    for (const [index, fingerprint] of added.entries()) {
      const position = known.length + index + 1
      await transaction
        .insertInto('ledger_key')
        .values({ deployment, position, fingerprint, since: now })
        .execute()
    }
    return null
  })
}
