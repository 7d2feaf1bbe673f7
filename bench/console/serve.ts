// The console over a ledger, in a process of its own: whoever asks is its administrator in every deployment.
import { join } from 'node:path'
import { consoleApp } from '@ping-primero/console/app.ts'
import { hostWith } from '@ping-primero/console/host.fixture.ts'
import { readDeployment } from '../../packages/service/src/configuration/read-deployment.ts'
import { consoleDeployment } from '../../packages/service/src/console/deployment.ts'
import { consoleHost } from '../../packages/service/src/console/host.ts'
import { listenHere } from '../../packages/service/src/console/listen.ts'
import { openLedger } from '../../packages/service/src/ledger/store.ts'
import { keepHeapSmall } from '../../packages/service/src/memory/keep-heap-small.ts'
import { sandboxEnvironment } from '../../packages/service/src/story/sandbox-environment.ts'
import { somebody } from '../../test/console/somebody.ts'
import { deployments } from './ledger.ts'
import { endMs } from './rows.ts'

const sandbox = join(import.meta.dirname, '../../deployments/sandbox')

/** Opens the console over the ledger of a path. */
async function open(path: string): Promise<string> {
  const read = readDeployment(sandbox, sandboxEnvironment)
  if (!read.ok) throw new Error('The deployment of the sandbox cannot be read.')
  const shown = consoleDeployment(read.value.deployment, true)
  const { undertakings, verifications, comparisons, looks, checks, entry } = hostWith({}, 'administrator')
  const host = consoleHost(await openLedger(`sqlite:${path}`), sandboxEnvironment, {
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

// As the commands that open it do.
keepHeapSmall()
const url = await open(process.argv[2] ?? '')
process.on('message', () => process.send?.(process.resourceUsage().maxRSS))
process.on('disconnect', () => process.exit())
process.send?.(url)
