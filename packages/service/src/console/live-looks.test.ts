import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seedReferrals } from '@ping-primero/sandbox'
import { consoleApp } from '@ping-primero/console/app.ts'
import { deploymentWith, hostWith, seal } from '@ping-primero/console/host.fixture.ts'
import type { LookedItems } from '@ping-primero/core/reconcile/live-look.ts'
import { readDeployment } from '../configuration/read-deployment.ts'
import { nodeTransport } from '../http/node-transport.ts'
import type { ServiceEvent } from '../log/service-event.ts'
import { sandboxEnvironment } from '../story/sandbox-environment.ts'
import { openStoryWorld, type StoryWorld } from '../story/world.ts'
import type { ComparisonsHost } from './comparisons.ts'
import { ledgerQuestions } from './ledger-questions.ts'
import { liveLooks } from './live-looks.ts'

const clock = {
  now: Date.now,
  sleep: async () => {
    await setImmediate()
  },
}
const act = { by: 'someone@agency.example', at: '2026-11-26T05:42:00.000Z' }

let world: StoryWorld
let items: LookedItems
let logged: ServiceEvent[]

beforeEach(async () => {
  logged = []
  world = await openStoryWorld({
    ports: { primero: 0, ping: 0 },
    seed: 3,
    primeroVersion: '2.15',
    clock,
    latencyMs: 0,
  })
  seedReferrals(world, { seed: 3, count: 1 })
  await world.run('1.1')
  const [key = ''] = world.ping.store.interventions.keys()
  const [referral = null] = await world.store.forDeployment('sandbox').get('1.1', [key])
  items = { referral, decisions: [] }
})
afterEach(async () => {
  await world.close()
})

function looks(
  env: Readonly<Record<string, string>> = sandboxEnvironment,
  more: Partial<ComparisonsHost> = {},
  patienceMs?: number,
) {
  const host: ComparisonsHost = {
    configured: () => {
      const read = readDeployment(world.deployment, env)
      return read.ok ? { ok: true, value: { read: read.value, env } } : read
    },
    store: world.store,
    clock,
    log: () => (event) => void logged.push(event),
    ...more,
  }
  return patienceMs === undefined ? liveLooks(host) : liveLooks(host, patienceMs)
}

async function noted() {
  const history = await world.store.operators.history('sandbox', '1.1', items.referral?.key ?? '')
  return history.filter(({ by }) => by !== undefined).map(({ what, by, state }) => [what, by, state])
}

const asItIs = [
  { part: 'referral', progres: 'arrived', primero: 'once' },
  { part: 'decision', progres: 'none', primero: 'none' },
]

test('both systems are looked at, and that it was done stands in the history of the referral', async () => {
  const end = await looks().look('sandbox', items, act)
  expect(end).toEqual({
    kind: 'done',
    at: expect.any(String),
    look: { parts: asItIs, differences: [], unread: [] },
  })
  expect(await noted()).toEqual([['compared', act.by, 'confirmed']])
})

test('on the page it stands beside what is known here, and nothing of it is left when the page is read again', async () => {
  const host = hostWith({
    deployments: () => [deploymentWith({ name: 'gambella' })],
    ledger: {
      ...ledgerQuestions(world.store, sandboxEnvironment),
      find: async () => (items.referral === null ? [] : [items.referral]),
      stories: async (_deployment, found) => [found],
      told: async (_deployment, found) => found.map((item) => ({ item, history: [], released: null })),
    },
    looks: { look: async (_deployment, meant) => looks().look('sandbox', meant, act) },
  })
  const app = consoleApp(host)
  const number = items.referral?.numbers.interventionNumber ?? ''
  const body = new URLSearchParams({ seal, once: 'x'.repeat(43), number })
  const headers = { origin: 'http://localhost' }
  const pressed = await app.request('/d/gambella/referral/look', { method: 'POST', headers, body })
  expect([pressed.status, pressed.headers.get('cache-control')]).toEqual([200, 'no-store'])
  const text = await pressed.text()
  for (const words of ['shows that it arrived', 'is there, once', 'agrees with what is known here']) {
    expect(text).toContain(words)
  }
  const read = await (await app.request(`/d/gambella/referral?number=${number}`)).text()
  expect(read).toContain('Check both systems now')
  expect(read).not.toContain('is there, once')
})

test('however often it is pressed at once, one look comes after the other', async () => {
  let under = 0
  let most = 0
  const { look } = looks(sandboxEnvironment, {
    configured: () => {
      under += 1
      most = Math.max(most, under)
      const read = readDeployment(world.deployment, sandboxEnvironment)
      return read.ok ? { ok: true, value: { read: read.value, env: sandboxEnvironment } } : read
    },
  })
  const one = async (): Promise<string> => {
    const { kind } = await look('sandbox', items, act)
    under -= 1
    return kind
  }
  expect(await Promise.all([one(), one(), one()])).toEqual(['done', 'done', 'done'])
  expect([most, await noted()]).toEqual([
    1,
    Array.from({ length: 3 }, () => ['compared', act.by, 'confirmed']),
  ])
})

test('whoever waits is answered although a system hangs: what was not read could not be read', async () => {
  for (const system of [world.ping, world.primero]) system.faults.add({ fault: { kind: 'hang-before' } })
  const transport = nodeTransport(50)
  const end = await looks(sandboxEnvironment, { transport }, 100).look('sandbox', items, act)
  expect(end).toMatchObject({
    kind: 'done',
    look: {
      parts: [
        { part: 'referral', progres: 'unread', primero: 'unread' },
        { part: 'decision', progres: 'unread', primero: 'unread' },
      ],
      differences: [],
    },
  })
})

test('what is refused is told by its owner, stands in the log, and was no look', async () => {
  const end = await looks({ ...sandboxEnvironment, PING_PASSWORD: '' }).look('sandbox', items, act)
  expect(end).toEqual({ kind: 'failed', at: expect.any(String), owner: 'administrator' })
  expect(logged).toMatchObject([{ event: 'act-refused', act: 'look', code: 'secret-missing' }])
  expect(await noted()).toEqual([])
})
