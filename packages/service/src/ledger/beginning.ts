import type { Kysely, Migration, Transaction } from 'kysely'
import type { LedgerBeginning } from '@ping-primero/core/ledger/ledger.ts'
import type { LedgerTables } from './schema.ts'

/** Where it is kept how a ledger began with each deployment. Back: what is owed is found out anew. */
export const beginningMigration: Migration = {
  up: async (db: Kysely<LedgerTables>) => {
    await db.schema
      .createTable('beginning')
      .addColumn('deployment', 'text', (column) => column.notNull())
      .addColumn('at', 'text')
      .addColumn('look', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('beginning_key', ['deployment'])
      .execute()
  },
  down: async (db: Kysely<LedgerTables>) => {
    await db.schema.dropTable('beginning').execute()
  },
}

/** Whether the ledger holds anything of a deployment; with `flow`, of that flow of it. */
async function knows(db: Kysely<LedgerTables>, deployment: string, flow: '2.1' | null): Promise<boolean> {
  for (const table of ['item', 'cursor', 'run'] as const) {
    const rows = db.selectFrom(table).select('deployment').where('deployment', '=', deployment)
    const found = await (flow === null ? rows : rows.where('flow', '=', flow)).limit(1).execute()
    if (found.length > 0) return true
  }
  return false
}

/**
 * Notes at the first turn of a deployment how the ledger began with it, before anything else is written: what it knows by
 * then, it knows from runs of its own. A ledger of a program that noted no beginnings is judged so as well.
 */
export async function noteBeginning(
  db: Kysely<LedgerTables>,
  deployment: string,
  now: string,
  fence: (transaction: Transaction<LedgerTables>) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await fence(transaction)
    const noted = await transaction
      .selectFrom('beginning')
      .select('look')
      .where('deployment', '=', deployment)
      .executeTakeFirst()
    if (noted !== undefined) return
    const at = (await knows(transaction, deployment, null)) ? null : now
    const look = (await knows(transaction, deployment, '2.1')) ? 'needless' : 'due'
    await transaction.insertInto('beginning').values({ deployment, at, look }).execute()
  })
}

/** How the ledger began with a deployment; one that had no turn yet owes nothing. */
export async function readBeginning(db: Kysely<LedgerTables>, deployment: string): Promise<LedgerBeginning> {
  const row = await db
    .selectFrom('beginning')
    .selectAll()
    .where('deployment', '=', deployment)
    .executeTakeFirst()
  if (row === undefined) return { at: null, look: 'needless' }
  const { at, look } = row
  return { at, look: look === 'due' || look === 'needless' ? look : { doneAt: look } }
}
