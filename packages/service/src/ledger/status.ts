import type { Kysely } from 'kysely'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { SystemPause } from '@ping-primero/core/ledger/ledger.ts'
import type { FlowPause, FlowStatus, StandingReason } from '@ping-primero/core/ledger/questions.ts'
import { countReasons, summed, unsettledOnly } from './count.ts'
import { keptCounts } from './settled-counts.ts'
import type { LedgerTables } from './schema.ts'

/** The deployments of which the ledger holds anything, by name. */
export async function knownDeployments(db: Kysely<LedgerTables>): Promise<readonly string[]> {
  const names = new Set<string>()
  for (const table of ['item', 'run', 'cursor', 'switch'] as const) {
    const rows = await db.selectFrom(table).select('deployment').distinct().execute()
    for (const { deployment } of rows) names.add(deployment)
  }
  return [...names].toSorted()
}

/** The pause of a flow, or null. */
export async function pauseOf(
  db: Kysely<LedgerTables>,
  deployment: string,
  flow: Flow,
): Promise<FlowPause | null> {
  const row = await db
    .selectFrom('switch')
    .selectAll()
    .where('deployment', '=', deployment)
    .where('flow', '=', flow)
    .where('resumed_at', 'is', null)
    .orderBy('paused_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : { at: row.paused_at, by: row.paused_by, why: row.why }
}

/** The last run of a flow, and what has kept its runs from doing their work since the last one that did. */
async function runsOf(
  db: Kysely<LedgerTables>,
  deployment: string,
  flow: Flow,
): Promise<Pick<FlowStatus, 'lastRun' | 'lastSuccess' | 'stoppedBy' | 'hinderedBy' | 'hinderedSince'>> {
  const runs = db.selectFrom('run').where('deployment', '=', deployment).where('flow', '=', flow)
  const last = await runs
    .select(['finished_at', 'stopped_by', 'hindered_by'])
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const success = await runs
    .select('finished_at')
    .where('stopped_by', 'is', null)
    .where('hindered_by', 'is', null)
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const hindered = await runs
    .select('started_at')
    .where('finished_at', '>', success?.finished_at ?? '')
    .where((eb) =>
      eb.or([
        eb('hindered_by', 'is not', null),
        eb.and([eb('stopped_by', 'is not', null), eb('stopped_by', '!=', 'run-interrupted')]),
      ]),
    )
    .orderBy('finished_at')
    .limit(1)
    .executeTakeFirst()
  return {
    lastRun: last?.finished_at ?? null,
    lastSuccess: success?.finished_at ?? null,
    stoppedBy: last?.stopped_by ?? null,
    hinderedBy: last?.hindered_by ?? null,
    hinderedSince: hindered?.started_at ?? null,
  }
}

/** What needs somebody before what waits, and the most first. */
function byUrgency(one: StandingReason, other: StandingReason): number {
  const urgent = ({ state }: StandingReason): number => (state === 'attention' ? 0 : 1)
  return urgent(one) - urgent(other) || other.count - one.count
}

/** The systems that a deployment leaves alone because they did not answer. */
export async function systemsDown(
  db: Kysely<LedgerTables>,
  deployment: string,
): Promise<readonly SystemPause[]> {
  const rows = await db
    .selectFrom('pause')
    .selectAll()
    .where('deployment', '=', deployment)
    .orderBy('system')
    .execute()
  return rows.map(({ system, since, next_probe }) => ({ system, since, nextProbe: next_probe }))
}

/** How each of the four flows of a deployment stands, in their order. */
export async function statusOf(db: Kysely<LedgerTables>, deployment: string): Promise<readonly FlowStatus[]> {
  const kept = await keptCounts(db, deployment)
  const status: FlowStatus[] = []
  for (const flow of flows) {
    const reasons = await countReasons(db, deployment, flow)
    const oldest = await db
      .selectFrom('item')
      .select('found_at')
      .where('deployment', '=', deployment)
      .where('flow', '=', flow)
      .where(unsettledOnly)
      .orderBy('found_at')
      .limit(1)
      .executeTakeFirst()
    status.push({
      flow,
      pause: await pauseOf(db, deployment, flow),
      ...(await runsOf(db, deployment, flow)),
      counts: { ...summed(reasons), ...kept[flow].settled },
      oldest: oldest?.found_at ?? null,
      reasons: reasons.toSorted(byUrgency),
    })
  }
  return status
}
