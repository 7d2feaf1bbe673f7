import { setImmediate } from 'node:timers/promises'
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Flow, ItemState } from '@ping-primero/core/domain/flow.ts'
import type { ItemPosition, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { ItemPlace, ListQuery, ListedGroup } from '@ping-primero/core/ledger/questions.ts'
import { itemOf } from './row.ts'
import { isSettled, keptCounts } from './settled-counts.ts'
import type { LedgerTables } from './schema.ts'

/** The items that a query chooses, looked at without changing anything. */
export interface Listed {
  /** How many stand for each reason: by flow, state in the order of the query, the most first. */
  readonly groups: (query: ListQuery) => Promise<readonly ListedGroup[]>
  /** Those longest in their state, at most so many. */
  readonly longest: (query: ListQuery, limit: number) => Promise<readonly LedgerItem[]>
  /** Those that were found last, the latest first, at most so many, behind a place in that order. */
  readonly newest: (
    query: ListQuery,
    after: ItemPlace | null,
    limit: number,
  ) => Promise<readonly LedgerItem[]>
  /** How many there are. */
  readonly count: (query: ListQuery) => Promise<number>
  /** All of them by flow and state, oldest found first, in pages: memory stays flat. */
  readonly pages: (query: ListQuery) => AsyncIterable<readonly LedgerItem[]>
}

const pageSize = 1_000

/** By which number a decision is known to be on a referral, from the flow of the referral to that of the decision. */
const decisionsBy = [
  ['1.1', '1.2', 'intervention_guid'],
  ['2.1', '2.2', 'ref_iop_guid'],
  ['2.1', '2.2', 'referral_id'],
] as const satisfies readonly (readonly [Flow, Flow, keyof LedgerTables['item']])[]

/** Referrals on which there is no decision that stands. */
function undecidedOnly(eb: ExpressionBuilder<LedgerTables, 'item'>): Expression<SqlBool> {
  const decisions = decisionsBy.map(([, flow, number]) =>
    eb
      .selectFrom('item as decision')
      .select('decision.key')
      .whereRef(`decision.${number}`, '=', `item.${number}`)
      .whereRef('decision.deployment', '=', 'item.deployment')
      .where('decision.flow', '=', flow)
      .where('decision.state', '!=', 'withdrawn'),
  )
  return eb.and([
    eb('flow', 'in', [...new Set(decisionsBy.map(([flow]) => flow))]),
    ...decisions.map((decision) => eb.not(eb.exists(decision))),
  ])
}

function chosenBy(query: ListQuery) {
  const { deployment, flow, states, reason, from, before, undecided } = query
  return (eb: ExpressionBuilder<LedgerTables, 'item'>): Expression<SqlBool> =>
    eb.and([
      eb('deployment', '=', deployment),
      eb('state', 'in', states),
      ...(flow === null ? [] : [eb('flow', '=', flow)]),
      ...(reason === null ? [] : [eb('reason', '=', reason)]),
      ...(from === null ? [] : [eb('since', '>=', from)]),
      ...(before === null ? [] : [eb('since', '<', before)]),
      ...(undecided === true ? [undecidedOnly(eb)] : []),
      ...foundOnDays(eb, query),
    ])
}

const dayMs = 24 * 60 * 60_000

/** A day is nowhere further from UTC than another: so much of an index is looked through. */
function around(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString()
}

function foundOnDays(
  eb: ExpressionBuilder<LedgerTables, 'item'>,
  { foundOn }: ListQuery,
): readonly Expression<SqlBool>[] {
  const { from = null, to = null } = foundOn ?? {}
  return [
    ...(from === null ? [] : [eb('found_on', '>=', from), eb('found_at', '>=', around(from, -2))]),
    ...(to === null ? [] : [eb('found_on', '<=', to), eb('found_at', '<', around(to, 3))]),
  ]
}

/** What stands under a reason is not settled: in other states there is nothing to look for. */
function statesOf({ states, reason }: ListQuery): readonly ItemState[] {
  return reason === null ? states : states.filter((state) => !isSettled(state))
}

async function groupsOf(db: Kysely<LedgerTables>, query: ListQuery): Promise<readonly ListedGroup[]> {
  const groups = await db
    .selectFrom('item')
    .select(({ fn }) => ['flow', 'state', 'reason', fn.countAll<number>().as('count')])
    .where(chosenBy(query))
    .groupBy(['flow', 'state', 'reason'])
    .execute()
  const place = ({ flow, state }: ListedGroup): number =>
    flows.indexOf(flow) * query.states.length + query.states.indexOf(state)
  return groups.toSorted((one, other) => place(one) - place(other) || other.count - one.count)
}

async function longestOf(
  db: Kysely<LedgerTables>,
  query: ListQuery,
  limit: number,
): Promise<readonly LedgerItem[]> {
  const rows = await db
    .selectFrom('item')
    .selectAll()
    .where(chosenBy(query))
    .orderBy('since')
    .orderBy('key')
    .limit(limit)
    .execute()
  return rows.map(itemOf)
}

/**
 * One flow and one state at a time, so that the index of states gives each in its order; then the first of them all. What was
 * found at the same moment is in the order of flow and key.
 */
async function newestOf(
  db: Kysely<LedgerTables>,
  query: ListQuery,
  after: ItemPlace | null,
  limit: number,
): Promise<readonly LedgerItem[]> {
  const found: LedgerItem[] = []
  for (const flow of query.flow === null ? flows : [query.flow]) {
    for (const state of statesOf(query)) {
      const items = db
        .selectFrom('item')
        .selectAll()
        .where(chosenBy({ ...query, flow, states: [state] }))
        .orderBy('found_at', 'desc')
        .orderBy('key', 'desc')
        .limit(limit)
      const rows = await (after === null ? items : items.where(behind(after, flow))).execute()
      found.push(...rows.map(itemOf))
    }
  }
  const place = ({ foundAt, flow, key }: LedgerItem): string => `${foundAt} ${flow} ${key}`
  return found.toSorted((one, other) => (place(one) < place(other) ? 1 : -1)).slice(0, limit)
}

/** What comes behind a place in the order of time found, flow and key, all descending. */
function behind({ foundAt, flow, key }: ItemPlace, of: Flow) {
  return (eb: ExpressionBuilder<LedgerTables, 'item'>): Expression<SqlBool> => {
    if (of === flow) return eb(eb.refTuple('found_at', 'key'), '<', eb.tuple(foundAt, key))
    return eb('found_at', of < flow ? '<=' : '<', foundAt)
  }
}

/** Settled items that nothing but flow and state chooses are counted already. */
async function countOf(db: Kysely<LedgerTables>, query: ListQuery): Promise<number> {
  const { deployment, flow, reason, from, before, undecided, foundOn } = query
  const isByState =
    reason === null && from === null && before === null && undecided !== true && foundOn === undefined
  const states = statesOf(query)
  const settled = isByState ? states.filter(isSettled) : []
  const rest = states.filter((state) => !isByState || !isSettled(state))
  const kept = settled.length === 0 ? null : await keptCounts(db, deployment)
  let count = 0
  for (const one of flow === null ? flows : [flow]) {
    for (const state of settled) count += kept?.[one].settled[state] ?? 0
  }
  if (rest.length === 0) return count
  const counted = await db
    .selectFrom('item')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(chosenBy({ ...query, states: rest }))
    .executeTakeFirstOrThrow()
  return count + counted.count
}

/** One flow and one state at a time: so the index of states gives them in their order, and nothing is sorted. */
async function* pagesOf(db: Kysely<LedgerTables>, query: ListQuery): AsyncGenerator<readonly LedgerItem[]> {
  for (const flow of query.flow === null ? flows : [query.flow]) {
    for (const state of query.states) {
      let after: ItemPosition | null = null
      for (;;) {
        const items = await pageOf(db, { ...query, flow, states: [state] }, after)
        const last = items.at(-1)
        if (last === undefined) break
        yield items
        after = { foundAt: last.foundAt, key: last.key }
        // The database answers at once: without this nothing else in the process would get its turn.
        await setImmediate()
      }
    }
  }
}

async function pageOf(
  db: Kysely<LedgerTables>,
  query: ListQuery,
  after: ItemPosition | null,
): Promise<readonly LedgerItem[]> {
  const items = db
    .selectFrom('item')
    .selectAll()
    .where(chosenBy(query))
    .orderBy('found_at')
    .orderBy('key')
    .limit(pageSize)
  const rows = await (
    after === null
      ? items
      : items.where((eb) => eb(eb.refTuple('found_at', 'key'), '>', eb.tuple(after.foundAt, after.key)))
  ).execute()
  return rows.map(itemOf)
}

/** What lists show of an open ledger. */
export function listedItems(db: Kysely<LedgerTables>): Listed {
  return {
    groups: (query) => groupsOf(db, query),
    longest: (query, limit) => longestOf(db, query, limit),
    newest: (query, after, limit) => newestOf(db, query, after, limit),
    count: (query) => countOf(db, query),
    pages: (query) => pagesOf(db, query),
  }
}
