import { consoleApp } from '@ping-primero/console/app.ts'
import type { ConsoleDeployment } from '@ping-primero/console/host.ts'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import { fingerprintOf } from '@ping-primero/core/flows/defect.ts'
import type { Clock } from '@ping-primero/core/flows/host.ts'
import { readOrder, type ConsoleOrder, type ReadOrder } from '../commands/console/order.ts'
import type { Served } from '../commands/serve/places.ts'
import { readServed } from '../commands/serve/runner.ts'
import type { Environment } from '../configuration/setting.ts'
import { nodeTransport } from '../http/node-transport.ts'
import type { LedgerStore } from '../ledger/store.ts'
import { systemCode } from '../ledger/unavailable.ts'
import { createLog, type ServiceLog } from '../log/log.ts'
import { refused, type Result } from '../refusals/refusal.ts'
import { accountsEntry } from './accounts/entry.ts'
import { consoleDeployment } from './deployment.ts'
import { systemComparisons, type ComparisonsHost } from './comparisons.ts'
import { flowUndertakings } from './flow-undertakings.ts'
import { historyVerifications } from './history-verifications.ts'
import { consoleHost } from './host.ts'
import { liveLooks } from './live-looks.ts'
import { listenThere, type Listening } from './listen.ts'
import { refusedRequests } from './refused-requests.ts'
import { systemChecks } from './system-checks.ts'

/** No answer of an organisation is waited for longer, ms. */
const patienceMs = 10_000

/** What the console of a service is given. */
export interface ServedConsole {
  readonly order: ConsoleOrder
  readonly store: LedgerStore
  readonly env: Environment
  readonly log: ServiceLog
  readonly clock: Clock
}

/** A console that answers. */
export interface OpenConsole {
  /** The address by which people open it. */
  readonly address: string
  readonly close: () => Promise<void>
  /** Takes what is served from now on, and its settings anew; refused, it goes on as before. */
  readonly reload: (served: Served) => Result<null>
}

/** Both of its systems are on this machine: simulators, for no real one is. */
function isSimulated({ environment, ping, primero }: Deployment): boolean {
  const isHere = (address: string): boolean =>
    ['localhost', '127.0.0.1', '[::1]'].includes(new URL(address).hostname)
  return environment === 'test' && [ping, primero].every(({ baseUrl }) => isHere(baseUrl))
}

/** Opens the console over the deployments that are served, by its settings. */
export async function openServedConsole(given: ServedConsole, served: Served): Promise<Result<OpenConsole>> {
  const { order, store, env, log, clock } = given
  const { now } = clock
  let underUse = served
  const lent: ComparisonsHost = {
    configured: (name) => readServed(underUse, name, env),
    store,
    clock,
    log: (deployment) => createLog({ deployment, verbose: false }),
  }
  const undertakings = flowUndertakings(lent)
  const checks = systemChecks(lent)
  const transport = nodeTransport(patienceMs, { ...env })
  const verifications = historyVerifications(store, now, lent.log)
  const comparisons = systemComparisons(lent)
  const refusedRequest = refusedRequests(log, now)
  const looks = liveLooks(lent)
  const appOf = ({ settings }: ReadOrder, { places }: Served): ReturnType<typeof consoleApp> => {
    const deployments: readonly ConsoleDeployment[] = places.map((one) =>
      consoleDeployment(one, isSimulated(one)),
    )
    return consoleApp(
      consoleHost(store, env, {
        deployments: () => deployments,
        undertakings,
        verifications,
        comparisons,
        looks,
        checks,
        sandbox: null,
        entry: accountsEntry({ settings, sessions: store.entered.sessions, transport, log, now }),
        now,
        refused: refusedRequest,
        faulted: (mark, error) => log({ event: 'page-failed', mark, fingerprint: fingerprintOf(error) }),
      }),
    )
  }

  const first = readOrder(order, served, env)
  if (!first.ok) return first
  const { place, settings } = first.value
  let app = appOf(first.value, served)
  let listening: Listening
  try {
    listening = await listenThere((request, connection) => app.fetch(request, connection), place)
  } catch (error) {
    const code = systemCode(error)
    if (code === null) throw error
    return refused('console-place', `${place.hostname}:${place.port}: ${code}.`)
  }
  log({ event: 'console-open', at: settings.address, listensAt: new URL(listening.url).host })
  return {
    ok: true,
    value: {
      address: settings.address,
      close: async () => {
        await Promise.all([undertakings.stop(), comparisons.stop(), listening.close()])
      },
      reload: (next) => {
        const read = readOrder(order, next, env)
        if (!read.ok) return read
        app = appOf(read.value, next)
        underUse = next
        return { ok: true, value: null }
      },
    },
  }
}
