/**
 * What signs the exchange in at the simulators, under the names of `interface.md`, Secrets. These open nothing but the
 * simulators, which is why they may stand here.
 */
export const sandboxEnvironment = {
  PING_USERNAME: 'sandbox-ping',
  PING_PASSWORD: 'sandbox-ping-password',
  PING_SUBSCRIPTION_KEY: 'sandbox-subscription-key',
  PRIMERO_USERNAME: 'ping_integration',
  PRIMERO_PASSWORD: 'Lantern-Orchard-42',
  LEDGER_KEY: 'the ledger key of the sandbox, which everybody may know',
} as const
