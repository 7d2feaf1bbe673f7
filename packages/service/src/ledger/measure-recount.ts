import type { Kysely } from 'kysely'
import { keysPerQuery } from './chunks.ts'
import { putMeasures, Tallies } from './measures.ts'
import type { LedgerTables } from './schema.ts'
import { strandColumns } from './strand-row.ts'

/** Counts the items of a deployment. Memory stays flat. */
async function tallied(db: Kysely<LedgerTables>, deployment: string): Promise<Tallies> {
  const tallies = new Tallies()
  for (let last = ''; ;) {
    const strands = await db
      .selectFrom('strand')
      .select('strand')
      .where('deployment', '=', deployment)
      .where('strand', '>', last)
      .orderBy('strand')
      .limit(keysPerQuery)
      .execute()
    const end = strands.at(-1)
    if (end === undefined) return tallies
    const items = await db
      .selectFrom('item')
      .select(strandColumns)
      .where('deployment', '=', deployment)
      .where(
        'strand',
        'in',
        strands.map(({ strand }) => strand),
      )
      .execute()
    tallies.add(items, 1)
    last = end.strand
  }
}

/** What is counted by day, a line for each count. */
async function lines(db: Kysely<LedgerTables>, deployment: string): Promise<readonly string[]> {
  const counted = await db.selectFrom('measure').selectAll().where('deployment', '=', deployment).execute()
  const spanned = await db
    .selectFrom('measure_span')
    .selectAll()
    .where('deployment', '=', deployment)
    .execute()
  return [...counted, ...spanned].filter(({ count }) => count !== 0).map((row) => JSON.stringify(row))
}

/**
 * Counts a deployment anew from its items, in place of what was counted at each save; inside one transaction. Gives how many
 * of the counts were others than they are now.
 */
export async function recountMeasures(db: Kysely<LedgerTables>, deployment: string): Promise<number> {
  const before = new Set(await lines(db, deployment))
  for (const table of ['measure', 'measure_span'] as const) {
    await db.deleteFrom(table).where('deployment', '=', deployment).execute()
  }
  await putMeasures(db, deployment, await tallied(db, deployment))
  const after = new Set(await lines(db, deployment))
  return before.symmetricDifference(after).size
}
