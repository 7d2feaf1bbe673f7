import { setTimeout } from 'node:timers/promises'
import { openServedConsole } from '../../console/served-console.ts'
import { createLog } from '../../log/log.ts'
import { keepHeapSmall } from '../../memory/keep-heap-small.ts'
import type { Result } from '../../refusals/refusal.ts'
import type { Context, Outcome } from '../command.ts'
import { namesOf, servedPlaces } from '../serve/places.ts'
import { onReloadOrder } from '../serve/reload-order.ts'
import { systemdOf } from '../serve/systemd.ts'
import { awaitStopOrder, lastStepsMs } from '../stop-order.ts'
import { withLedgerBegun } from '../with-ledger.ts'
import type { ConsoleAnswer } from './answer.ts'
import type { ConsoleOptions } from './command.ts'
import { readOrder, settingsFile } from './order.ts'

/**
 * `console`: the console over the deployments in a directory, until SIGTERM or SIGINT. SIGHUP reads them and its settings anew;
 * what is refused then is logged, and everything goes on as before.
 */
export async function console(options: ConsoleOptions, context: Context): Promise<Outcome> {
  const { env, clock } = context
  const { deployments, listen, consoleSettings } = options
  const log = createLog({ deployment: null, verbose: false })
  const first = servedPlaces(deployments, env, log)
  if (!first.ok) return first
  let served = first.value
  const consoleOrder = { settings: settingsFile(consoleSettings, deployments), listen: listen ?? null }
  const read = readOrder(consoleOrder, served, env)
  if (!read.ok) return read
  const systemd = systemdOf(env)
  keepHeapSmall()
  const order = awaitStopOrder()
  return withLedgerBegun(context, async (store) => {
    const startedAt = new Date(clock.now()).toISOString()
    const given = { order: consoleOrder, store, env, log, clock }
    const opened = await openServedConsole(given, served)
    if (!opened.ok) return opened
    const pages = opened.value
    const reload = (): void => {
      const next = servedPlaces(deployments, env, log)
      const taken: Result<null> = next.ok ? pages.reload(next.value) : next
      if (!taken.ok) {
        log({ event: 'reload-refused', code: taken.refusal.code, message: taken.refusal.message })
      } else if (next.ok) {
        served = next.value
        log({ event: 'reloaded', deployments: namesOf(served) })
      }
    }
    const stopListening = onReloadOrder(reload, order.give)
    const every = systemd?.aliveEveryMs ?? null
    const alive = every === null ? undefined : setInterval(() => void systemd?.tell('alive'), every)
    void systemd?.tell('ready')
    await order.whenGiven
    void systemd?.tell('stopping')
    clearInterval(alive)
    stopListening()
    await Promise.race([pages.close(), setTimeout(lastStepsMs, undefined, { ref: false })])
    const json: ConsoleAnswer = {
      startedAt,
      finishedAt: new Date(clock.now()).toISOString(),
      deployments: namesOf(served),
      ledger: store.path,
      address: pages.address,
    }
    return { ok: true, value: { json, text: 'Stopped.', exit: 0 } }
  })
}
