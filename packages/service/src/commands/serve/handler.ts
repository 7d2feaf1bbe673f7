import { setTimeout } from 'node:timers/promises'
import { flows } from '@ping-primero/core/domain/flow.ts'
import { readDeployment } from '../../configuration/read-deployment.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import { createLog } from '../../log/log.ts'
import { keepHeapSmall } from '../../memory/keep-heap-small.ts'
import { refusalOf, refused } from '../../refusals/refusal.ts'
import type { Context, Outcome } from '../command.ts'
import { nextRun } from '../next-run.ts'
import { runOnce } from '../run/run-once.ts'
import { awaitStopOrder, lastStepsMs, type StopOrder } from '../stop-order.ts'
import { withLedgerBegun } from '../with-ledger.ts'
import type { ServeOptions } from './command.ts'
import { servedPlaces, type Served } from './places.ts'
import { startScheduler } from './scheduler.ts'
import type { Scheduler } from './scheduler.ts'

const tickMs = 15_000
const aliveMs = 300_000
/** How long a scheduled run waits while another flow of its deployment runs. */
const waitMs = 600_000

/** Under another name than at the start it would be given the items and secrets of another deployment. */
async function runAs(
  name: string,
  ...run: Parameters<typeof runOnce>
): Promise<Awaited<ReturnType<typeof runOnce>>> {
  const [{ deployment }] = run
  if (deployment.name === name) return runOnce(...run)
  const found = `It was served as ${name}, and is called ${deployment.name} now: start the service anew.`
  return refused('configuration-invalid', found)
}

/** Says of flows that are on and never come that they never run by themselves: nobody would see it otherwise. */
function tellOfNever({ places }: Served, now: number): void {
  for (const { name, flows: settings, timezone } of places) {
    const log = createLog({ deployment: name, verbose: false })
    for (const flow of flows) {
      const { enabled, schedule } = settings[flow]
      const next = enabled ? nextRun(schedule, timezone, now) : null
      if (next !== null && next !== 'unreadable' && next.at === null) log({ event: 'schedule-never', flow })
    }
  }
}

/** Runs flows for the scheduler: the deployment is read anew each time, so that a corrected mapping counts at once. */
function runner({ places, env }: Served, store: LedgerStore, context: Context, verbose: boolean) {
  const known = new Map(
    places.map(({ name, directory }) => [name, { directory, log: createLog({ deployment: name, verbose }) }]),
  )
  return async (...[name, flow]: Parameters<Parameters<typeof startScheduler>[1]['run']>): Promise<void> => {
    const place = known.get(name)
    if (place === undefined) return
    const order = { flow, dryRun: false, since: null, only: null, waitMs }
    try {
      const read = readDeployment(place.directory, context.env)
      const result = read.ok
        ? await runAs(name, read.value, order, store, place.log, { ...context, env })
        : read
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
  ledger: string | null,
  { whenGiven }: StopOrder,
): Promise<void> {
  const log = createLog({ deployment: null, verbose: false })
  log({ event: 'serving', deployments, ledger })
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
  const log = createLog({ deployment: null, verbose: false })
  const served = servedPlaces(options.deployments, context.env, log)
  if (!served.ok) return served
  const { places } = served.value
  tellOfNever(served.value, context.clock.now())
  keepHeapSmall()
  const order = awaitStopOrder()
  const untilStopped = { ...context, stopping: order.given }
  return withLedgerBegun(context, async (store) => {
    const scheduler = startScheduler(places, {
      run: runner(served.value, store, untilStopped, options.verbose ?? false),
      dueFlows: (name) => store.operators.dueFlows(name, new Date(context.clock.now()).toISOString()),
      now: context.clock.now,
    })
    await serveUntilStopped(
      scheduler,
      places.map(({ name }) => name),
      store.path,
      order,
    )
    return { ok: true, value: { json: null, text: 'Stopped.', exit: 0 } }
  })
}
