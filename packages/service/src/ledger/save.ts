import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { LedgerEvent, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { inChunks, keysPerQuery } from './chunks.ts'
import { appendEvents } from './history.ts'
import { keepMeasures } from './measures.ts'
import { changingColumns, findingColumns, rowOf } from './row.ts'
import type { ItemTable, LedgerTables } from './schema.ts'
import { keepCounts } from './settled-counts.ts'
import { strandColumns } from './strand-row.ts'
import { bindDecisions, changedStrands, itemsBefore, keepStrands, type Saving } from './strands.ts'

/** One call of the port's `save`. */
export interface SaveJob {
  readonly items: readonly LedgerItem[]
  readonly events: readonly LedgerEvent[]
}

/** Its answer. */
export interface SaveResult {
  readonly conflicts: readonly string[]
}

/** Rows per INSERT: statements are kept prepared, one for each number of rows, and long ones hold much memory. */
const rowsPerInsert = 16

type FindingColumn = (typeof findingColumns)[number]

const storedColumns = ['revision', 'key', ...findingColumns, ...strandColumns] as const

/** What stands in the ledger of an item that is to be saved. */
type Stored = Pick<ItemTable, (typeof storedColumns)[number]>

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
    for (const some of inChunks(keys, keysPerQuery)) {
      const rows = await db
        .selectFrom('item')
        .select([...new Set(storedColumns)])
        .where('deployment', '=', deployment)
        .where('flow', '=', flow)
        .where('key', 'in', some)
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
    for (const part of inChunks(group, rowsPerInsert)) {
      await db
        .insertInto('item')
        .values(part)
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
  const saving = [...rows.values()].map((row): Saving => ({ row, before: stored.get(nameOf(row)) }))
  const moved = await bindDecisions(db, deployment, saving)
  await putRows(db, [...rows.values()], (row) => {
    const before = stored.get(nameOf(row))
    return before === undefined ? [] : findingColumns.filter((column) => before[column] !== row[column])
  })
  const touched = [...changedStrands(saving), ...moved.flatMap(({ from, to }) => [from, to])]
  const items = await keepStrands(db, deployment, touched)
  await keepMeasures(db, deployment, itemsBefore(items, saving, moved), items)
  await keepCounts(db, deployment, saving)
  await appendEvents(db, deployment, events)
  return results
}
