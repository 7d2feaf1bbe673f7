import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Flow, ItemState } from '@ping-primero/core/domain/flow.ts'
import type { LedgerTables, SettledCountTable, SettledState } from './schema.ts'
import type { Saving } from './strands.ts'

/** How many items of a flow have ever been found, and how many of them are settled, as it was counted at each save. */
export interface KeptCounts {
  readonly found: number
  readonly settled: Readonly<Record<SettledState, number>>
}

/** Whether a state is one that nothing leaves by itself. */
export function isSettled(state: ItemState): state is SettledState {
  return state !== 'waiting' && state !== 'attention'
}

/** Counts what a save finds and settles, in its own transaction: counting a hundred thousand settled items takes long. */
export async function keepCounts(
  db: Kysely<LedgerTables>,
  deployment: string,
  saving: readonly Saving[],
): Promise<void> {
  const changes = new Map<string, SettledCountTable>()
  const add = (flow: Flow, what: SettledCountTable['what'], by: number): void => {
    const name = `${flow} ${what}`
    changes.set(name, { deployment, flow, what, count: (changes.get(name)?.count ?? 0) + by })
  }
  for (const { row, before } of saving) {
    if (before === undefined) add(row.flow, 'found', 1)
    else if (isSettled(before.state)) add(row.flow, before.state, -1)
    if (isSettled(row.state)) add(row.flow, row.state, 1)
  }
  const rows = [...changes.values()].filter(({ count }) => count !== 0)
  if (rows.length === 0) return
  await db
    .insertInto('settled_count')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['deployment', 'flow', 'what'])
        .doUpdateSet({ count: sql<number>`settled_count.count + excluded.count` }),
    )
    .execute()
}

/** What was counted of each flow of a deployment. */
export async function keptCounts(
  db: Kysely<LedgerTables>,
  deployment: string,
): Promise<Readonly<Record<Flow, KeptCounts>>> {
  const rows = await db.selectFrom('settled_count').selectAll().where('deployment', '=', deployment).execute()
  const countOf = (flow: Flow, what: SettledCountTable['what']): number =>
    rows.find((row) => row.flow === flow && row.what === what)?.count ?? 0
  const of = (flow: Flow): KeptCounts => ({
    found: countOf(flow, 'found'),
    settled: {
      confirmed: countOf(flow, 'confirmed'),
      withdrawn: countOf(flow, 'withdrawn'),
      handled: countOf(flow, 'handled'),
    },
  })
  return { '1.1': of('1.1'), '1.2': of('1.2'), '2.1': of('2.1'), '2.2': of('2.2') }
}
