import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import { accounts } from '../../support/accounts.ts'
import { readDeploymentFolder } from '../../support/world.ts'
import type { MachineSettings } from './machine.ts'

/** The secrets as the service is given them in its environment. */
const soundEnvironment = {
  ...accounts,
  LEDGER_KEY: 'a ledger key of the worlds, long enough to be taken',
}

const sandbox = readDeploymentFolder('sandbox')

/** A deployment with the addresses of a world, and small batches. */
export function inWorld(deployment: Deployment): Deployment {
  const none = { concurrency: 8, requestsPerSecond: 0 }
  const { ping, primero } = deployment
  return {
    ...deployment,
    ping: {
      ...ping,
      baseUrl: 'http://ping.test',
      token: { ...ping.token, url: 'http://ping.test/tenant/policy/oauth2/v2.0/token' },
      batchSize: { updates: 3, referrals: 1 },
      limits: none,
    },
    primero: { ...primero, baseUrl: 'http://primero.test', limits: { ...none, concurrency: 4 } },
  }
}

/** What a process of the service is given where nothing is wrong. */
export function soundSettings(): MachineSettings {
  const deployment = inWorld(sandbox)
  return { deployment, problems: [], env: { ...soundEnvironment }, clockSkewMs: 0 }
}
