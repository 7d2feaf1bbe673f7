import { setTimeout } from 'node:timers/promises'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { OpenConsole, ServedConsole } from '../../console/served-console.ts'
import { systemCode } from '../../ledger/unavailable.ts'
import { createLog } from '../../log/log.ts'
import { keepHeapSmall } from '../../memory/keep-heap-small.ts'
import { refused, type Result } from '../../refusals/refusal.ts'
import type { Context, Outcome } from '../command.ts'
import { consoleOrder, readOrder } from '../console/order.ts'
import { nextRun } from '../next-run.ts'
import { awaitStopOrder, lastStepsMs } from '../stop-order.ts'
import { withLedgerBegun } from '../with-ledger.ts'
import type { ServeAnswer } from './answer.ts'
import type { ServeOptions } from './command.ts'
import { healthFile } from './health-file.ts'
import { startHeartbeat } from './heartbeat.ts'
import { namesOf, servedPlaces, type Served } from './places.ts'
import { onReloadOrder } from './reload-order.ts'
import { runner } from './runner.ts'
import { startScheduler } from './scheduler.ts'
import { systemdOf } from './systemd.ts'

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

/** Opens the console. Loaded only where there is one: it would make every service larger. */
async function openConsole(given: ServedConsole, served: Served): Promise<Result<OpenConsole>> {
  const { openServedConsole } = await import('../../console/served-console.ts')
  return openServedConsole(given, served)
}

/**
 * `serve`: the schedules of all deployments in a directory, and their console, until SIGTERM or SIGINT. SIGHUP reads them and
 * its settings anew; what is refused then is logged, and everything goes on as before.
 */
export async function serve(options: ServeOptions, context: Context): Promise<Outcome> {
  const { env, clock } = context
  const log = createLog({ deployment: null, verbose: false })
  const first = servedPlaces(options.deployments, env, log)
  if (!first.ok) return first
  let served = first.value
  const ofConsole = consoleOrder(options)
  const read = ofConsole === null ? null : readOrder(ofConsole, served, env)
  if (read?.ok === false) return read
  const systemd = systemdOf(env)
  const health = options.healthFile === undefined ? null : healthFile(options.healthFile)
  tellOfNever(served, clock.now())
  keepHeapSmall()
  const order = awaitStopOrder()
  const untilStopped = { ...context, stopping: order.given }
  return withLedgerBegun(context, async (store) => {
    const startedAt = new Date(clock.now()).toISOString()
    try {
      health?.write({ at: startedAt, pid: process.pid, deployments: namesOf(served), running: 0 })
    } catch (error) {
      const why = systemCode(error) ?? 'not known why'
      return refused('place-unwritable', `--health-file ${options.healthFile ?? ''}: ${why}.`)
    }
    const given = { store, env, log, clock }
    const opened = ofConsole === null ? null : await openConsole({ ...given, order: ofConsole }, served)
    if (opened?.ok === false) {
      health?.remove()
      return opened
    }
    const pages = opened?.value ?? null
    const scheduler = startScheduler(served.places, {
      run: runner(() => served, store, untilStopped, options.verbose ?? false),
      dueFlows: (name) => store.operators.dueFlows(name, new Date(clock.now()).toISOString()),
      now: clock.now,
    })
    const reload = async (): Promise<void> => {
      await systemd?.tell('reloading')
      const next = servedPlaces(options.deployments, env, log)
      const taken: Result<null> = next.ok ? (pages?.reload(next.value) ?? { ok: true, value: null }) : next
      if (!taken.ok) {
        log({ event: 'reload-refused', code: taken.refusal.code, message: taken.refusal.message })
      } else if (next.ok) {
        served = next.value
        scheduler.reschedule(served.places)
        log({ event: 'reloaded', deployments: namesOf(served) })
        tellOfNever(served, clock.now())
      }
      await systemd?.tell('ready')
    }
    const stopListening = onReloadOrder(() => void reload(), order.give)
    const stopHeartbeat = startHeartbeat({
      scheduler,
      deployments: () => namesOf(served),
      log,
      systemd,
      health,
      now: clock.now,
    })
    log({ event: 'serving', deployments: namesOf(served), ledger: store.path })
    void systemd?.tell('ready')
    await order.whenGiven
    void systemd?.tell('stopping')
    stopHeartbeat()
    log({ event: 'stopping', running: scheduler.running() })
    const ended = Promise.all([scheduler.stop(), pages?.close()])
    await Promise.race([ended, setTimeout(lastStepsMs, undefined, { ref: false })])
    stopListening()
    const finishedAt = new Date(clock.now()).toISOString()
    const json: ServeAnswer = { startedAt, finishedAt, deployments: namesOf(served), ledger: store.path }
    return { ok: true, value: { json, text: 'Stopped.', exit: 0 } }
  })
}
