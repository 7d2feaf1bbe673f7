import { setTimeout } from 'node:timers/promises'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import { flows } from '@ping-primero/core/domain/flow.ts'
import { deploymentsIn, readDeployment } from '../../configuration/read-deployment.ts'
import type { Environment } from '../../configuration/setting.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import { createLog } from '../../log/log.ts'
import { refusalOf, refused } from '../../refusals/refusal.ts'
import type { Result } from '../../refusals/refusal.ts'
import type { Context, Outcome } from '../command.ts'
import { nextRun } from '../next-run.ts'
import { runOnce } from '../run/run-once.ts'
import { awaitStopOrder, lastStepsMs, type StopOrder } from '../stop-order.ts'
import { withLedgerBegun } from '../with-ledger.ts'
import type { ServeOptions } from './command.ts'
import { startScheduler } from './scheduler.ts'
import type { Scheduled, Scheduler } from './scheduler.ts'

const tickMs = 15_000
const aliveMs = 300_000
/** How long a scheduled run waits while another flow of its deployment runs. */
const waitMs = 600_000

interface Place extends Scheduled {
  readonly directory: string
}

/** A deployment all of whose schedules can be read. */
function scheduledDeployment(directory: string, env: Environment): Result<Deployment> {
  const read = readDeployment(directory, env)
  if (!read.ok) return read
  const { deployment } = read.value
  const bad = flows.filter(
    (flow) => nextRun(deployment.flows[flow].schedule, deployment.timezone, 0) === 'unreadable',
  )
  if (bad.length === 0) return { ok: true, value: deployment }
  return refused('configuration-invalid', `${directory}: the schedule of ${bad.join(', ')} cannot be read.`)
}

/** The deployments that can be read; the others are logged with what is wrong with them. */
function readPlaces(directory: string, env: Environment): readonly Place[] {
  const log = createLog({ deployment: null, verbose: false })
  return deploymentsIn(directory).flatMap((path) => {
    const read = scheduledDeployment(path, env)
    if (read.ok) return { ...read.value, directory: path }
    const { code, message } = read.refusal
    log({ event: 'deployment-refused', directory: path, code, message })
    return []
  })
}

/** Runs flows for the scheduler: the deployment is read anew each time, so that a corrected mapping counts at once. */
function runner(places: readonly Place[], store: LedgerStore, context: Context, verbose: boolean) {
  const known = new Map(
    places.map(({ name, directory }) => [name, { directory, log: createLog({ deployment: name, verbose }) }]),
  )
  return async (...[name, flow]: Parameters<Parameters<typeof startScheduler>[1]['run']>): Promise<void> => {
    const place = known.get(name)
    if (place === undefined) return
    const order = { flow, dryRun: false, since: null, only: null, waitMs }
    try {
      const read = readDeployment(place.directory, context.env)
      const result = read.ok ? await runOnce(read.value, order, store, place.log, context) : read
      if (result.ok) return
      const { code, message } = result.refusal
      place.log({ event: 'run-refused', flow, code, message })
    } catch (error) {
      const { code, message } = refusalOf(error)
      place.log({ event: 'run-refused', flow, code, message })
    }
  }
}

async function serveUntilStopped(
  scheduler: Scheduler,
  deployments: readonly string[],
  { whenGiven }: StopOrder,
): Promise<void> {
  const log = createLog({ deployment: null, verbose: false })
  log({ event: 'serving', deployments })
  const ticking = setInterval(() => {
    scheduler.tick().catch((error: unknown) => {
      const { code, message } = refusalOf(error)
      log({ event: 'tick-failed', code, message })
    })
  }, tickMs)
  const alive = setInterval(() => {
    log({ event: 'alive', uptimeSeconds: Math.round(process.uptime()), running: scheduler.running() })
  }, aliveMs)
  await whenGiven
  clearInterval(ticking)
  clearInterval(alive)
  log({ event: 'stopping', running: scheduler.running() })
  await Promise.race([scheduler.stop(), setTimeout(lastStepsMs, undefined, { ref: false })])
}

/** `serve`: the schedules of all deployments in a directory, until SIGTERM or SIGINT. */
export async function serve(options: ServeOptions, context: Context): Promise<Outcome> {
  const places = readPlaces(options.deployments, context.env)
  if (places.length === 0) {
    return refused('deployment-unknown', `No deployment that can be run is in ${options.deployments}.`)
  }
  const order = awaitStopOrder()
  const untilStopped = { ...context, stopping: order.given }
  return withLedgerBegun(context, async (store) => {
    const scheduler = startScheduler(places, {
      run: runner(places, store, untilStopped, options.verbose ?? false),
      dueFlows: (name) => store.operators.dueFlows(name, new Date(context.clock.now()).toISOString()),
      now: context.clock.now,
    })
    await serveUntilStopped(
      scheduler,
      places.map(({ name }) => name),
      order,
    )
    return { ok: true, value: { json: null, text: 'Stopped.', exit: 0 } }
  })
}
