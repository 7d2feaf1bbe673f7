import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { RunHost } from '@ping-primero/core/flows/host.ts'
import type { Progress } from '@ping-primero/core/flows/progress.ts'
import type { RunReport, Skipped } from '@ping-primero/core/flows/report.ts'
import { runFlow } from '@ping-primero/core/flows/run.ts'
import { requestQueues } from '@ping-primero/core/http/queues.ts'
import { invalidConfiguration, problemsOf } from '../../configuration/read-deployment.ts'
import type { ReadDeployment } from '../../configuration/read-deployment.ts'
import { readSecrets } from '../../configuration/secrets.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import { ownSurroundings, type Surroundings } from '../../ledger/surroundings.ts'
import type { ServiceLog } from '../../log/log.ts'
import { shown } from '../../progress/shown.ts'
import { runProgress } from '../../progress/words.ts'
import { keysRefused } from '../../refusals/keys-refused.ts'
import type { Result } from '../../refusals/refusal.ts'
import { requestTimeoutMs } from '@ping-primero/core/flows/systems.ts'
import { nodeTransport } from '../../http/node-transport.ts'
import type { Context } from '../command.ts'
import { watchForHalt } from './halt-watch.ts'

/** How long a run that nobody told otherwise waits while another flow of its deployment runs. */
export const turnWaitMs = 600_000

/** One run as it is asked for. */
export interface RunOrder {
  readonly flow: Flow
  readonly dryRun: boolean
  readonly since: string | null
  readonly only: string | null
  /** How long at most to wait while another flow runs. */
  readonly waitMs: number
}

/** What is not pure in a run: chance, ids, the network and passing time. Simulated worlds lend their own. */
export interface Lent
  extends
    Pick<Surroundings, 'newId' | 'every' | 'elapsed'>,
    Pick<RunHost, 'random' | 'transport' | 'enter' | 'queues' | 'setSize' | 'watched'> {}

/** For the life of the process: a rate holds over the borders of runs. */
const queues = requestQueues()

export function ownLent(): Lent {
  const { newId, every, elapsed } = ownSurroundings
  return { random: Math.random, newId, every, elapsed, transport: nodeTransport(requestTimeoutMs), queues }
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
  lent: Lent = ownLent(),
): Promise<Result<RunReport>> {
  const { flow } = order
  const { name } = deployment
  const skip = (why: Skipped): Result<RunReport> => {
    log({ event: 'run-skipped', flow, why })
    return { ok: true, value: skippedReport(name, order, why, context.clock.now()) }
  }
  if (!deployment.flows[flow].enabled) return skip('disabled')
  if ((await store.operators.pauseOf(name, flow)) !== null) return skip('paused')
  const unfit = problemsOf(flow, problems)
  if (unfit.length > 0) return { ok: false, refusal: invalidConfiguration(unfit, context.env) }
  const credentials = readSecrets(context.env, deployment)
  if (!credentials.ok) return credentials

  const stopping = context.stopping ?? (() => false)
  if (stopping()) return skip('stopping')
  const { now, sleep } = context.clock
  const turn = await store.turn(name, flow, { waitMs: order.waitMs, now, sleep })
  if (turn.kind !== 'taken') return skip(turn.kind)
  const fault = await (order.dryRun
    ? store.keys.compare(name, credentials.value.keys)
    : store.keys.adopt(name, credentials.value.keys, new Date(now()).toISOString()))
  if (fault !== null) {
    await turn.release()
    return keysRefused(fault, name, store.path)
  }
  const { recovered, journalLost } = turn.sends
  if (recovered > 0) log({ event: 'sends-recovered', flow, count: recovered })
  if (journalLost) log({ event: 'journal-lost', flow })
  const paused = async (): Promise<boolean> => (await store.operators.pauseOf(name, flow)) !== null
  const watch = watchForHalt({ paused, holds: turn.holds, stopping }, lent)
  try {
    // It may have been paused while this run waited for its turn.
    if (await paused()) return skip('paused')
    const { dryRun, since, only } = order
    const report = await runFlow(
      { deployment, flow, dryRun, since, only },
      {
        ledger: turn.ledger,
        secrets: credentials.value.secrets,
        keys: credentials.value.keys,
        clock: context.clock,
        fetch: globalThis.fetch,
        ...lent,
        halted: () => (turn.failure() === null ? watch.halted() : 'ledger-failed'),
        awake: watch.awake,
        log,
      },
    )
    return { ok: true, value: report }
  } finally {
    await watch.end()
    await turn.release()
  }
}

/** The same, and who watches is shown how far the run is. */
export async function runShown(
  read: ReadDeployment,
  order: RunOrder,
  store: LedgerStore,
  log: ServiceLog,
  context: Context,
): Promise<Result<RunReport>> {
  const words = (progress: Progress | null): string => runProgress(order.flow, read.deployment.name, progress)
  return shown(context, words, async (lent) =>
    runOnce(read, order, store, log, context, { ...ownLent(), ...lent }),
  )
}
