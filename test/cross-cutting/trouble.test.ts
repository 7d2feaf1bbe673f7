import { afterEach, describe, expect, test } from 'vitest'
import { seedDecisions, seedReferrals, seedReviewed, type Fault } from '@ping-primero/sandbox'
import { exitOf, type Flow } from '@ping-primero/core'
import {
  counts,
  decided,
  hour,
  ingestions,
  itemOf,
  minute,
  reasons,
  statuses,
  timesTold,
} from '../decisions-out/scene.ts'
import { hasRunBefore } from '../support/known-ledger.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.stop())

/** Every update of proGres is a call of its own; `concurrency` of them in flight. */
async function singles(concurrency = 8): Promise<World> {
  return startWorld({
    deployment: (own) => ({
      ...own,
      ping: {
        ...own.ping,
        batchSize: { updates: 1, referrals: 1 },
        limits: { concurrency, requestsPerSecond: 0 },
      },
    }),
  })
}

const tooMany = (headers: Readonly<Record<string, string>>): Fault => ({
  kind: 'status',
  status: 429,
  headers,
  body: '{"statusCode":429,"message":"Rate limit is exceeded."}',
})

describe('Retry-After', () => {
  test('X-06 given 429 with a short one, the run waits that long and goes on', async () => {
    world = await singles(1)
    const [one, other] = [decided(world, 1), decided(world, 2)]
    world.ping.faults.add({ path: /\/data$/, fault: tooMany({ 'retry-after': '7' }), times: 1 })
    const before = world.now()
    expect(counts(await world.run('1.2'))).toEqual({ found: 2, confirmed: 2 })
    expect(statuses(world, [one, other])).toEqual([125080003, 125080003])
    const [refused, again] = ingestions(world)
    expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(7_000)
    expect(world.now() - before).toBeLessThan(10_000)
    expect([one, other].map((each) => timesTold(world, each))).toEqual([1, 1])
  })

  test('X-06 a short one written as a date is waited for as well, also by Primero', async () => {
    world = await singles(1)
    decided(world, 1)
    const date = new Date(world.now() + 9_000).toUTCString()
    world.primero.faults.add({
      when: ({ query }) => query.startsWith('last_updated_at='),
      fault: { kind: 'status', status: 503, headers: { 'retry-after': date } },
      times: 1,
    })
    const before = world.now()
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
    expect(world.now() - before).toBeGreaterThanOrEqual(8_000)
  })

  test('X-06 a long one makes the item wait that long, not longer and not shorter', async () => {
    world = await singles(1)
    const one = decided(world, 1)
    world.ping.faults.add({ path: /\/data$/, fault: tooMany({ 'retry-after': '1800' }), times: 1 })
    const report = await world.run('1.2')
    expect(reasons(report)).toEqual({ 'ping-unavailable': [one.interventions[0]?.number] })
    const wait = Date.parse((await itemOf(world, one))?.nextTry ?? '') - world.now()
    expect(Math.round(wait / minute)).toBe(30)
    world.advance(29 * minute)
    await world.run('1.2')
    expect(ingestions(world)).toHaveLength(1)
    world.advance(2 * minute)
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
  })

  test('after three waits for one request it is trouble', async () => {
    world = await singles(1)
    const one = decided(world, 1)
    world.ping.faults.add({ path: /\/data$/, fault: tooMany({ 'retry-after': '1' }) })
    expect(reasons(await world.run('1.2'))).toEqual({ 'ping-unavailable': [one.interventions[0]?.number] })
    expect(ingestions(world)).toHaveLength(4)
  })

  test('a rate limit of the gateway is kept to: all go through in one run', async () => {
    world = await singles(2)
    world.ping.settings.rateLimit = { perSecond: 3 }
    seedDecisions(world, { seed: 1, count: 12 })
    expect(counts(await world.run('1.2'))).toEqual({ found: 12, confirmed: 12 })
  })

  test('a 403 that names a quota is trouble that waits, not a refusal', async () => {
    world = await singles(1)
    const one = decided(world, 1)
    const body =
      '{"statusCode":403,"message":"Out of call volume quota. Quota will be replenished in 00:20:00."}'
    const fault: Fault = { kind: 'status', status: 403, headers: { 'retry-after': '1200' }, body }
    world.ping.faults.add({ path: /\/data$/, fault, times: 1 })
    const report = await world.run('1.2')
    expect(report.stopped).toBeUndefined()
    expect(reasons(report)).toEqual({ 'ping-unavailable': [one.interventions[0]?.number] })
    expect((await itemOf(world, one))?.about).toEqual(['HTTP 403'])
    world.advance(21 * minute)
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
  })
})

describe('a system that is down', () => {
  test('counts as down after five troubles in a row, and the rest waits unprobed', async () => {
    world = await singles(1)
    seedDecisions(world, { seed: 1, count: 40 })
    world.ping.faults.add({ path: /\/data$/, fault: { kind: 'status', status: 503 } })
    const report = await world.run('1.2')
    expect(ingestions(world)).toHaveLength(5)
    expect(counts(report)).toEqual({ found: 40, waiting: 40 })
    expect(Object.keys(reasons(report))).toEqual(['ping-unavailable'])
    expect(exitOf(report)).toBe(4)
    expect(world.log.filter(({ event }) => event === 'system-down')).toHaveLength(1)
  })

  test('is probed once a minute at most, by one request, and taken up again when it answers', async () => {
    world = await singles()
    await hasRunBefore(world)
    const all = seedDecisions(world, { seed: 1, count: 40 })
    const fault = world.ping.faults.add({ path: /\/data$/, fault: { kind: 'reset-before' } })
    await world.run('1.2')
    world.ping.traffic.reset()
    world.advance(30_000)
    await world.run('1.2')
    expect(world.ping.traffic.total()).toBe(0)
    // A good sign-in at the token service says nothing of the gateway behind it.
    for (let probes = 1; probes <= 5; probes += 1) {
      world.advance(hour)
      await world.run('1.2')
      expect(ingestions(world)).toHaveLength(probes)
    }
    fault.remove()
    world.advance(hour)
    expect(counts(await world.run('1.2'))).toEqual({ found: all.length, confirmed: all.length })
    expect(world.log.filter(({ event }) => event === 'system-up')).toEqual([
      { event: 'system-up', system: 'ping' },
    ])
    expect(await world.host.ledger.pauses()).toEqual([])
  })

  test('is probed before an item is due by its own pause, once a minute at most, and is back for all of its items', async () => {
    world = await singles()
    await hasRunBefore(world)
    const all = [1, 2, 3].map((place) => decided(world, place))
    const waits = async (): Promise<readonly number[]> => {
      const items = await Promise.all(all.map(async (one) => itemOf(world, one)))
      return items.map((item) => Date.parse(item?.nextTry ?? '') - world.now())
    }
    world.ping.knobs.power = 'down'
    for (let night = 1; night <= 18; night += 1) {
      await world.run('1.2')
      world.advance(2 * hour)
    }
    await world.run('1.2')
    world.advance(2 * minute)
    expect(Math.max(...(await waits()))).toBeGreaterThan(30 * minute)
    world.ping.traffic.reset()
    await world.run('1.2')
    world.advance(30_000)
    await world.run('1.2')
    expect(ingestions(world).length).toBeLessThanOrEqual(1)
    expect(Math.max(...(await waits()))).toBeGreaterThan(30 * minute)
    world.ping.knobs.power = 'up'
    world.advance(minute)
    expect(counts(await world.run('1.2'))).toEqual({ found: all.length, confirmed: all.length })
  })

  test('is back for all flows once one of them has heard of it', async () => {
    world = await singles(1)
    await hasRunBefore(world)
    const one = decided(world, 1)
    world.ping.knobs.power = 'down'
    for (let night = 1; night <= 6; night += 1) {
      await world.run('1.2')
      world.advance(2 * hour)
    }
    await world.run('1.2')
    world.ping.knobs.power = 'up'
    world.advance(2 * minute)
    expect(Date.parse((await itemOf(world, one))?.nextTry ?? '') - world.now()).toBeGreaterThan(30 * minute)
    await world.run('1.1')
    expect((await itemOf(world, one))?.nextTry).toBeNull()
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
  })

  test('(X-06) one request that is to wait long does so, however well others are answered meanwhile', async () => {
    world = await singles(1)
    await hasRunBefore(world)
    decided(world, 1)
    world.ping.faults.add({ path: /\/data$/, fault: tooMany({ 'retry-after': '1800' }), times: 1 })
    await world.run('1.2')
    world.advance(25 * minute)
    expect(counts(await world.run('1.1'))).toEqual({})
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, waiting: 1 })
    expect(ingestions(world)).toHaveLength(1)
  })

  test('retry ends the pause between probes', async () => {
    world = await singles()
    const all = seedDecisions(world, { seed: 1, count: 10 })
    const fault = world.ping.faults.add({ path: /\/data$/, fault: { kind: 'status', status: 503 } })
    await world.run('1.2')
    fault.remove()
    const act = { by: 'tester', at: new Date(world.now()).toISOString() }
    await world.store.operators.retry('sandbox', { flow: null, reason: null }, act)
    expect(counts(await world.run('1.2'))).toEqual({ found: all.length, confirmed: all.length })
  })
})

const html: Fault = { kind: 'status', status: 200, body: '<html><body>Maintenance</body></html>' }
const busy: Fault = { kind: 'status', status: 503, headers: { 'retry-after': '60' } }

describe.each<readonly [string, Fault]>([
  ['only 503', busy],
  ['only HTML pages with 200 (hazard 29)', html],
  ['nothing', { kind: 'reset-before' }],
])('a system that answers %s', (_name, fault) => {
  test.each(['1.1', '1.2', '2.1', '2.2'] as const)(
    '(hazards 28 and 31) is no green run of %s: exit 4 and the system named',
    async (flow) => {
      world = await startWorld()
      decided(world, 1)
      seedReferrals(world, { seed: 1, count: 1, from: 20 })
      seedReviewed(world.ping, world.primero, { seed: 1, count: 1, from: 40 })
      world.primero.faults.add({ fault })
      const report = await world.run(flow)
      expect(Object.keys(reasons(report))).toContain('primero-unavailable')
      expect(exitOf(report)).toBe(4)
      expect(report.confirmed).toBe(0)
      expect(world.log.map(({ event }) => event)).not.toContain('defect')
    },
  )

  test.each(['1.1', '2.2'] as const)('(hazard 31) nor when it is PING: %s ends with exit 4', async (flow) => {
    world = await startWorld()
    seedReferrals(world, { seed: 1, count: 1 })
    world.ping.faults.add({ fault })
    const report = await world.run(flow)
    expect(Object.keys(reasons(report))).toEqual(['ping-unavailable'])
    expect(exitOf(report)).toBe(4)
  })
})

test('(hazard 31) every way to end has its exit code, the worst of all that happened', async () => {
  world = await startWorld()
  const run = async (flow: Flow): Promise<number> => exitOf(await world.run(flow))
  expect(await run('1.2')).toBe(0)
  decided(world, 1)
  expect(await run('1.2')).toBe(0)
  world.ping.settings.password = 'another one'
  decided(world, 2)
  expect(await run('1.2')).toBe(2)
  world.ping.settings.password = 'sandbox-ping-password'
  world.advance(hour / 2)
  const bad = decided(world, 3)
  const row = { unique_id: bad.rows[0], progres_interventionnumber: 'DTP-1' }
  world.primero.act.updateCase('caseworker1', bad.caseId, { services_section: [row] })
  expect(await run('1.2')).toBe(3)
  decided(world, 4)
  world.ping.faults.add({ path: /\/data$/, fault: { kind: 'status', status: 502 } })
  expect(await run('1.2')).toBe(4)
})
