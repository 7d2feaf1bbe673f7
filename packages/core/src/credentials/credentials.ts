import type { Deployment } from '../deployment/deployment.ts'
import type { Clock, Secrets } from '../flows/host.ts'
import { stop } from '../http/failure.ts'
import type { LedgerKeys } from '../privacy/pseudonym.ts'
import { credentialMemory, type CredentialMemory, type RefusalLedger } from './memory.ts'

/** What one run knows of everything that signs it in. */
export interface Credentials {
  readonly primero: CredentialMemory
  /** User name and password at PING's token service. */
  readonly ping: CredentialMemory
  /** The subscription key of PING's gateway. */
  readonly pingKey: CredentialMemory
}

export interface CredentialsOptions {
  readonly ledger: RefusalLedger
  readonly secrets: Secrets
  readonly keys: LedgerKeys
  readonly clock: Clock
  /** Somebody asks right now, so that all are tried (`check`). */
  readonly asked: boolean
}

/** Wrong passwords in a row at which Primero locks an account (primero-contract §1.3). */
const primeroLocksAt = 6

/** The credentials of a deployment. Their fingerprints change with whatever takes part in a sign-in. */
export function credentialsOf(
  { ping, primero }: Pick<Deployment, 'ping' | 'primero'>,
  options: CredentialsOptions,
): Credentials {
  const { secrets } = options
  const wrongAtPrimero = stop('primero-credentials-refused', ['PRIMERO_USERNAME', 'PRIMERO_PASSWORD'])
  const wrongAtPing = stop('ping-credentials-refused', ['PING_USERNAME', 'PING_PASSWORD'])
  const wrongKey = stop('ping-credentials-refused', ['PING_SUBSCRIPTION_KEY'])
  return {
    primero: credentialMemory({
      ...options,
      account: ['primero', new URL(primero.baseUrl).href, secrets.primeroUsername.reveal()],
      proof: [secrets.primeroPassword.reveal()],
      locksAt: primeroLocksAt,
      stops: {
        wrong: wrongAtPrimero,
        locked: stop('primero-account-locked', ['PRIMERO_USERNAME']),
        inactive: stop('primero-account-inactive', ['PRIMERO_USERNAME']),
        configuration: stop('primero-credentials-refused', ['the Authorization header did not arrive']),
      },
    }),
    ping: credentialMemory({
      ...options,
      account: ['ping', new URL(ping.token.url).href, secrets.pingUsername.reveal()],
      proof: [secrets.pingPassword.reveal(), ping.token.clientId, ping.token.scope],
      locksAt: null,
      stops: {
        wrong: wrongAtPing,
        locked: stop('ping-account-locked', ['PING_USERNAME']),
        inactive: stop('ping-account-locked', ['PING_USERNAME']),
        configuration: stop('ping-configuration-refused', ['ping.token']),
      },
    }),
    pingKey: credentialMemory({
      ...options,
      account: ['ping key', new URL(ping.baseUrl).href],
      proof: [secrets.pingSubscriptionKey.reveal()],
      locksAt: null,
      stops: { wrong: wrongKey, locked: wrongKey, inactive: wrongKey, configuration: wrongKey },
    }),
  }
}
