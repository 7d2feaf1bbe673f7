import type { Kysely } from 'kysely'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { StateCounts } from '@ping-primero/core/ledger/ledger.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import { noItems, summed, unsettledOnly } from './count.ts'
import type { LedgerTables } from './schema.ts'

/** A paused flow: who, when, why. */
export interface FlowPause {
  readonly at: string
  readonly by: string
  readonly why: string
}

/** How a flow of a deployment stands. */
export interface FlowStatus {
  readonly flow: Flow
  /** null = not paused. */
  readonly pause: FlowPause | null
  /** When the last run ended; null before the first. */
  readonly lastRun: string | null
  /** What stopped the last run before its end. */
  readonly stoppedBy: ReasonCode | null
  /** All items of the flow, settled ones too. */
  readonly counts: StateCounts
  /** When the oldest unsettled item was found. */
  readonly oldest: string | null
}

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

/** How each of the four flows of a deployment stands, in their order. */
export async function statusOf(db: Kysely<LedgerTables>, deployment: string): Promise<readonly FlowStatus[]> {
  const counted = await db
    .selectFrom('item')
    .select(({ fn }) => ['flow', 'state', fn.countAll<number>().as('count')])
    .where('deployment', '=', deployment)
    .groupBy(['flow', 'state'])
    .execute()
  const status: FlowStatus[] = []
  for (const flow of flows) {
    const ofFlow = counted.filter((row) => row.flow === flow)
    const oldest = await db
      .selectFrom('item')
      .select('found_at')
      .where('deployment', '=', deployment)
      .where('flow', '=', flow)
      .where(unsettledOnly)
      .orderBy('found_at')
      .limit(1)
      .executeTakeFirst()
    const last = await db
      .selectFrom('run')
      .select(['finished_at', 'stopped_by'])
      .where('deployment', '=', deployment)
      .where('flow', '=', flow)
      .orderBy('finished_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    status.push({
      flow,
      pause: await pauseOf(db, deployment, flow),
      lastRun: last?.finished_at ?? null,
      stoppedBy: last?.stopped_by ?? null,
      counts: ofFlow.length === 0 ? noItems : summed(ofFlow),
      oldest: oldest?.found_at ?? null,
    })
  }
  return status
}
