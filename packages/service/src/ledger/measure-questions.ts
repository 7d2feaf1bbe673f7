import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Period } from '@ping-primero/core/measures/period.ts'
import type { Counted } from '@ping-primero/core/measures/rows.ts'
import { recountMeasures } from './measure-recount.ts'
import type { LedgerTables } from './schema.ts'

/** What was counted by day, and how it is counted anew. */
export interface MeasureQuestions {
  /** What is counted in the years of a period, by month. */
  readonly counted: (deployment: string, period: Period) => Promise<Counted>
  /** Counts anew from the items; gives how many counts were others. */
  readonly recount: (deployment: string) => Promise<number>
}

/** The questions of reports, to an open database. */
export function measureQuestions(db: Kysely<LedgerTables>): MeasureQuestions {
  return {
    counted: async (deployment, { from, to }) => {
      const [first, last] = [`${from.slice(0, 4)}-01-01`, `${to.slice(0, 4)}-12-31`]
      const month = sql<string>`substr(day, 1, 7)`
      const sum = sql<number>`cast(sum(count) as integer)`.as('count')
      const counts = await db
        .selectFrom('measure')
        .select(['flow', month.as('month'), 'state', 'decision', sum])
        .where('deployment', '=', deployment)
        .where('day', '>=', first)
        .where('day', '<=', last)
        .groupBy(['flow', month, 'state', 'decision'])
        .execute()
      const spans = await db
        .selectFrom('measure_span')
        .select(['flow', month.as('month'), 'span', 'least', sum])
        .where('deployment', '=', deployment)
        .where('day', '>=', first)
        .where('day', '<=', last)
        .groupBy(['flow', month, 'span', 'least'])
        .execute()
      return {
        counts: counts.filter(({ count }) => count > 0),
        spans: spans.filter(({ count }) => count > 0),
      }
    },
    recount: (deployment) =>
      db.transaction().execute((transaction) => recountMeasures(transaction, deployment)),
  }
}
