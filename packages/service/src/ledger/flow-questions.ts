import type { Kysely } from 'kysely'
import { flows, type Flow } from '@ping-primero/core/domain/flow.ts'
import type { FlowChange, LastRun } from '@ping-primero/core/ledger/questions.ts'
import { wholeFlow } from '@ping-primero/core/ledger/whole-flow.ts'
import type { LedgerTables } from './schema.ts'
import type { Surroundings } from './surroundings.ts'
import { flowUnderWay } from './turn.ts'

/** What a page asks of the flows of one deployment. */
export interface FlowQuestions {
  /** The last run of each flow that has had one. */
  readonly lastRuns: (deployment: string) => Promise<readonly LastRun[]>
  /** How far each flow has read its source, by the time the source showed; absent where nothing was read yet. */
  readonly cursors: (deployment: string) => Promise<Readonly<Partial<Record<Flow, string>>>>
  /** The flow that runs at an ISO time, in whatever process; null = none does. */
  readonly underWay: (deployment: string, now: string) => Promise<Flow | null>
  /** What persons changed at the flows last, the latest first, at most so many. */
  readonly flowChanges: (deployment: string, limit: number) => Promise<readonly FlowChange[]>
}

const changes: readonly FlowChange['what'][] = ['paused', 'pause-why-changed', 'resumed']

/** What is asked of the flows in an open ledger. */
export function flowQuestions(
  db: Kysely<LedgerTables>,
  surroundings: Pick<Surroundings, 'lifeOf'>,
): FlowQuestions {
  const lastRun = async (deployment: string, flow: Flow): Promise<readonly LastRun[]> => {
    const row = await db
      .selectFrom('run')
      .selectAll()
      .where('deployment', '=', deployment)
      .where('flow', '=', flow)
      .orderBy('finished_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (row === undefined) return []
    const { started_at: startedAt, finished_at: finishedAt } = row
    const { confirmed, waiting, attention, withdrawn, handled } = row
    const counts = { confirmed, waiting, attention, withdrawn, handled }
    return [{ flow, startedAt, finishedAt, counts }]
  }
  const changesOf = async (
    deployment: string,
    flow: Flow,
    limit: number,
  ): Promise<readonly (FlowChange & { readonly position: number })[]> => {
    const rows = await db
      .selectFrom('event')
      .select(['position', 'at', 'what', 'by', 'why'])
      .where('deployment', '=', deployment)
      .where('flow', '=', flow)
      .where('key', '=', wholeFlow)
      .where('what', 'in', changes)
      .orderBy('position', 'desc')
      .limit(limit)
      .execute()
    return rows.flatMap(({ position, at, what: code, by, why }) => {
      const what = changes.find((one) => one === code)
      return what === undefined ? [] : [{ position, flow, what, at, by: by ?? '', why }]
    })
  }
  return {
    lastRuns: async (deployment) =>
      (await Promise.all(flows.map((flow) => lastRun(deployment, flow)))).flat(),

    cursors: async (deployment) => {
      const rows = await db
        .selectFrom('cursor')
        .select(['flow', 'at'])
        .where('deployment', '=', deployment)
        .execute()
      return Object.fromEntries(rows.map(({ flow, at }) => [flow, at]))
    },

    underWay: (deployment, now) => flowUnderWay(db, deployment, now, surroundings),

    flowChanges: async (deployment, limit) => {
      const found = await Promise.all(flows.map((flow) => changesOf(deployment, flow, limit)))
      return found
        .flat()
        .toSorted((one, other) => other.position - one.position)
        .slice(0, limit)
        .map(({ flow, what, at, by, why }) => ({ flow, what, at, by, why }))
    },
  }
}
