import { officersDecide, seedOutgoing } from '@ping-primero/sandbox'
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

for (const account of ['ping_integration', 'ping_least']) {
  test(`what flow 2.1 sent comes back decided with one request to Primero each, as ${account}`, async () => {
    const world = await start({ account })
    const sent = seedOutgoing(world.primero, { count: 20, seed: 1 })
    await world.run('2.1')
    await world.run('2.2')
    expect(officersDecide(world.ping, { seed: 1, rejectShare: 0.4 })).toBe(20)
    world.advance(60 * 60_000)
    forgetTraffic(world)
    const report = await world.run('2.2')
    expect(counts(report)).toEqual({ ...none, found: 20, confirmed: 20 })
    expect([onCases(world, 'GET').length, onCases(world, 'PATCH').length]).toEqual([0, 20])
    for (const { caseId, rowId } of sent) {
      const [referral] = world.primero.store.referralsOf(caseId)
      const [inProgres] = world.ping.store.referralsOfService(rowId)
      const stated = inProgres?.reviewDecision === 125080000 ? 'accepted' : 'rejected'
      expect([referral?.status, inProgres?.status]).toEqual([stated, 125080003])
    }
    await expectQuiet(world)
    forgetTraffic(world)
    await world.run('2.1')
    expect(writes(world)).toEqual([0, 0])
  })

  test(`2.1-13 hand in hand with 2.2: a send without an answer is settled by UNHCR's decision, as ${account}`, async () => {
    const world = await start({ account })
    const [sent] = seedOutgoing(world.primero, { count: 1, seed: 1 })
    // proGres shows it only later, so that flow 2.1 cannot find it by itself.
    world.ping.settings.visibleAfterMs = 60_000
    world.ping.faults.add({ fault: { kind: 'reset-after' }, path: /asyncdata/, times: 1 })
    const unknown = await world.run('2.1')
    expect(reasonsOf(unknown)).toEqual({
      'outcome-unknown': [world.primero.store.referralsOf(sent?.caseId ?? '')[0]?.id],
    })
    officersDecide(world.ping, { seed: 1, rejectShare: 0 })
    world.advance(120_000)
    expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
    expect(world.primero.store.referralsOf(sent?.caseId ?? '')[0]?.status).toBe('accepted')
    world.advance(60_000)
    expect(counts(await world.run('2.1'))).toEqual(none)
    expect(world.ping.store.referrals.size).toBe(1)
  })
}

test('tells proGres in batches, and looks the cases of many decisions up in few requests', async () => {
  const world = await start()
  const all = accepted(world, 60)
  const report = await world.run('2.2')
  expect(counts(report)).toEqual({ ...none, found: 60, confirmed: 60 })
  expect(both(world, all)).toEqual(all.map(() => ['accepted', 125080003]))
  expect(ingestions(world).length).toBe(3)
  expect(onCases(world, 'PATCH').length).toBe(60)
  const reading = onCases(world, 'GET')
  expect(reading.filter(({ path }) => path.endsWith('/referrals')).length).toBe(60)
  // One for the control value, three for sixty ids of 36 characters.
  expect(reading.filter(({ path }) => path === '/api/v2/cases').length).toBe(4)
  expect(world.primero.traffic.counts()['sign-in']).toBe(1)
})

test('more decisions than a run takes on at a time are all written', async () => {
  const world = await start()
  const all = accepted(world, 450)
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 450, confirmed: 450 })
  expect(
    both(world, all).filter(([status, code]) => status === 'accepted' && code === 125080003).length,
  ).toBe(450)
  await expectQuiet(world)
})

test('retry sends at once what Primero refused', async () => {
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
  const at = new Date(world.now()).toISOString()
  await world.store.operators.retry(
    world.deployment.name,
    { flow: '2.2', reason: null },
    { by: 'operator', at },
  )
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
  expect(both(world, [one])).toEqual([['accepted', 125080003]])
})
