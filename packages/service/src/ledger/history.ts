import { hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { HistoryEntry, LedgerEvent } from '@ping-primero/core/ledger/ledger.ts'
import { beginHead, moveHead, readHead } from './history-head.ts'
import type { HistoryHead } from './history-head.ts'
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

/** An entry of the history without its hash. */
export type Entry = Readonly<Omit<EventTable, 'hash'>>

/** What of an entry is hashed: its canonical JSON (keys sorted, nulls left out). `docs/audit.md` tells it to others. */
export function canonical(entry: Entry): string {
  const pairs = Object.entries(entry)
    .filter(([, value]) => value !== null)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
  return JSON.stringify(Object.fromEntries(pairs))
}

/** The hash of an entry: SHA-256 over the hash before it (none before the first) and its canonical JSON. */
export function chained(previous: string, entry: Entry): string {
  return hash('sha256', previous + canonical(entry))
}

function entryOf(deployment: string, position: number, event: HistoryEntry): Entry {
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

async function lastEntry(db: Kysely<LedgerTables>, deployment: string): Promise<HistoryHead | null> {
  const last = await db
    .selectFrom('event')
    .select(['position', 'hash'])
    .where('deployment', '=', deployment)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last ?? null
}

/**
 * Appends events to a deployment's chain and moves its head; must run inside the transaction of what they tell of.
 * It goes on from the head, so that a tail that somebody took away leaves a gap for good.
 */
export async function appendEvents(
  db: Kysely<LedgerTables>,
  deployment: string,
  events: readonly HistoryEntry[],
): Promise<void> {
  if (events.length === 0) return
  const last = await lastEntry(db, deployment)
  const head = await readHead(db, deployment)
  const begins = last === null && head === null
  const from =
    head !== null && head.position >= (last?.position ?? 0) ? head : (last ?? { position: 0, hash: '' })
  let { position, hash: previous } = from
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
  const to = { position, hash: previous }
  if (begins) await beginHead(db, deployment, to)
  else await moveHead(db, deployment, from, to)
}

/** An entry as an event. */
export function eventOf(row: Readonly<EventTable>): HistoryEntry {
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

/** The history of one item, or with `wholeFlow` as key the acts on a flow, oldest first. */
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
  return rows.map((row) => ({ ...eventOf(row), flow }))
}

/** The whole history of a deployment in its order, in pages: memory stays flat. Entries added meanwhile come too. */
export async function* historyPages(
  db: Kysely<LedgerTables>,
  deployment: string,
  after: number | null = null,
): AsyncGenerator<readonly Readonly<EventTable>[]> {
  let last = after
  for (;;) {
    const all = db
      .selectFrom('event')
      .selectAll()
      .where('deployment', '=', deployment)
      .orderBy('position')
      .limit(1_000)
    // The first page begins before 1: nobody writes there but who should not.
    const rows = await (last === null ? all : all.where('position', '>', last)).execute()
    const end = rows.at(-1)
    if (end === undefined) return
    yield rows
    last = end.position
    // The database answers at once: without this nothing else in the process would get its turn.
    await setImmediate()
  }
}
