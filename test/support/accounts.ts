import type { Secrets } from '@ping-primero/core/flows/host.ts'
import { redacted } from '@ping-primero/core/privacy/redacted.ts'

/** The accounts that the simulators take, under their names in the environment; they open nothing else. */
export const accounts = {
  PING_USERNAME: 'sandbox-ping',
  PING_PASSWORD: 'sandbox-ping-password',
  PING_SUBSCRIPTION_KEY: 'sandbox-subscription-key',
  PRIMERO_USERNAME: 'ping_integration',
  PRIMERO_PASSWORD: 'Lantern-Orchard-42',
} as const

/** All secrets of a command that is started by itself. */
export const credentials = { ...accounts, LEDGER_KEY: 'kT7#vQ2pLw9zXc4RmB8nJd5sGf3hYa6u' } as const

/** The same accounts as the flows take them, with another account of Primero where one is named. */
export function secretsWith(primeroUsername: string = accounts.PRIMERO_USERNAME): Secrets {
  return {
    pingUsername: redacted(accounts.PING_USERNAME),
    pingPassword: redacted(accounts.PING_PASSWORD),
    pingSubscriptionKey: redacted(accounts.PING_SUBSCRIPTION_KEY),
    primeroUsername: redacted(primeroUsername),
    primeroPassword: redacted(accounts.PRIMERO_PASSWORD),
  }
}
