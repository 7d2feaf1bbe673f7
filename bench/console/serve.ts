// The console over a ledger, in a process of its own: whoever asks is its administrator in every deployment.
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { consoleApp } from '@ping-primero/console/app.ts'
import { hostWith } from '@ping-primero/console/host.fixture.ts'
import { readDeployment } from '../../packages/service/src/configuration/read-deployment.ts'
import { consoleDeployment } from '../../packages/service/src/console/deployment.ts'
import { consoleHost } from '../../packages/service/src/console/host.ts'
import { listenHere } from '../../packages/service/src/console/listen.ts'
import { runOnce } from '../../packages/service/src/commands/run/run-once.ts'
import { openLedger, type LedgerStore } from '../../packages/service/src/ledger/store.ts'
import { keepHeapSmall } from '../../packages/service/src/memory/keep-heap-small.ts'
import { sandboxEnvironment } from '../../packages/service/src/story/sandbox-environment.ts'
import { somebody } from '../../test/console/somebody.ts'
import { deployments } from './ledger.ts'
import { endMs } from './rows.ts'

const sandbox = join(import.meta.dirname, '../../deployments/sandbox')

/** What the bench asks of this process beside its pages. */
export type ServeOrder =
  /** Its peak memory, kB. */
  | { readonly kind: 'memory' }
  /** Runs flow 1.1 of a deployment in the same ledger, and tells how long that took, ms. */
  | { readonly kind: 'run'; readonly deployment: string }

/** Opens the console over a ledger. */
async function open(store: LedgerStore): Promise<string> {
  const read = readDeployment(sandbox, sandboxEnvironment)
  if (!read.ok) throw new Error('The deployment of the sandbox cannot be read.')
  const shown = consoleDeployment(read.value.deployment, true)
  const { undertakings, verifications, comparisons, looks, checks, entry } = hostWith({}, 'administrator')
  const host = consoleHost(store, sandboxEnvironment, {
    deployments: () => deployments.map((name) => ({ ...shown, name, title: name })),
    undertakings,
    verifications,
    comparisons,
    looks,
    checks,
    sandbox: null,
    entry: somebody(entry, 'administrator'),
    now: () => endMs + 600_000,
    refused: () => {},
    faulted: (_mark, error) => console.error(error),
  })
  return (await listenHere(consoleApp(host).fetch, 0)).url
}

async function run(deployment: string): Promise<number> {
  const read = readDeployment(deployment, sandboxEnvironment)
  if (!read.ok) throw new Error(read.refusal.message)
  const order = { flow: '1.1', dryRun: false, since: null, only: null, waitMs: 0 } as const
  const context = {
    env: sandboxEnvironment,
    clock: { now: Date.now, sleep: (ms: number) => setTimeout(ms) },
    json: true,
    user: 'bench',
  }
  const startedAt = performance.now()
  const ran = await runOnce(read.value, order, store, () => {}, context)
  if (!ran.ok) throw new Error(ran.refusal.message)
  if (ran.value.confirmed === 0) throw new Error('Nothing was carried over.')
  return performance.now() - startedAt
}

// As the commands that open it do.
keepHeapSmall()
const store = await openLedger(`sqlite:${process.argv[2] ?? ''}`)
const url = await open(store)
process.on('message', (order: ServeOrder) => {
  if (order.kind === 'memory') process.send?.(process.resourceUsage().maxRSS)
  else void run(order.deployment).then((ms) => process.send?.(ms))
})
process.on('disconnect', () => process.exit())
process.send?.(url)
