import type { ExpressionBuilder, Kysely } from 'kysely'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { EventCode, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type {
  HistoryPage,
  HistoryQuery,
  NamedItem,
  PlacedEvent,
} from '@ping-primero/core/ledger/questions.ts'
import { wholeFlow } from '@ping-primero/core/ledger/whole-flow.ts'
import { readHead, type HistoryHead } from './history-head.ts'
import { eventOf } from './history.ts'
import { itemOf } from './row.ts'
import type { EventTable, LedgerTables } from './schema.ts'

/** How a history is walked. */
export interface Walk {
  /** Entries that a page looks at, at most: a filter that hardly anything fits must not read years at once. */
  readonly most: number
  /** Entries are written in the order of their times, but for clocks that differ: so many round a time are looked at. */
  readonly apart: number
}

const usualWalk: Walk = { most: 20_000, apart: 1_000 }

/** What pages ask of a history. */
export interface HistoryQuestions {
  /** Entries that fit, the newest first, at most `limit`; `next` leads on where a page looked at as much as it may. */
  readonly historyPage: (query: HistoryQuery, limit: number) => Promise<HistoryPage>
  /** The last time that a person did one of these with a whole history; null = nobody has. */
  readonly lastNoted: (deployment: string, acts: readonly EventCode[]) => Promise<PlacedEvent | null>
  /** Where the history of a deployment ends, as it is kept beside it; null before the first entry. */
  readonly seal: (deployment: string) => Promise<HistoryHead | null>
}

type Row = Readonly<EventTable>

function placed(row: Row): PlacedEvent {
  return { ...eventOf(row), position: row.position }
}

/** What pages ask of the histories in an open ledger. */
export function historyQuestions(db: Kysely<LedgerTables>, walk = usualWalk): HistoryQuestions {
  return {
    seal: (deployment) => readHead(db, deployment),
    lastNoted: async (deployment, acts) => {
      const row = await entriesOf(db, deployment)
        .selectAll()
        // What is done with all flows stands there for each of them.
        .where('flow', '=', '1.1')
        .where('key', '=', wholeFlow)
        .where('what', 'in', acts)
        .orderBy('position', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row === undefined ? null : placed(row)
    },
    historyPage: async (query, limit) => {
      const found = await (query.items === null
        ? walked(db, query, limit, walk)
        : aboutItems(db, query, query.items, limit))
      const { rows, ...more } = found
      const entries = rows.map(placed)
      return { entries, items: await itemsOf(db, query.deployment, entries), ...more }
    },
  }
}

/** Rows of one page, and where it goes on. */
interface Found extends Pick<HistoryPage, 'next' | 'lookedTo'> {
  readonly rows: readonly Row[]
}

function entriesOf(db: Kysely<LedgerTables>, deployment: string) {
  return db.selectFrom('event').where('deployment', '=', deployment)
}

/** What a query asks of an entry itself, whatever its place. */
function fits({ flow, doer, by, from, until }: HistoryQuery) {
  return (eb: ExpressionBuilder<LedgerTables, 'event'>) =>
    eb.and([
      ...(flow === null ? [] : [eb('flow', '=', flow)]),
      ...(doer === null ? [] : [eb('by', doer === 'people' ? 'is not' : 'is', null)]),
      ...(by === null ? [] : [eb('by', '=', by)]),
      ...(from === null ? [] : [eb('at', '>=', from)]),
      ...(until === null ? [] : [eb('at', '<', until)]),
    ])
}

/** The first place from which on entries are of a time or later. */
async function placeOf(
  db: Kysely<LedgerTables>,
  deployment: string,
  at: string,
  last: number,
): Promise<number> {
  let [low, high] = [1, last + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = await entriesOf(db, deployment)
      .select('at')
      .where('position', '>=', middle)
      .orderBy('position')
      .limit(1)
      .executeTakeFirst()
    if (row === undefined || row.at >= at) high = middle
    else low = middle + 1
  }
  return low
}

/** Walks a history back from its end, within the places at which a time can stand. */
async function walked(
  db: Kysely<LedgerTables>,
  query: HistoryQuery,
  limit: number,
  { most, apart }: Walk,
): Promise<Found> {
  const { deployment, from, until, before } = query
  const end = await entriesOf(db, deployment)
    .select('position')
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  const last = end?.position ?? 0
  const latest = until === null ? last : (await placeOf(db, deployment, until, last)) + apart
  const top = Math.min(before ?? last + 1, latest + 1)
  const bottom = from === null ? 0 : (await placeOf(db, deployment, from, last)) - apart
  const floor = Math.max(bottom, top - most)
  const rows = await entriesOf(db, deployment)
    .selectAll()
    .where('position', '<', top)
    .where('position', '>=', floor)
    .where(fits(query))
    .orderBy('position', 'desc')
    .limit(limit + 1)
    .execute()
  if (rows.length > limit) return pageOf(rows, limit)
  const beyond = await entriesOf(db, deployment)
    .select('at')
    .where('position', '<', floor)
    .where('position', '>=', bottom)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return beyond === undefined
    ? { rows, next: null, lookedTo: null }
    : { rows, next: floor, lookedTo: beyond.at }
}

/** The entries about some items: each has few, and its own way to them. */
async function aboutItems(
  db: Kysely<LedgerTables>,
  query: HistoryQuery,
  items: readonly NamedItem[],
  limit: number,
): Promise<Found> {
  const rows: Row[] = []
  for (const { flow, key } of items) {
    const all = entriesOf(db, query.deployment)
      .selectAll()
      .where('flow', '=', flow)
      .where('key', '=', key)
      .where(fits(query))
      .orderBy('position', 'desc')
      .limit(limit + 1)
    rows.push(...(await (query.before === null ? all : all.where('position', '<', query.before)).execute()))
  }
  return pageOf(
    rows.toSorted((one, other) => other.position - one.position),
    limit,
  )
}

function pageOf(rows: readonly Row[], limit: number): Found {
  const shown = rows.slice(0, limit)
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.position ?? null) : null, lookedTo: null }
}

/** The items that entries are about. */
async function itemsOf(
  db: Kysely<LedgerTables>,
  deployment: string,
  entries: readonly PlacedEvent[],
): Promise<readonly LedgerItem[]> {
  const items: LedgerItem[] = []
  for (const flow of flows) {
    const keys = new Set(entries.flatMap((entry) => (entry.flow === flow ? [entry.key] : [])))
    if (keys.size === 0) continue
    const rows = await db
      .selectFrom('item')
      .selectAll()
      .where('deployment', '=', deployment)
      .where('flow', '=', flow)
      .where('key', 'in', [...keys])
      .execute()
    items.push(...rows.map(itemOf))
  }
  return items
}
