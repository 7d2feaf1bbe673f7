import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Flow, ItemState } from '@ping-primero/core/domain/flow.ts'
import type { StateCounts } from '@ping-primero/core/ledger/ledger.ts'
import type { StandingReason } from '@ping-primero/core/ledger/questions.ts'
import type { LedgerTables } from './schema.ts'

/** Written out, not bound: only so does the database see that the index of unsettled items serves. */
export const unsettledOnly = sql<boolean>`state in ('waiting', 'attention')`

/** Every item, said so that the indexes that begin with flow and state serve what is asked of all flows. */
export const inEachFlow = sql<boolean>`flow in ('1.1', '1.2', '2.1', '2.2')`

/** Written out for the index of items to be looked at again. */
export const lookDueOnly = sql<boolean>`look_due = 1`

/** No item in any state. */
export const noItems: StateCounts = { confirmed: 0, waiting: 0, attention: 0, withdrawn: 0, handled: 0 }

/** Counts by state, of rows that say how many each. */
export function summed(rows: readonly { readonly state: ItemState; readonly count: number }[]): StateCounts {
  const counts = { ...noItems }
  for (const { state, count } of rows) counts[state] += count
  return counts
}

/** Unsettled items of a flow plus those that a run settled, counted by state. */
export async function countItems(
  db: Kysely<LedgerTables>,
  deployment: string,
  flow: Flow,
  runId: string,
): Promise<StateCounts> {
  const ofFlow = db
    .selectFrom('item')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('deployment', '=', deployment)
    .where('flow', '=', flow)
    .groupBy('state')
  const unsettled = await ofFlow.where(unsettledOnly).execute()
  const settled = await ofFlow.where('settled_run', '=', runId).execute()
  return summed([
    ...unsettled,
    ...settled.filter(({ state }) => state !== 'waiting' && state !== 'attention'),
  ])
}

/** Items of a flow that persons have handled since a time and that no run with this id has settled. Scans the flow. */
export async function countHandled(
  db: Kysely<LedgerTables>,
  deployment: string,
  flow: Flow,
  since: string,
  runId: string,
): Promise<number> {
  const { count } = await db
    .selectFrom('item')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('deployment', '=', deployment)
    .where('flow', '=', flow)
    .where('state', '=', 'handled')
    .where('since', '>=', since)
    .where((eb) => eb.or([eb('settled_run', 'is', null), eb('settled_run', '!=', runId)]))
    .executeTakeFirstOrThrow()
  return count
}

/** What stands under each reason in a flow, by reason, waiting first. */
export async function countReasons(
  db: Kysely<LedgerTables>,
  deployment: string,
  flow: Flow,
): Promise<readonly StandingReason[]> {
  const groups = await db
    .selectFrom('item')
    .select(({ fn }) => ['reason', 'state', fn.countAll<number>().as('count')])
    .where('deployment', '=', deployment)
    .where('flow', '=', flow)
    .where(unsettledOnly)
    .groupBy(['reason', 'state'])
    .orderBy('reason')
    .orderBy('state', 'desc')
    .execute()
  return groups.map(({ reason, state, count }) => {
    if (reason === null || (state !== 'waiting' && state !== 'attention'))
      throw new Error('The ledger holds an unsettled item without a reason.')
    return { code: reason, state, count }
  })
}
