import type { Kysely } from 'kysely'
import { flows, itemStates, type Flow } from '@ping-primero/core/domain/flow.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { ReasonAge, SubjectAge } from '@ping-primero/core/ledger/questions.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import { inEachFlow, unsettledOnly } from './count.ts'
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

/** Items that were confirmed since a time. No item changed later than its referral, and when these did is in an index. */
function confirmedFrom(db: Kysely<LedgerTables>, deployment: string, since: string) {
  const changed = db
    .selectFrom('strand')
    .select('strand')
    .where('deployment', '=', deployment)
    .where('changed_at', '>=', since)
  return db
    .selectFrom('item')
    .where('deployment', '=', deployment)
    .where('strand', 'in', changed)
    .where('state', '=', 'confirmed')
    .where('since', '>=', since)
}

/** A time since which at least so many items were confirmed; the empty one where there are hardly as many. */
async function latelyFrom(db: Kysely<LedgerTables>, deployment: string, count: number): Promise<string> {
  const rows = await db
    .selectFrom('strand')
    .innerJoin('item', (join) =>
      join.onRef('item.deployment', '=', 'strand.deployment').onRef('item.strand', '=', 'strand.strand'),
    )
    .select('strand.changed_at')
    .where('strand.deployment', '=', deployment)
    .where('item.state', '=', 'confirmed')
    .whereRef('item.since', '=', 'strand.changed_at')
    .orderBy('strand.changed_at', 'desc')
    .limit(count)
    .execute()
  return rows.length < count ? '' : (rows.at(-1)?.changed_at ?? '')
}

/** What pages ask of an open ledger. */
export function pageQuestions(db: Kysely<LedgerTables>): PageQuestions {
  const itemsOf = (deployment: string) => db.selectFrom('item').where('deployment', '=', deployment)
  return {
    confirmedSince: async (deployment, since) => {
      // Grouped here: a database that groups walks the whole deployment in the order of its flows.
      const rows = await confirmedFrom(db, deployment, since).select('flow').execute()
      const counts = { '1.1': 0, '1.2': 0, '2.1': 0, '2.2': 0 }
      for (const { flow } of rows) counts[flow] += 1
      return counts
    },

    lately: async (deployment, limit) => {
      const rows = await confirmedFrom(db, deployment, await latelyFrom(db, deployment, limit))
        .selectAll()
        .orderBy('since', 'desc')
        .orderBy('key', 'desc')
        .limit(limit)
        .execute()
      return rows.map(itemOf)
    },

    firstFound: async (deployment) => {
      const times: string[] = []
      // One flow and one state at a time: the index of states gives the first of each at once.
      for (const flow of flows) {
        for (const state of itemStates) {
          const { first } = await itemsOf(deployment)
            .select(({ fn }) => fn.min<string | null>('found_at').as('first'))
            .where('flow', '=', flow)
            .where('state', '=', state)
            .executeTakeFirstOrThrow()
          if (first !== null) times.push(first)
        }
      }
      return times.toSorted()[0] ?? null
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
        .where(inEachFlow)
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
        .where(inEachFlow)
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
