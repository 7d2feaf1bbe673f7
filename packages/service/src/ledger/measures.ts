import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { spanClass } from '@ping-primero/core/measures/spans.ts'
import { inChunks } from './chunks.ts'
import type { LedgerTables, MeasureSpanTable, MeasureTable } from './schema.ts'
import { decisionOf, standingDecisions, type StrandItem } from './strand-row.ts'

type Counted = Omit<MeasureTable, 'deployment' | 'count'>
type Spanned = Omit<MeasureSpanTable, 'deployment' | 'count'>

/** What is counted of some items: each under the day on which it was found. */
export interface Measured {
  readonly counted: readonly Counted[]
  readonly spanned: readonly Spanned[]
}

/** What is counted of the items of one referral: of itself and of the decisions on it. Pure. */
export function measuredOf(items: readonly StrandItem[]): Measured {
  const standing = decisionOf(items)
  const [firstDecided = null] = standingDecisions(items)
    .map(({ found_at }) => found_at)
    .toSorted()
  const counted: Counted[] = []
  const spanned: Spanned[] = []
  for (const { flow, found_on: day, found_at, confirmed_at: confirmed, state, decision } of items) {
    const isReferral = flow === '1.1' || flow === '2.1'
    counted.push({ flow, day, state, decision: isReferral ? standing : (decision ?? 'unclear') })
    if (confirmed === null) continue
    const add = (span: Spanned['span'], from: string, to: string): void => {
      spanned.push({ flow, day, span, least: spanClass(span, from, to) })
    }
    add('minutes-to-confirmed', found_at, confirmed)
    // Of just those that reports call accepted or rejected: one more or less would tell who else was answered.
    const isDecided = state === 'confirmed' && (standing === 'accepted' || standing === 'rejected')
    if (isReferral && isDecided && firstDecided !== null) add('days-to-decided', confirmed, firstDecided)
  }
  return { counted, spanned }
}

/** Counts by what they are of. */
export class Tally<Row extends object> {
  readonly #rows = new Map<string, { readonly row: Row; count: number }>()

  add(row: Row, by: number): void {
    const name = Object.values(row).join(' ')
    const counted = this.#rows.get(name)
    if (counted === undefined) this.#rows.set(name, { row, count: by })
    else counted.count += by
  }

  /** What came to something else than none. */
  rows(): readonly (Row & { readonly count: number })[] {
    return [...this.#rows.values()]
      .filter(({ count }) => count !== 0)
      .map(({ row, count }) => ({ ...row, count }))
  }
}

/** Both kinds of what is counted. */
export class Tallies {
  readonly counted = new Tally<Counted>()
  readonly spanned = new Tally<Spanned>()

  /** Adds the items of some strands, or with -1 takes them away. */
  add(items: readonly StrandItem[], by: 1 | -1): void {
    for (const strand of Map.groupBy(items, (item) => item.strand).values()) {
      const { counted, spanned } = measuredOf(strand)
      for (const row of counted) this.counted.add(row, by)
      for (const row of spanned) this.spanned.add(row, by)
    }
  }
}

/** Rows per INSERT: enough to be quick, few enough for every database's limit of parameters. */
const rowsPerInsert = 50

/** Adds to what is counted of a deployment. */
export async function putMeasures(
  db: Kysely<LedgerTables>,
  deployment: string,
  { counted, spanned }: Tallies,
): Promise<void> {
  for (const some of inChunks(counted.rows(), rowsPerInsert)) {
    await db
      .insertInto('measure')
      .values(some.map((row) => ({ deployment, ...row })))
      .onConflict((conflict) =>
        conflict
          .columns(['deployment', 'flow', 'day', 'state', 'decision'])
          .doUpdateSet({ count: sql<number>`measure.count + excluded.count` }),
      )
      .execute()
  }
  for (const some of inChunks(spanned.rows(), rowsPerInsert)) {
    await db
      .insertInto('measure_span')
      .values(some.map((row) => ({ deployment, ...row })))
      .onConflict((conflict) =>
        conflict
          .columns(['deployment', 'flow', 'day', 'span', 'least'])
          .doUpdateSet({ count: sql<number>`measure_span.count + excluded.count` }),
      )
      .execute()
  }
}

/** Counts what a save changes, in its own transaction. `before` and `after`: all items of the strands that it touches. */
export async function keepMeasures(
  db: Kysely<LedgerTables>,
  deployment: string,
  before: readonly StrandItem[],
  after: readonly StrandItem[],
): Promise<void> {
  const tallies = new Tallies()
  tallies.add(before, -1)
  tallies.add(after, 1)
  await putMeasures(db, deployment, tallies)
}
