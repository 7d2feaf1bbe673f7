import { afterEach, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  accepted,
  both,
  counts,
  decided,
  expectQuiet,
  forgetTraffic,
  ingestions,
  none,
  onCases,
  reasonsOf,
  told,
  writes,
} from './scene.ts'

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
const timeout = { requestTimeoutMs: 1_500 }
const html = '<html><body>502 Bad Gateway</body></html>'

/** Ten runs at most, ten minutes apart, until nothing is unsettled. */
async function settle(world: World): Promise<void> {
  for (let runs = 0; runs < 10; runs += 1) {
    world.advance(10 * minute)
    const { waiting, attention } = await world.run('2.2')
    if (waiting + attention === 0) return
  }
  throw new Error('It does not settle.')
}

test('2.2-09 repeats only the word to proGres when that failed', async () => {
  const world = await start()
  const one = decided(world, 1)
  world.ping.faults.add({ fault: { kind: 'status', status: 503 }, path: /ingestion\/v2/, times: 1 })
  const first = await world.run('2.2')
  expect(reasonsOf(first)).toEqual({ 'ping-unavailable': [one.number] })
  expect(both(world, [one])).toEqual([['accepted', 125080001]])
  world.advance(10 * minute)
  forgetTraffic(world)
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
  expect(both(world, [one])).toEqual([['accepted', 125080003]])
  expect([onCases(world, 'GET').length, ...writes(world)]).toEqual([0, 0, 1])
})

test('a refused item of a batch goes again alone; the others are confirmed, and it says ping-rejected', async () => {
  const world = await start()
  const all = accepted(world, 5)
  const [bad, ...good] = all
  if (bad === undefined) throw new Error('no decision was made')
  const refusal = JSON.stringify({ ErrorMessage: 'IOP-2001: cannot be updated', SPHTransactionId: null })
  world.ping.faults.add({
    fault: { kind: 'status', status: 200, body: refusal, contentType: 'application/json' },
    path: /ingestion\/v2/,
    body: new RegExp(bad.guid),
  })
  const report = await world.run('2.2')
  expect(counts(report)).toEqual({ ...none, found: 5, confirmed: 4, attention: 1 })
  expect(reasonsOf(report)).toEqual({ 'ping-rejected': [bad.number] })
  expect(both(world, good)).toEqual(good.map(() => ['accepted', 125080003]))
  expect(both(world, [bad])).toEqual([['accepted', 125080001]])

  forgetTraffic(world)
  expect(reasonsOf(await world.run('2.2'))).toEqual({ 'ping-rejected': [bad.number] })
  expect(writes(world)).toEqual([0, 0])
  world.ping.faults.clear()
  world.advance(25 * 60 * minute)
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
})

test('an item that the status answer names as failed is not synced', async () => {
  const world = await start()
  const one = decided(world, 1)
  const body = JSON.stringify({
    Data: [{ ExternalId: one.guid, Status: 'Failed', ErrorMessage: 'IOP-2002: no' }],
  })
  world.ping.faults.add({
    fault: { kind: 'status', status: 200, body, contentType: 'application/json' },
    path: /checkstatus/,
  })
  expect(reasonsOf(await world.run('2.2'))).toEqual({ 'ping-rejected': [one.number] })
})

test.each([
  ['one that PING does not answer for', 'ping', /record_ids/],
  ['one that Primero does not answer for', 'primero', /referrals\//],
] as const)('all others are settled in the same run beside %s', async (_, system, where) => {
  const world = await start(timeout)
  const all = accepted(world, 6)
  const [slow, ...others] = all
  if (slow === undefined) throw new Error('no decision was made')
  world[system].faults.add({
    fault: { kind: 'hang-before' },
    when: ({ path, body }) =>
      (where.test(path) && path.includes(slow.referralId)) || (where.test(body) && body.includes(slow.guid)),
  })
  const report = await world.run('2.2')
  expect(counts(report)).toEqual({ ...none, found: 6, confirmed: 5, waiting: 1 })
  expect(both(world, others)).toEqual(others.map(() => ['accepted', 125080003]))
  expect(both(world, [slow])).toEqual([['in_progress', 125080001]])
})

test('a decision that Primero refuses is primero-refused with the field, the others go through', async () => {
  const world = await start()
  const [bad, good] = [decided(world, 1), decided(world, 2)]
  const errors = [
    { status: 422, detail: 'transitioned_to', message: ['transition.errors.to_user_can_receive'] },
  ]
  const refusal = {
    kind: 'status',
    status: 422,
    body: JSON.stringify({ errors }),
    contentType: 'application/json',
  } as const
  world.primero.faults.add({ fault: refusal, method: 'PATCH', path: new RegExp(bad.referralId) })
  const report = await world.run('2.2')
  expect(reasonsOf(report)).toEqual({ 'primero-refused': [bad.number] })
  const [item] = await world.host.ledger.get('2.2', [bad.guid])
  expect(item?.about).toEqual(['transitioned_to'])
  expect(both(world, [good])).toEqual([['accepted', 125080003]])

  forgetTraffic(world)
  const again = await world.run('2.2')
  expect([reasonsOf(again), writes(world)]).toEqual([{ 'primero-refused': [bad.number] }, [0, 0]])
  world.primero.faults.clear()
  world.advance(25 * 60 * minute)
  await world.run('2.2')
  expect(both(world, [bad])).toEqual([['accepted', 125080003]])
})

test('a refused decision goes out at once when UNHCR changes it', async () => {
  const world = await start()
  const one = decided(world, 1)
  const refusal = {
    kind: 'status',
    status: 422,
    body: '{"errors":[]}',
    contentType: 'application/json',
  } as const
  world.primero.faults.add({ fault: refusal, method: 'PATCH', times: 1 })
  expect(reasonsOf(await world.run('2.2'))).toEqual({ 'primero-refused': [one.number] })
  world.ping.act.reverse(one.guid, 'Not applicable')
  await world.run('2.2')
  expect(both(world, [one])).toEqual([['rejected', 125080003]])
})

test('a referral that is gone when it is written to is referral-not-found, and looked at by reading', async () => {
  const world = await start()
  const one = decided(world, 1)
  const gone = {
    kind: 'status',
    status: 404,
    body: '{"errors":[]}',
    contentType: 'application/json',
  } as const
  world.primero.faults.add({ fault: gone, method: 'PATCH', times: 1 })
  expect(reasonsOf(await world.run('2.2'))).toEqual({ 'referral-not-found': [one.number] })
  world.primero.faults.add({ fault: gone, path: /referrals/ })
  forgetTraffic(world)
  expect(reasonsOf(await world.run('2.2'))).toEqual({ 'referral-not-found': [one.number] })
  expect(writes(world)).toEqual([0, 0])
  world.primero.faults.clear()
  await world.run('2.2')
  expect(both(world, [one])).toEqual([['accepted', 125080003]])
})

test('a 403 on one referral after a write that went well is primero-forbidden for that one alone', async () => {
  const world = await start({
    deployment: (deployment) => ({
      ...deployment,
      primero: { ...deployment.primero, limits: { concurrency: 1, requestsPerSecond: 0 } },
    }),
  })
  const all = accepted(world, 4)
  const refusal = {
    kind: 'status',
    status: 403,
    body: '{"errors":[]}',
    contentType: 'application/json',
  } as const
  world.primero.faults.add({ fault: refusal, method: 'PATCH', skip: 2, times: 1 })
  const report = await world.run('2.2')
  expect(counts(report)).toEqual({ ...none, found: 4, confirmed: 3, attention: 1 })
  expect(report.reasons.map(({ code }) => code)).toEqual(['primero-forbidden'])
  expect(report.stopped).toBeUndefined()
  forgetTraffic(world)
  await world.run('2.2')
  expect(writes(world)).toEqual([0, 0])
  expect(both(world, all).filter(([status]) => status === 'accepted').length).toBe(3)
})

test('2.2 (hazard 28) an outage of Primero is said as such, nothing is "not found", and all is done afterwards', async () => {
  const world = await start()
  const all = accepted(world, 12)
  world.primero.faults.add({ fault: { kind: 'status', status: 503 } })
  const report = await world.run('2.2')
  expect(counts(report)).toEqual({ ...none, found: 12, waiting: 12 })
  expect(Object.keys(reasonsOf(report))).toEqual(['primero-unavailable'])
  // Five troubles in a row, and Primero is left alone.
  expect(report.requests.primero).toBeLessThanOrEqual(8)
  world.primero.faults.clear()
  await settle(world)
  expect(both(world, all)).toEqual(all.map(() => ['accepted', 125080003]))
})

test('hazard 28: an outage of PING ends as ping-unavailable and leaves Primero alone', async () => {
  const world = await start()
  const all = accepted(world, 3)
  world.ping.knobs.power = 'down'
  const report = await world.run('2.2')
  expect(report.reasons).toEqual([{ code: 'ping-unavailable', state: 'waiting', count: 0, items: [] }])
  expect(onCases(world, 'GET')).toEqual([])
  world.ping.knobs.power = 'up'
  await settle(world)
  expect(both(world, all)).toEqual(all.map(() => ['accepted', 125080003]))
})

test('hazard 29: HTML pages with status 200 from both systems are trouble, never a crash or an answer', async () => {
  const world = await start()
  const all = accepted(world, 4)
  const page = { kind: 'status', status: 200, body: html } as const
  world.primero.faults.add({ fault: page })
  expect(Object.keys(reasonsOf(await world.run('2.2')))).toEqual(['primero-unavailable'])
  world.primero.faults.clear()
  world.advance(10 * minute)
  world.ping.faults.add({ fault: page })
  const report = await world.run('2.2')
  expect(report.reasons.map(({ code }) => code)).toContain('ping-unavailable')
  expect(all.map((one) => told(world, one))).toEqual(all.map(() => []))
  world.ping.faults.clear()
  await settle(world)
  expect(both(world, all)).toEqual(all.map(() => ['accepted', 125080003]))
})

test('two runs over one state tell proGres once', async () => {
  const world = await start()
  accepted(world, 3)
  await world.run('2.2')
  expect(ingestions(world).filter(({ path }) => path.endsWith('/data')).length).toBe(1)
  await expectQuiet(world)
})

test('(P7) a 400 on the details of one decision stops no other', async () => {
  const world = await start()
  const [bad, good] = accepted(world, 2)
  if (bad === undefined || good === undefined) throw new Error('There are two.')
  const body = '{"ErrorMessage":"The record is inactive."}'
  world.ping.faults.add({
    when: ({ body: asked }) => asked.includes('SHP-2796') && asked.includes(bad.guid),
    fault: { kind: 'status', status: 400, body },
  })
  const report = await world.run('2.2')
  expect(report.stopped).toBeUndefined()
  expect(counts(report)).toEqual({ ...none, found: 2, confirmed: 1, waiting: 1 })
  expect(both(world, [good])).toEqual([['accepted', 125080003]])
})
