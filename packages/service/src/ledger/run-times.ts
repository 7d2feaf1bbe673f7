import type { Kysely } from 'kysely'
import { flows, type Flow, type System } from '@ping-primero/core/domain/flow.ts'
import type { RunTimes, Span } from '@ping-primero/core/ledger/questions.ts'
import type { LedgerTables } from './schema.ts'

/** Runs of each flow that are read at most: items that come due may begin one every minute. */
const mostRuns = 2_000

/** What pages ask of the runs of a deployment. */
export interface RunQuestions {
  /** When its flows ran since an ISO time. */
  readonly runTimes: (deployment: string, since: string) => Promise<RunTimes>
}

const requestsOf = { ping: 'requests_ping', primero: 'requests_primero' } as const

/** What pages ask of the runs in an open ledger. Of each flow the last `most` runs are read. */
export function runQuestions(db: Kysely<LedgerTables>, most = mostRuns): RunQuestions {
  return {
    runTimes: async (deployment, since) => {
      const runs: Span[] = []
      const begins: string[] = []
      for (const flow of flows) {
        const some = await lastRuns(db, deployment, flow, since, most)
        runs.push(...some)
        const first = some.at(-1)
        if (some.length === most && first !== undefined) begins.push(first.from)
      }
      const whole = begins.toSorted().at(-1) ?? since
      return {
        since: (await ranBefore(db, deployment, whole)) ? whole : null,
        runs: runs
          .filter(({ to }) => to === null || to >= whole)
          .toSorted((one, other) => (one.from < other.from ? -1 : 1)),
        pauses: await pausesSince(db, deployment, whole),
        answered: {
          ping: await answeredAt(db, deployment, 'ping', since),
          primero: await answeredAt(db, deployment, 'primero', since),
        },
      }
    },
  }
}

function runsOf(db: Kysely<LedgerTables>, deployment: string, flow: Flow) {
  return db.selectFrom('run').where('deployment', '=', deployment).where('flow', '=', flow)
}

/** The runs of a flow that ended since a time, the last first. */
async function lastRuns(
  db: Kysely<LedgerTables>,
  deployment: string,
  flow: Flow,
  since: string,
  most: number,
): Promise<readonly Span[]> {
  const rows = await runsOf(db, deployment, flow)
    .select(['started_at', 'finished_at'])
    .where('finished_at', '>=', since)
    .orderBy('finished_at', 'desc')
    .limit(most)
    .execute()
  return rows.map(({ started_at, finished_at }) => ({ from: started_at, to: finished_at }))
}

async function ranBefore(db: Kysely<LedgerTables>, deployment: string, at: string): Promise<boolean> {
  for (const flow of flows) {
    const run = await runsOf(db, deployment, flow)
      .select('id')
      .where('finished_at', '<', at)
      .limit(1)
      .executeTakeFirst()
    if (run !== undefined) return true
  }
  return false
}

async function pausesSince(
  db: Kysely<LedgerTables>,
  deployment: string,
  since: string,
): Promise<RunTimes['pauses']> {
  const rows = await db
    .selectFrom('switch')
    .select(['flow', 'paused_at', 'resumed_at'])
    .where('deployment', '=', deployment)
    .where((eb) => eb.or([eb('resumed_at', 'is', null), eb('resumed_at', '>=', since)]))
    .orderBy('paused_at')
    .execute()
  const pausesOf = (flow: Flow): readonly Span[] =>
    rows.filter((row) => row.flow === flow).map((row) => ({ from: row.paused_at, to: row.resumed_at }))
  return { '1.1': pausesOf('1.1'), '1.2': pausesOf('1.2'), '2.1': pausesOf('2.1'), '2.2': pausesOf('2.2') }
}

async function answeredAt(
  db: Kysely<LedgerTables>,
  deployment: string,
  system: System,
  since: string,
): Promise<string | null> {
  const times: string[] = []
  for (const flow of flows) {
    const run = await runsOf(db, deployment, flow)
      .select('finished_at')
      .where('finished_at', '>=', since)
      .where(requestsOf[system], '>', 0)
      .where('stopped_by', 'is', null)
      .where('hindered_by', 'is', null)
      .orderBy('finished_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (run !== undefined) times.push(run.finished_at)
  }
  return times.toSorted().at(-1) ?? null
}
