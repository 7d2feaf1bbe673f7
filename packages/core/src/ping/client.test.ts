import { expect, test } from 'vitest'
import type { PingSettings } from '../deployment/deployment.ts'
import type { Secrets } from '../flows/host.ts'
import { requestQueue } from '../http/queues.ts'
import { farSystem } from '../http/system.ts'
import { redacted } from '../privacy/redacted.ts'
import { pingClient, type Ping } from './client.ts'
import { credentialsInMemory } from '../../../../test/support/memory.ts'

const settings: PingSettings = {
  baseUrl: 'http://127.0.0.1:1',
  token: { url: 'http://127.0.0.1:1/token', clientId: 'c', scope: 's' },
  partnerId: 'PNR-0000',
  interopId: 'INT-0000',
  processes: {
    listReferrals: 'SHP-1',
    referralDetail: 'SHP-2',
    updateTransfer: 'SHP-3',
    createReferral: 'SHP-4',
    listDecisions: 'SHP-5',
    decisionDetail: 'SHP-6',
    updateReferral: 'SHP-7',
  },
  paging: { place: 'top' },
  statusWords: { processed: ['success'], failed: ['failed'], pending: ['inprogress'] },
  limits: { concurrency: 1, requestsPerSecond: 0 },
  batchSize: { updates: 25, referrals: 1 },
}
const nobody = redacted('x')
const secrets: Secrets = {
  pingUsername: nobody,
  pingPassword: nobody,
  pingSubscriptionKey: nobody,
  primeroUsername: nobody,
  primeroPassword: nobody,
}
const item = { externalId: 'one', fields: {} }
const trouble = { kind: 'trouble', system: 'ping', cause: 'unreadable', retryAfterMs: null }

/** A PING that gives this token and answers everything else so. */
function answering(token: string, status: number, json: unknown): Ping {
  const clock = { now: () => 0, sleep: async () => {} }
  const system = farSystem({
    system: 'ping',
    transport: async ({ url }) => {
      const said = url.endsWith('/token') ? { status: 200, json: { access_token: token } } : { status, json }
      const body = JSON.stringify(said.json)
      return { kind: 'answered', status: said.status, headers: new Headers(), body }
    },
    queue: requestQueue(settings.limits),
    adaptive: false,
    clock,
    log: () => {},
    dryRun: false,
    pause: null,
    onPause: () => {},
    halted: () => false,
  })
  const credentials = credentialsInMemory({ ping: settings }, secrets)
  return pingClient({ settings, secrets, credentials, system, clock })
}

test.each(['a\nb', 'a b', 'ü', ''])(
  'a token %j, which no header takes, is trouble and nothing is sent',
  async (token) => {
    const answer = await answering(token, 200, {}).update('updateTransfer', [item], { name: 'tell' })
    expect(answer).toEqual({ ...trouble, mayHaveArrived: false })
  },
)

test.each([
  [200, { kind: 'taken', transactionId: null, failedItems: new Map() }],
  [302, { ...trouble, mayHaveArrived: true }],
  [103, { ...trouble, mayHaveArrived: true }],
])('an ingestion answered with %i is %j', async (status, ingested) => {
  const ping = answering('a.b.c', status, { ErrorMessage: null })
  expect(await ping.update('updateTransfer', [item], { name: 'tell' })).toEqual(ingested)
})
