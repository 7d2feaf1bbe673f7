import { consoleApp } from '@ping-primero/console/app.ts'
import { oneTimeEntry } from '@ping-primero/console/entry/one-time-entry.ts'
import { oneTimeValues } from '@ping-primero/console/entry/one-time.ts'
import type { ConsoleHost } from '@ping-primero/console/host.ts'
import { readDeployment } from '../configuration/read-deployment.ts'
import type { Result } from '../refusals/refusal.ts'
import { sandboxEnvironment } from '../story/sandbox-environment.ts'
import { consoleDeployment } from './deployment.ts'
import { systemComparisons, type ComparisonsHost } from './comparisons.ts'
import { flowUndertakings } from './flow-undertakings.ts'
import { historyVerifications } from './history-verifications.ts'
import { consoleHost } from './host.ts'
import { liveLooks } from './live-looks.ts'
import { listenHere, type Listening } from './listen.ts'
import { carriedSessions } from './sandbox/carried-sessions.ts'
import { changingApp, type ShownApp } from './sandbox/changing-app.ts'
import { pressedActs } from './sandbox/pressed-acts.ts'
import { sandboxOf, type Stage } from './sandbox/sandbox-of.ts'
import { systemChecks } from './system-checks.ts'

/** What the console of a sandbox is given. */
export interface SandboxConsole {
  /** The port that it has unless another program does. */
  readonly port: number
  /** The time of whoever reads: a story moves its own on, and nobody is to be signed out by that. */
  readonly now: () => number
  /** Tells the address that lets in, once. */
  readonly tell: (address: string) => void
  /** Tells that a page could not be made, with the mark that it shows. */
  readonly faulted: (mark: string) => void
}

/** A console that stays while its story begins anew. */
export interface OpenSandboxConsole extends Listening {
  /** Ends what goes on in the stage that is shown; whoever asks meanwhile waits for the next one. */
  readonly leave: () => Promise<void>
  /** Shows another stage. Whoever was in is in. */
  readonly show: (stage: Stage) => Promise<Result<null>>
}

/** Opens the console over a story's ledger, on this machine alone; whoever has a told address is its administrator. */
export async function openSandboxConsole(
  { port, now, tell, faulted }: SandboxConsole,
  first: Stage,
): Promise<Result<OpenSandboxConsole>> {
  const name = nameOf(first)
  if (!name.ok) return name
  const values = oneTimeValues(now)
  const sessions = carriedSessions(first.world.store.entered.sessions)
  const tellValue = (value: string): void => tell(`${listening.url}/enter/${value}`)
  const entry = oneTimeEntry({
    sessions,
    values,
    tell: tellValue,
    as: { account: 'sandbox', roles: { [name.value]: 'administrator' } },
    now,
  })
  const across = { entry, acts: pressedActs(), faulted }
  const shown = appOf(first, across)
  if (!shown.ok) return shown
  const app = changingApp(shown.value)
  const listening = await listenHere(app.fetch, port)
  tellValue(values.issue())
  return {
    ok: true,
    value: {
      ...listening,
      leave: app.leave,
      show: async (stage) => {
        const next = appOf(stage, across)
        if (!next.ok) return next
        await sessions.moveTo(stage.world.store.entered.sessions)
        app.show(next.value)
        return { ok: true, value: null }
      },
      close: async () => {
        await app.stop()
        await listening.close()
      },
    },
  }
}

function nameOf({ world }: Stage): Result<string> {
  const read = readDeployment(world.deployment, sandboxEnvironment)
  return read.ok ? { ok: true, value: read.value.deployment.name } : read
}

/** The pages over one stage. */
function appOf(stage: Stage, across: Pick<ConsoleHost, 'entry' | 'acts' | 'faulted'>): Result<ShownApp> {
  const { world, story } = stage
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
  const undertakings = flowUndertakings({ ...lent, mayBegin: story.ended })
  const comparisons = systemComparisons(lent)
  const looks = liveLooks(lent)
  const app = consoleApp(
    consoleHost(world.store, sandboxEnvironment, {
      verifications: historyVerifications(world.store, world.now, lent.log),
      comparisons,
      looks,
      deployments: () => [deployment],
      undertakings,
      checks: systemChecks(lent),
      sandbox: sandboxOf(stage, read.value.deployment),
      now: world.now,
      refused: () => {},
      ...across,
    }),
  )
  const stop = async (): Promise<void> => {
    await Promise.all([undertakings.stop(), comparisons.stop()])
  }
  return { ok: true, value: { fetch: app.fetch, stop } }
}
