import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { LedgerEvent, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { appendEvents } from './history.ts'
import { changingColumns, findingColumns, rowOf } from './row.ts'
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

/** Keys per SELECT, below every database's limit of parameters. */
export const keysPerQuery = 500
/** Rows per INSERT: statements are kept prepared, one for each number of rows, and long ones hold much memory. */
const rowsPerInsert = 16

type FindingColumn = (typeof findingColumns)[number]

/** What stands in the ledger of an item that is to be saved. */
type Stored = Pick<ItemTable, 'revision' | FindingColumn>

/** The columns named take the value that was to be inserted. */
function replacement(columns: readonly (keyof ItemTable)[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(columns.map((column) => [column, sql<never>`${sql.ref(`excluded.${column}`)}`]))
}

interface Named {
  readonly flow: Flow
  readonly key: string
}

function nameOf({ flow, key }: Named): string {
  return `${flow} ${key}`
}

async function storedItems(
  db: Kysely<LedgerTables>,
  deployment: string,
  items: readonly Named[],
): Promise<Map<string, Stored>> {
  const stored = new Map<string, Stored>()
  for (const flow of new Set(items.map((item) => item.flow))) {
    const keys = [...new Set(items.filter((item) => item.flow === flow).map((item) => item.key))]
    for (let start = 0; start < keys.length; start += keysPerQuery) {
      const rows = await db
        .selectFrom('item')
        .select(['flow', 'key', 'revision', ...findingColumns])
        .where('deployment', '=', deployment)
        .where('flow', '=', flow)
        .where('key', 'in', keys.slice(start, start + keysPerQuery))
        .execute()
      for (const row of rows) stored.set(nameOf(row), row)
    }
  }
  return stored
}

/**
 * Inserts rows or puts them over those that stand there. A column by which items are found is named only where it
 * changes: every index that need not be touched spares pages of the write-ahead log.
 */
async function putRows(
  db: Kysely<LedgerTables>,
  rows: readonly ItemTable[],
  changedOf: (row: ItemTable) => readonly FindingColumn[],
): Promise<void> {
  const alike = Map.groupBy(rows, (row) => changedOf(row).join(' '))
  for (const group of alike.values()) {
    const [first] = group
    if (first === undefined) continue
    const changes = replacement([...changingColumns, ...changedOf(first)])
    for (let start = 0; start < group.length; start += rowsPerInsert) {
      await db
        .insertInto('item')
        .values(group.slice(start, start + rowsPerInsert))
        .onConflict((conflict) => conflict.columns(['deployment', 'flow', 'key']).doUpdateSet(changes))
        .execute()
    }
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
  const stored = await storedItems(
    db,
    deployment,
    jobs.flatMap((job) => job.items),
  )
  const revisions = new Map([...stored].map(([name, { revision }]) => [name, revision]))
  const rows = new Map<string, ItemTable>()
  const events: LedgerEvent[] = []
  const results = jobs.map((job): SaveResult => {
    const conflicts = new Map<string, string>()
    for (const item of job.items) {
      const name = nameOf(item)
      if ((revisions.get(name) ?? 0) !== item.revision) {
        conflicts.set(name, item.key)
        continue
      }
      revisions.set(name, item.revision + 1)
      rows.set(name, rowOf(deployment, item, item.revision + 1))
    }
    for (const event of job.events) if (!conflicts.has(nameOf(event))) events.push(event)
    return { conflicts: [...conflicts.values()] }
  })
  await putRows(db, [...rows.values()], (row) => {
    const before = stored.get(nameOf(row))
    return before === undefined ? [] : findingColumns.filter((column) => before[column] !== row[column])
  })
  await appendEvents(db, deployment, events)
  return results
}
