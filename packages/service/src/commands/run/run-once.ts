import { randomUUID } from 'node:crypto'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { RunReport, Skipped } from '@ping-primero/core/flows/report.ts'
import { runFlow } from '@ping-primero/core/flows/run.ts'
import { invalidConfiguration, problemsOf } from '../../configuration/read-deployment.ts'
import type { ReadDeployment } from '../../configuration/read-deployment.ts'
import { readSecrets } from '../../configuration/secrets.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import type { ServiceLog } from '../../log/log.ts'
import type { Result } from '../../refusals/refusal.ts'
import { requestTimeoutMs } from '@ping-primero/core/flows/systems.ts'
import { nodeTransport } from '../../http/node-transport.ts'
import type { Context } from '../command.ts'

/** One run as it is asked for. */
export interface RunOrder {
  readonly flow: Flow
  readonly dryRun: boolean
  readonly since: string | null
  readonly only: string | null
  /** How long at most to wait while another flow runs. */
  readonly waitMs: number
}

function skippedReport(deployment: string, order: RunOrder, skipped: Skipped, nowMs: number): RunReport {
  const now = new Date(nowMs).toISOString()
  return {
    deployment,
    flow: order.flow,
    startedAt: now,
    finishedAt: now,
    dryRun: order.dryRun,
    skipped,
    found: 0,
    confirmed: 0,
    waiting: 0,
    attention: 0,
    withdrawn: 0,
    handled: 0,
    requests: { ping: 0, primero: 0 },
    warnings: [],
    reasons: [],
  }
}

/**
 * Runs one flow of one deployment once, in its turn; refused only for what this flow needs. A disabled or paused flow
 * is skipped before anything is asked of the configuration. Throws what the run throws.
 */
export async function runOnce(
  { deployment, problems }: ReadDeployment,
  order: RunOrder,
  store: LedgerStore,
  log: ServiceLog,
  context: Context,
): Promise<Result<RunReport>> {
  const { flow } = order
  const { name } = deployment
  const skip = (why: Skipped): Result<RunReport> => {
    log({ event: 'run-skipped', flow, why })
    return { ok: true, value: skippedReport(name, order, why, context.clock.now()) }
  }
  if (!deployment.flows[flow].enabled) return skip('disabled')
  if ((await store.operators.pauseOf(name, flow)) !== null) return skip('paused')
  const stopping = problemsOf(flow, problems)
  if (stopping.length > 0) return { ok: false, refusal: invalidConfiguration(stopping) }
  const credentials = readSecrets(context.env, deployment)
  if (!credentials.ok) return credentials

  const { now, sleep } = context.clock
  const turn = await store.turn(name, flow, { waitMs: order.waitMs, now, sleep })
  if (turn.kind !== 'taken') return skip(turn.kind)
  try {
    // It may have been paused while this run waited for its turn.
    if ((await store.operators.pauseOf(name, flow)) !== null) return skip('paused')
    const { dryRun, since, only } = order
    const report = await runFlow(
      { deployment, flow, dryRun, since, only },
      {
        ledger: turn.ledger,
        secrets: credentials.value.secrets,
        keys: credentials.value.keys,
        clock: context.clock,
        random: Math.random,
        newId: randomUUID,
        fetch: globalThis.fetch,
        transport: nodeTransport(requestTimeoutMs),
        log,
      },
    )
    return { ok: true, value: report }
  } finally {
    await turn.release()
  }
}
