import { hash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { LedgerEvent } from '@ping-primero/core/ledger/ledger.ts'
import type { EventTable, LedgerTables } from './schema.ts'

/** Rows per INSERT: enough to be quick, few enough for every database's limit of parameters. */
const rowsPerInsert = 25

/** The longest texts that a person may leave, in characters. */
export const longest = { by: 100, why: 500 } as const

/** A person's text as the history keeps it: one line, no control or direction characters, not longer than `limit`. */
export function plainLine(text: string, limit: number): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\p{Cf}\p{Cs}\p{Co}]/gu, '')
    .trim()
  return Array.from(line).slice(0, limit).join('')
}

type Unchained = Omit<EventTable, 'hash'>

/** The hash of an entry: SHA-256 over the hash before it and its canonical JSON (keys sorted, nulls left out). */
function chained(previous: string, entry: Unchained): string {
  const pairs = Object.entries(entry)
    .filter(([, value]) => value !== null)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
  return hash('sha256', previous + JSON.stringify(Object.fromEntries(pairs)))
}

function entryOf(deployment: string, position: number, event: LedgerEvent): Unchained {
  return {
    deployment,
    position,
    at: event.at,
    flow: event.flow,
    key: event.key,
    what: event.what,
    state: event.state ?? null,
    reason: event.reason ?? null,
    transaction_id: event.transactionId ?? null,
    by: event.by === undefined ? null : plainLine(event.by, longest.by),
    why: event.why === undefined ? null : plainLine(event.why, longest.why),
  }
}

/** Appends events to a deployment's chain; must run inside the transaction of what they tell of. */
export async function appendEvents(
  db: Kysely<LedgerTables>,
  deployment: string,
  events: readonly LedgerEvent[],
): Promise<void> {
  if (events.length === 0) return
  const last = await db
    .selectFrom('event')
    .select(['position', 'hash'])
    .where('deployment', '=', deployment)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  let position = last?.position ?? 0
  let previous = last?.hash ?? ''
  const rows = events.map((event) => {
    position += 1
    const entry = entryOf(deployment, position, event)
    previous = chained(previous, entry)
    return { ...entry, hash: previous }
  })
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    await db
      .insertInto('event')
      .values(rows.slice(start, start + rowsPerInsert))
      .execute()
  }
}

function eventOf(row: Readonly<EventTable>): LedgerEvent {
  return {
    at: row.at,
    flow: row.flow,
    key: row.key,
    what: row.what,
    ...(row.state === null ? {} : { state: row.state }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.transaction_id === null ? {} : { transactionId: row.transaction_id }),
    ...(row.by === null ? {} : { by: row.by }),
    ...(row.why === null ? {} : { why: row.why }),
  }
}

/** The history of one item, oldest first. */
export async function readHistory(
  db: Kysely<LedgerTables>,
  deployment: string,
  flow: Flow,
  key: string,
): Promise<readonly LedgerEvent[]> {
  const rows = await db
    .selectFrom('event')
    .selectAll()
    .where('deployment', '=', deployment)
    .where('flow', '=', flow)
    .where('key', '=', key)
    .orderBy('position')
    .execute()
  return rows.map(eventOf)
}

/** Whether a deployment's history is as it was written; if not, the first entry that was touched. */
export type HistoryCheck =
  { readonly whole: true; readonly entries: number } | { readonly whole: false; readonly position: number }

/** Computes a deployment's chain again, entry by entry. Memory stays flat. */
export async function verifyHistory(db: Kysely<LedgerTables>, deployment: string): Promise<HistoryCheck> {
  let position = 0
  let previous = ''
  for (;;) {
    const rows = await db
      .selectFrom('event')
      .selectAll()
      .where('deployment', '=', deployment)
      .where('position', '>', position)
      .orderBy('position')
      .limit(1_000)
      .execute()
    if (rows.length === 0) return { whole: true, entries: position }
    for (const { hash: kept, ...entry } of rows) {
      position += 1
      previous = chained(previous, entry)
      if (entry.position !== position || kept !== previous) return { whole: false, position }
    }
  }
}
