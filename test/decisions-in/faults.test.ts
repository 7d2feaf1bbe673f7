import type { Fault } from '@ping-primero/sandbox'
import { runFlow } from '@ping-primero/core'
import { afterEach, describe, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import { both, decided, expectQuiet, type Referred } from './scene.ts'

const open: World[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((world) => world.stop()))
})

async function start(options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options)
  open.push(world)
  return world
}

const minute = 60_000
const timeout = { requestTimeoutMs: 1_000 }

/** Ten runs at most, ten minutes apart, until nothing is unsettled. */
async function settle(world: World): Promise<void> {
  for (let runs = 0; runs < 10; runs += 1) {
    world.advance(10 * minute)
    const { waiting, attention } = await world.run('2.2')
    if (waiting + attention === 0) return
  }
  throw new Error('It does not settle.')
}

/** What an undisturbed run leaves behind: one acceptance and one rejection, each synced, each told once. */
function expectUndisturbed(world: World, [one, other]: readonly [Referred, Referred]): void {
  expect(both(world, [one, other])).toEqual([
    ['accepted', 125080003],
    ['rejected', 125080003],
  ])
  expect(world.primero.store.referral(other.referralId)?.columns['rejected_reason']).toBe(
    'Not applicable — Later',
  )
}

function pair(world: World): readonly [Referred, Referred] {
  return [
    decided(world, 1),
    decided(world, 2, { decision: 'rejected', reason: 'Not applicable', comment: 'Later' }),
  ]
}

const html = '<html><body>502 Bad Gateway</body></html>'
const faults: readonly [string, Fault][] = [
  ['status 500', { kind: 'status', status: 500 }],
  ['status 502 after acting', { kind: 'status-after', status: 502, body: html }],
  ['status 503', { kind: 'status', status: 503 }],
  ['status 504 after acting', { kind: 'status-after', status: 504 }],
  ['status 429 for a minute', { kind: 'status', status: 429, headers: { 'retry-after': '60' } }],
  ['an HTML page with status 200', { kind: 'status', status: 200, body: html }],
  ['an HTML page with status 200 after acting', { kind: 'status-after', status: 200, body: html }],
  ['an empty answer', { kind: 'status', status: 200 }],
  ['reset-before', { kind: 'reset-before' }],
  ['reset-after', { kind: 'reset-after' }],
  ['truncate', { kind: 'truncate' }],
  ['hang-before', { kind: 'hang-before' }],
  ['hang-after', { kind: 'hang-after' }],
  ['hang-after-headers', { kind: 'hang-after-headers' }],
]

const effects: readonly [
  string,
  'ping' | 'primero',
  { readonly method: string; readonly path?: RegExp; readonly body?: RegExp },
][] = [
  ['signing in at PING', 'ping', { method: 'POST', path: /token$/ }],
  ['listing decisions', 'ping', { method: 'POST', body: /SHP-2795/ }],
  ['reading a decision', 'ping', { method: 'POST', body: /SHP-2796/ }],
  ['reading the account', 'primero', { method: 'GET', path: /users/ }],
  ['looking a case up', 'primero', { method: 'GET', path: /cases$/ }],
  ['listing referrals', 'primero', { method: 'GET', path: /referrals$/ }],
  ['writing to Primero', 'primero', { method: 'PATCH' }],
  ['telling proGres', 'ping', { method: 'POST', body: /SHP-2284.*Fields/ }],
  ['asking for the status', 'ping', { method: 'POST', path: /checkstatus/ }],
]

describe.each(effects)('trouble while %s', (_, system, rule) => {
  test.each(faults)('%s: the next runs end as an undisturbed one', async (_, fault) => {
    const world = await start(timeout)
    const all = pair(world)
    const struck = world[system].faults.add({ ...rule, fault, times: 1 })
    await world.run('2.2')
    expect(struck.fired()).toBe(1)
    await settle(world)
    expectUndisturbed(world, all)
    await expectQuiet(world)
  })
})

describe.each(effects)('killed while %s', (_, system, rule) => {
  test.each([
    ['before the request arrives', 'hang-before'],
    ['after it was acted on', 'hang-after'],
  ] as const)('%s: a new run over the same ledger ends as an undisturbed one', async (_, kind) => {
    const world = await start()
    const all = pair(world)
    const never = new Promise<never>(() => {})
    const struck = world[system].faults.add({ ...rule, fault: { kind }, times: 1 })
    let dead = (): void => {}
    const died = new Promise<void>((resolve) => {
      dead = resolve
    })
    // The process dies while it waits for this answer: nothing of that run goes on.
    const fetch: typeof globalThis.fetch = async (...request) => {
      if (struck.fired() > 0) return never
      const answer = globalThis.fetch(...request)
      const settled = await Promise.race([answer, watch(() => struck.fired() > 0)])
      if (settled instanceof Response) return settled
      answer.catch(() => {})
      dead()
      return never
    }
    const request = {
      deployment: world.deployment,
      flow: '2.2',
      dryRun: false,
      since: null,
      only: null,
    } as const
    void runFlow(request, { ...world.host, fetch })
    await died
    world[system].faults.clear()
    await settle(world)
    expectUndisturbed(world, all)
    await expectQuiet(world)
  })
})

test.each(['reset-after', 'hang-after', 'truncate'] as const)(
  'an answer lost twice in a row at both effects (%s) still ends as an undisturbed run',
  async (kind) => {
    const world = await start(timeout)
    const all = pair(world)
    world.primero.faults.add({ method: 'PATCH', fault: { kind }, times: 4 })
    world.ping.faults.add({ body: /SHP-2284.*Fields/, fault: { kind }, times: 4 })
    await settle(world)
    expectUndisturbed(world, all)
    await expectQuiet(world)
  },
)

/** Resolves once something is so; looked at between the turns of the event loop. */
async function watch(so: () => boolean): Promise<'so'> {
  while (!so()) await new Promise((resolve) => setImmediate(resolve))
  return 'so'
}
