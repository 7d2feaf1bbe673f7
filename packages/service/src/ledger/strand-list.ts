import { sql } from 'kysely'
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely'
import type { ItemState } from '@ping-primero/core/domain/flow.ts'
import type {
  ListedStrand,
  StrandDecision,
  StrandPosition,
  StrandQuery,
} from '@ping-primero/core/ledger/strand-questions.ts'
import { itemOf } from './row.ts'
import type { LedgerTables } from './schema.ts'

/** Referrals with the decisions on them, looked at without changing anything. */
export interface StrandList {
  /** How many a query chooses. */
  readonly count: (query: StrandQuery) => Promise<number>
  /** Those that changed last, the latest first, at most so many, behind a position. */
  readonly page: (
    query: StrandQuery,
    after: StrandPosition | null,
    limit: number,
  ) => Promise<readonly ListedStrand[]>
  /** Those that have stood longest as they do, at most so many. */
  readonly oldest: (query: StrandQuery, limit: number) => Promise<readonly ListedStrand[]>
}

/** Written out, not bound: only so does the database see that the partial index serves. */
const notConfirmed = sql<boolean>`state <> 'confirmed'`

/** The decisions that few referrals have, written out for their index. */
export const rareDecisions = sql<boolean>`decision in ('rejected', 'unclear')`

type Chosen = readonly Expression<SqlBool>[]

/** What stands under a reason is not settled. */
function statesOf({ state, under }: StrandQuery): readonly ItemState[] | null {
  if (state !== null) return [state]
  return under === null ? null : ['waiting', 'attention']
}

function inStates(eb: ExpressionBuilder<LedgerTables, 'strand'>, states: readonly ItemState[]): Chosen {
  const chosen = eb('state', 'in', states)
  return states.includes('confirmed') ? [chosen] : [chosen, notConfirmed]
}

function decided(eb: ExpressionBuilder<LedgerTables, 'strand'>, decision: StrandDecision): Chosen {
  const chosen = eb('decision', '=', decision)
  return decision === 'rejected' || decision === 'unclear' ? [chosen, rareDecisions] : [chosen]
}

function chosenBy(query: StrandQuery) {
  const { deployment, side, decision, under, foundFrom, foundBefore } = query
  const states = statesOf(query)
  return (eb: ExpressionBuilder<LedgerTables, 'strand'>): Expression<SqlBool> =>
    eb.and([
      eb('deployment', '=', deployment),
      ...(side === null ? [] : [eb('side', '=', side)]),
      ...(states === null ? [] : inStates(eb, states)),
      ...(decision === null ? [] : decided(eb, decision)),
      ...(under === null
        ? []
        : [
            eb.or(
              under.map(({ flow, reason }) => eb.and([eb('flow', '=', flow), eb('reason', '=', reason)])),
            ),
          ]),
      // What was found then changed then or later, and changes are in an index.
      ...(foundFrom === null ? [] : [eb('found_at', '>=', foundFrom), eb('changed_at', '>=', foundFrom)]),
      ...(foundBefore === null ? [] : [eb('found_at', '<', foundBefore)]),
    ])
}

async function countOf(db: Kysely<LedgerTables>, query: StrandQuery): Promise<number> {
  const { count } = await db
    .selectFrom('strand')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(chosenBy(query))
    .executeTakeFirstOrThrow()
  return count
}

async function pageOf(
  db: Kysely<LedgerTables>,
  query: StrandQuery,
  after: StrandPosition | null,
  limit: number,
): Promise<readonly ListedStrand[]> {
  // Found by their index alone, read afterwards: what a list leaves out is not read at all.
  const places = db
    .selectFrom('strand')
    .select(['changed_at', 'strand'])
    .where(chosenBy(query))
    .orderBy('changed_at', 'desc')
    .orderBy('strand', 'desc')
    .limit(limit)
  const chosen = await (
    after === null
      ? places
      : places.where((eb) =>
          eb(eb.refTuple('changed_at', 'strand'), '<', eb.tuple(after.changedAt, after.strand)),
        )
  ).execute()
  return read(
    db,
    query.deployment,
    chosen.map(({ strand }) => strand),
  )
}

async function oldestOf(
  db: Kysely<LedgerTables>,
  query: StrandQuery,
  limit: number,
): Promise<readonly ListedStrand[]> {
  const chosen = await db
    .selectFrom('strand')
    .select('strand')
    .where(chosenBy(query))
    .orderBy('changed_at')
    .orderBy('strand')
    .limit(limit)
    .execute()
  return read(
    db,
    query.deployment,
    chosen.map(({ strand }) => strand),
  )
}

/** Referrals with their items, in an order. */
async function read(
  db: Kysely<LedgerTables>,
  deployment: string,
  names: readonly string[],
): Promise<readonly ListedStrand[]> {
  if (names.length === 0) return []
  const strands = await db
    .selectFrom('strand')
    .selectAll()
    .where('deployment', '=', deployment)
    .where('strand', 'in', names)
    .execute()
  const items = await db
    .selectFrom('item')
    .selectAll()
    .where('deployment', '=', deployment)
    .where('strand', 'in', names)
    .orderBy('found_at')
    .orderBy('flow')
    .execute()
  const byStrand = Map.groupBy(items, ({ strand }) => strand)
  const rows = strands.toSorted((one, other) => names.indexOf(one.strand) - names.indexOf(other.strand))
  return rows.map(({ strand, side, state, flow, reason, decision, found_at, changed_at }) => ({
    strand,
    side,
    state,
    flow,
    reason,
    decision,
    foundAt: found_at,
    changedAt: changed_at,
    items: (byStrand.get(strand) ?? []).map(itemOf),
  }))
}

/** What lists of referrals ask of an open ledger. */
export function strandList(db: Kysely<LedgerTables>): StrandList {
  return {
    count: (query) => countOf(db, query),
    page: (query, after, limit) => pageOf(db, query, after, limit),
    oldest: (query, limit) => oldestOf(db, query, limit),
  }
}
