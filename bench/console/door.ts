// The console with the accounts of an organisation, over a new ledger, in a process of its own.
import { consoleApp } from '@ping-primero/console/app.ts'
import { hostWith } from '@ping-primero/console/host.fixture.ts'
import { redacted } from '@ping-primero/core/privacy/redacted.ts'
import { ConsoleYaml } from '../../packages/service/src/configuration/console/schema.ts'
import { accountsEntry } from '../../packages/service/src/console/accounts/entry.ts'
import { clientSecret } from '../../packages/service/src/console/accounts/provider.fixture.ts'
import { listenHere } from '../../packages/service/src/console/listen.ts'
import { nodeTransport } from '../../packages/service/src/http/node-transport.ts'
import { openLedger } from '../../packages/service/src/ledger/store.ts'
import { keepHeapSmall } from '../../packages/service/src/memory/keep-heap-small.ts'
import { address } from './agency.ts'

/** Opens it over the ledger at a path, with the provider at an address. */
async function open(path: string, issuer: string): Promise<string> {
  const store = await openLedger(`sqlite:${path}`)
  const settings = ConsoleYaml.parse({
    address,
    tls: 'proxy',
    providers: [
      {
        name: 'agency',
        title: 'Agency',
        issuer,
        clientId: 'console',
        roles: { focal: { gambella: 'operator' } },
      },
    ],
  })
  const { sessions, acts } = store.entered
  const entry = accountsEntry({
    settings: {
      ...settings,
      providers: settings.providers.map((one) => ({ ...one, secret: redacted(clientSecret) })),
    },
    sessions,
    transport: nodeTransport(30_000, {}),
    log: (event) => console.error(JSON.stringify(event)),
    now: Date.now,
  })
  return (await listenHere(consoleApp(hostWith({ entry, acts, now: Date.now })).fetch, 0)).url
}

keepHeapSmall()
const [, , path = '', issuer = ''] = process.argv
process.on('disconnect', () => process.exit())
process.send?.(await open(path, issuer))
