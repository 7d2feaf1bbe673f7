import { credentialsOf, type Credentials } from '@ping-primero/core/credentials/credentials.ts'
import type { RefusedCredential } from '@ping-primero/core/credentials/refused.ts'
import type { Deployment, Secrets } from '@ping-primero/core'

/** The credentials of a client that a test builds by itself; what is refused is remembered in memory alone. */
export function credentialsInMemory(
  settings: { readonly ping?: Deployment['ping']; readonly primero?: Deployment['primero'] },
  secrets: Secrets,
): Credentials {
  const kept = new Map<string, readonly RefusedCredential[]>()
  const nowhere = { baseUrl: 'http://127.0.0.1:1' }
  const deployment = {
    ping: { ...nowhere, token: { url: 'http://127.0.0.1:1/token' } },
    primero: nowhere,
    ...settings,
  } as Deployment
  return credentialsOf(deployment, {
    ledger: {
      refusals: async (account) => kept.get(account) ?? [],
      saveRefusals: async (account, refused) => void kept.set(account, refused),
    },
    secrets,
    keys: { current: 'a key of the tests, long enough to be taken', old: [] },
    clock: { now: () => Date.now(), sleep: async () => {} },
    asked: false,
  })
}
