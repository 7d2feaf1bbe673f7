import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Flow } from '../../../core/src/domain/flow.ts'
import type { LedgerEvent, LedgerItem } from '../../../core/src/ledger/ledger.ts'
import { appendEvents } from './history.ts'
import { itemColumns, rowOf } from './row.ts'
import type { ItemTable, LedgerTables } from './schema.ts'

/** One call of the port's `save`. */
export interface SaveJob {
  readonly items: readonly LedgerItem[]
  readonly events: readonly LedgerEvent[]
}

/** Its answer. */
export interface SaveResult {
  readonly conflicts: readonly string[]
}

/** Keys per SELECT and rows per INSERT, below every database's limit of parameters. */
export const keysPerQuery = 500
const rowsPerInsert = 50

/** Every column but the key takes the value that was to be inserted. */
const replacement = Object.fromEntries(
  itemColumns.map((column) => [column, sql<never>`${sql.ref(`excluded.${column}`)}`]),
)

interface Named {
  readonly flow: Flow
  readonly key: string
}

function nameOf({ flow, key }: Named): string {
  return `${flow} ${key}`
}

async function storedRevisions(
  db: Kysely<LedgerTables>,
  deployment: string,
  items: readonly Named[],
): Promise<Map<string, number>> {
  const stored = new Map<string, number>()
  for (const flow of new Set(items.map((item) => item.flow))) {
    const keys = [...new Set(items.filter((item) => item.flow === flow).map((item) => item.key))]
    for (let start = 0; start < keys.length; start += keysPerQuery) {
      const rows = await db
        .selectFrom('item')
        .select(['flow', 'key', 'revision'])
        .where('deployment', '=', deployment)
        .where('flow', '=', flow)
        .where('key', 'in', keys.slice(start, start + keysPerQuery))
        .execute()
      for (const row of rows) stored.set(nameOf(row), row.revision)
    }
  }
  return stored
}

async function putRows(db: Kysely<LedgerTables>, rows: readonly ItemTable[]): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    await db
      .insertInto('item')
      .values(rows.slice(start, start + rowsPerInsert))
      .onConflict((conflict) => conflict.columns(['deployment', 'flow', 'key']).doUpdateSet(replacement))
      .execute()
  }
}

/**
 * Writes several saves inside one transaction, in their order. An item that was not read at its stored revision is left
 * as it is, and so is the history of it; its key is in the answer of its own save.
 */
export async function writeSaves(
  db: Kysely<LedgerTables>,
  deployment: string,
  jobs: readonly SaveJob[],
): Promise<readonly SaveResult[]> {
  const stored = await storedRevisions(
    db,
    deployment,
    jobs.flatMap((job) => job.items),
  )
  const rows = new Map<string, ItemTable>()
  const events: LedgerEvent[] = []
  const results = jobs.map((job): SaveResult => {
    const conflicts = new Map<string, string>()
    for (const item of job.items) {
      const name = nameOf(item)
      if ((stored.get(name) ?? 0) !== item.revision) {
        conflicts.set(name, item.key)
        continue
      }
      stored.set(name, item.revision + 1)
      rows.set(name, rowOf(deployment, item, item.revision + 1))
    }
    for (const event of job.events) if (!conflicts.has(nameOf(event))) events.push(event)
    return { conflicts: [...conflicts.values()] }
  })
  await putRows(db, [...rows.values()])
  await appendEvents(db, deployment, events)
  return results
}
