import { consoleApp } from '@ping-primero/console/app.ts'
import { oneTimeEntry } from '@ping-primero/console/entry/one-time-entry.ts'
import { oneTimeValues } from '@ping-primero/console/entry/one-time.ts'
import { readDeployment } from '../configuration/read-deployment.ts'
import type { Result } from '../refusals/refusal.ts'
import { sandboxEnvironment } from '../story/sandbox-environment.ts'
import type { StoryWorld } from '../story/world.ts'
import { consoleDeployment } from './deployment.ts'
import { systemComparisons, type ComparisonsHost } from './comparisons.ts'
import { flowUndertakings } from './flow-undertakings.ts'
import { historyVerifications } from './history-verifications.ts'
import { consoleHost } from './host.ts'
import { liveLooks } from './live-looks.ts'
import { listenHere, type Listening } from './listen.ts'
import { systemChecks } from './system-checks.ts'

/** What the console of a sandbox is given. */
export interface SandboxConsole {
  readonly world: Pick<StoryWorld, 'deployment' | 'store' | 'now' | 'clock'>
  /** The port that it has unless another program does. */
  readonly port: number
  /** The time of whoever reads: a story moves its own on, and nobody is to be signed out by that. */
  readonly now: () => number
  /** Resolves when the story is told: a run in the middle of it would take from it what it tells of. */
  readonly told: Promise<void>
  /** Tells the address that lets in, once. */
  readonly tell: (address: string) => void
  /** Tells that a page could not be made, with the mark that it shows. */
  readonly faulted: (mark: string) => void
}

/** Opens the console over a story's ledger, on this machine alone; whoever has a told address is its administrator. */
export async function openSandboxConsole(given: SandboxConsole): Promise<Result<Listening>> {
  const { world, now, tell } = given
  const read = readDeployment(world.deployment, sandboxEnvironment)
  if (!read.ok) return read
  const deployment = consoleDeployment(read.value.deployment, true)
  const lent: ComparisonsHost = {
    configured: () => {
      const again = readDeployment(world.deployment, sandboxEnvironment)
      return again.ok ? { ok: true, value: { read: again.value, env: sandboxEnvironment } } : again
    },
    store: world.store,
    clock: world.clock,
    log: () => () => {},
  }
  const undertakings = flowUndertakings({ ...lent, mayBegin: given.told })
  const comparisons = systemComparisons(lent)
  const looks = liveLooks(lent)
  const values = oneTimeValues(now)
  const { sessions } = world.store.entered
  const tellValue = (value: string): void => tell(`${listening.url}/enter/${value}`)
  const host = consoleHost(world.store, sandboxEnvironment, {
    verifications: historyVerifications(world.store, world.now, lent.log),
    comparisons,
    looks,
    deployments: () => [deployment],
    undertakings,
    checks: systemChecks(lent),
    entry: oneTimeEntry({
      sessions,
      values,
      tell: tellValue,
      as: { account: 'sandbox', roles: { [deployment.name]: 'administrator' } },
      now,
    }),
    now: world.now,
    faulted: given.faulted,
  })
  const app = consoleApp(host)
  const listening = await listenHere(app.fetch, given.port)
  tellValue(values.issue())
  const close = async (): Promise<void> => {
    await Promise.all([undertakings.stop(), comparisons.stop()])
    await listening.close()
  }
  return { ok: true, value: { ...listening, close } }
}
