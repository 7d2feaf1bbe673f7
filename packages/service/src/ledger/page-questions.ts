import type { Kysely } from 'kysely'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { ReasonAge, SubjectAge } from '@ping-primero/core/ledger/questions.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import { unsettledOnly } from './count.ts'
import { aboutOf, itemOf } from './row.ts'
import type { LedgerTables } from './schema.ts'

/** What pages ask of one deployment beside what commands ask. */
export interface PageQuestions {
  /** How many items of each flow were confirmed since an ISO time. */
  readonly confirmedSince: (deployment: string, since: string) => Promise<Readonly<Record<Flow, number>>>
  /** The confirmed items that changed last, the latest first, at most so many. */
  readonly lately: (deployment: string, limit: number) => Promise<readonly LedgerItem[]>
  /** When the first item was found; null = nothing was. */
  readonly firstFound: (deployment: string) => Promise<string | null>
  /** What stands under each reason of each flow, and since when the oldest of it does. */
  readonly oldestByReason: (deployment: string) => Promise<readonly ReasonAge[]>
  /** The same for some reasons, by what they are about; the most first, at most so many. */
  readonly oldestBySubject: (
    deployment: string,
    reasons: readonly ReasonCode[],
    limit: number,
  ) => Promise<readonly SubjectAge[]>
}

/** What pages ask of an open ledger. */
export function pageQuestions(db: Kysely<LedgerTables>): PageQuestions {
  const itemsOf = (deployment: string) => db.selectFrom('item').where('deployment', '=', deployment)
  return {
    confirmedSince: async (deployment, since) => {
      const rows = await itemsOf(deployment)
        .select(({ fn }) => ['flow', fn.countAll<number>().as('count')])
        .where('state', '=', 'confirmed')
        .where('since', '>=', since)
        .groupBy('flow')
        .execute()
      const counts = { '1.1': 0, '1.2': 0, '2.1': 0, '2.2': 0 }
      for (const { flow, count } of rows) counts[flow] = count
      return counts
    },

    lately: async (deployment, limit) => {
      const rows = await itemsOf(deployment)
        .selectAll()
        .where('state', '=', 'confirmed')
        .orderBy('since', 'desc')
        .orderBy('key', 'desc')
        .limit(limit)
        .execute()
      return rows.map(itemOf)
    },

    firstFound: async (deployment) => {
      const { first } = await itemsOf(deployment)
        .select(({ fn }) => fn.min('found_at').as('first'))
        .executeTakeFirstOrThrow()
      return first ?? null
    },

    oldestByReason: async (deployment) => {
      const rows = await itemsOf(deployment)
        .select(({ fn }) => [
          'flow',
          'state',
          'reason',
          fn.countAll<number>().as('count'),
          fn.min('since').as('since'),
        ])
        .where(unsettledOnly)
        .groupBy(['flow', 'state', 'reason'])
        .execute()
      return rows.flatMap(({ flow, state, reason, count, since }) =>
        reason === null || (state !== 'waiting' && state !== 'attention')
          ? []
          : [{ flow, code: reason, state, count, since }],
      )
    },

    oldestBySubject: async (deployment, reasons, limit) => {
      const rows = await itemsOf(deployment)
        .select(({ fn }) => [
          'flow',
          'state',
          'reason',
          'about',
          fn.countAll<number>().as('count'),
          fn.min('since').as('since'),
        ])
        .where(unsettledOnly)
        .where('reason', 'in', reasons)
        .groupBy(['flow', 'state', 'reason', 'about'])
        .orderBy('count', 'desc')
        .orderBy('about')
        .limit(limit)
        .execute()
      return rows.flatMap(({ flow, state, reason, about, count, since }) =>
        reason === null || (state !== 'waiting' && state !== 'attention')
          ? []
          : [{ flow, code: reason, state, about: aboutOf(about), count, since }],
      )
    },
  }
}
