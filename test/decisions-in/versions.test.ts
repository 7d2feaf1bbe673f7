import { afterEach, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  accepted,
  both,
  counts,
  decided,
  expectQuiet,
  forgetTraffic,
  inPrimero,
  inProgres,
  itemOf,
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

const minute = 60_000

test('a decision changed before it was written goes out as it stands now', async () => {
  const world = await start()
  const one = decided(world, 1)
  world.primero.knobs.power = 'down'
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, waiting: 1 })
  world.primero.knobs.power = 'up'
  world.ping.act.reverse(one.guid, 'Not applicable')
  world.advance(10 * minute)
  await world.run('2.2')
  expect(both(world, [one])).toEqual([['rejected', 125080003]])
})

test('a decision reversed after it was synced goes through again, and is decision-not-applied', async () => {
  const world = await start()
  const one = decided(world, 1)
  await world.run('2.2')
  world.ping.act.reverse(one.guid, 'Not applicable')
  const report = await world.run('2.2')
  expect(counts(report)).toEqual({ ...none, found: 1, attention: 1 })
  expect(reasonsOf(report)).toEqual({ 'decision-not-applied': [one.number] })
  expect(both(world, [one])).toEqual([['accepted', 125080002]])
  forgetTraffic(world)
  await world.run('2.2')
  expect(writes(world)).toEqual([0, 0])
})

test('a decision turned round and back again is synced as it stands in Primero', async () => {
  const world = await start()
  const one = decided(world, 1)
  await world.run('2.2')
  world.ping.act.reverse(one.guid)
  await world.run('2.2')
  world.ping.act.decide(one.guid, { decision: 'accepted' })
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
  expect(both(world, [one])).toEqual([['accepted', 125080003]])
  await expectQuiet(world)
})

test('a rejection with another comment after it was synced is decision-not-applied: Primero keeps the first', async () => {
  const world = await start()
  const one = decided(world, 1, { decision: 'rejected', reason: 'Not applicable', comment: 'First' })
  await world.run('2.2')
  world.ping.act.decide(one.guid, { decision: 'rejected', reason: 'Not applicable', comment: 'Second' })
  for (let run = 0; run < 2; run += 1) {
    const report = await world.run('2.2')
    expect(reasonsOf(report)).toEqual({ 'decision-not-applied': [one.number] })
    expect([inPrimero(world, one), inProgres(world, one)]).toEqual([
      ['rejected', 'Not applicable — First'],
      125080002,
    ])
  }
})

test('an acceptance stated again in other codes is synced again', async () => {
  const world = await start()
  const one = decided(world, 1)
  await world.run('2.2')
  world.ping.act.decide(one.guid, { decision: 'accepted', reviewDecision: null })
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
  expect(both(world, [one])).toEqual([['accepted', 125080003]])
})

test('the same decision still listed after it was synced is not written again', async () => {
  const world = await start()
  const one = decided(world, 1)
  await world.run('2.2')
  world.ping.act.setStatusCode(one.guid, 125080001)
  await expectQuiet(world)
  expect(onCases(world, 'GET').length).toBe(0)
})

test('a decision that somebody else marked as synced is confirmed, and decided anew it goes through', async () => {
  const world = await start()
  const one = decided(world, 1)
  world.ping.faults.add({ fault: { kind: 'status', status: 503 }, body: /record_ids/, times: 1 })
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, waiting: 1 })
  world.ping.act.setStatusCode(one.guid, 125080003)
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
  expect(both(world, [one])).toEqual([['in_progress', 125080003]])
  world.ping.act.decide(one.guid, { decision: 'rejected' })
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
  expect(both(world, [one])).toEqual([['rejected', 125080003]])
})

test('a decision taken back before it was written is withdrawn, and due again once it is decided', async () => {
  const world = await start()
  const one = decided(world, 1)
  world.primero.knobs.power = 'down'
  await world.run('2.2')
  world.primero.knobs.power = 'up'
  world.ping.act.setStatusCode(one.guid, 125080000)
  world.advance(10 * minute)
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, withdrawn: 1 })
  expect(both(world, [one])).toEqual([['in_progress', 125080000]])
  world.ping.act.decide(one.guid, { decision: 'accepted' })
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
  expect(both(world, [one])).toEqual([['accepted', 125080003]])
})

test('a decision taken back between list and details is withdrawn', async () => {
  const world = await start()
  const one = decided(world, 1)
  world.ping.faults.add({
    fault: { kind: 'delay', ms: 0 },
    body: /record_ids/,
    when: () => {
      world.ping.act.setStatusCode(one.guid, 125080000)
      return true
    },
    times: 1,
  })
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, withdrawn: 1 })
  expect(both(world, [one])).toEqual([['in_progress', 125080000]])
})

test.each([
  ['reset-before', 'in_progress', { withdrawn: 1 }, {}],
  ['reset-after', 'accepted', { attention: 1 }, { 'decision-contradictory': ['REF-IOP-DAD-000000001'] }],
] as const)(
  'a decision taken back after a write that ended in %s is judged by what Primero shows',
  async (kind, status, ended, reasons) => {
    const world = await start()
    const one = decided(world, 1)
    world.primero.faults.add({ fault: { kind }, method: 'PATCH', times: 1 })
    await world.run('2.2')
    world.ping.act.setStatusCode(one.guid, 125080000)
    world.advance(10 * minute)
    const report = await world.run('2.2')
    expect([counts(report), reasonsOf(report)]).toEqual([{ ...none, found: 1, ...ended }, reasons])
    expect(both(world, [one])).toEqual([[status, 125080000]])
  },
)

test('a decision that proGres shows as open again after it stands in Primero needs a person', async () => {
  const world = await start()
  const one = decided(world, 1)
  world.ping.faults.add({ fault: { kind: 'status', status: 503 }, path: /ingestion/ })
  await world.run('2.2')
  world.ping.faults.clear()
  world.ping.act.setStatusCode(one.guid, 125080000)
  world.advance(10 * minute)
  const report = await world.run('2.2')
  expect(reasonsOf(report)).toEqual({ 'decision-contradictory': [one.number] })
  expect(both(world, [one])).toEqual([['accepted', 125080000]])
})

test('what no page lists any more is withdrawn, unless it stands in Primero; listed again, it is due again', async () => {
  const world = await start()
  const [gone, kept] = [decided(world, 1), decided(world, 2)]
  world.primero.faults.add({
    fault: { kind: 'status', status: 503 },
    method: 'PATCH',
    path: new RegExp(gone.primeroId),
  })
  world.ping.faults.add({ fault: { kind: 'status', status: 503 }, path: /ingestion/ })
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 2, waiting: 2 })
  world.primero.faults.clear()
  world.ping.faults.clear()
  const nothing = JSON.stringify({ Data: 'No Data Available', ErrorMessage: null, RecordCount: null })
  const hidden = world.ping.faults.add({
    fault: { kind: 'status', status: 200, body: nothing, contentType: 'application/json' },
    body: /SHP-2795/,
  })
  await world.run('2.2')
  // A write without a word may have arrived, so it is no less there than one that was answered.
  expect((await itemOf(world, kept)).state).toBe('waiting')
  hidden.remove()
  world.advance(10 * minute)
  await world.run('2.2')
  expect(both(world, [gone, kept])).toEqual([
    ['accepted', 125080003],
    ['accepted', 125080003],
  ])
})

test('a decision not yet tried that leaves the list is withdrawn and comes back with it', async () => {
  const world = await start()
  const one = decided(world, 1)
  world.ping.faults.add({ fault: { kind: 'status', status: 503 }, body: /record_ids/, times: 1 })
  await world.run('2.2')
  const nothing = JSON.stringify({ ErrorMessage: null, RecordCount: 0 })
  const hidden = world.ping.faults.add({
    fault: { kind: 'status', status: 200, body: nothing, contentType: 'application/json' },
    body: /SHP-2795/,
  })
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, withdrawn: 1 })
  hidden.remove()
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
  expect(both(world, [one])).toEqual([['accepted', 125080003]])
})

test('what a person has settled is left alone until UNHCR decides otherwise', async () => {
  const world = await start()
  const one = decided(world, 1)
  world.primero.act.revoke('caseworker1', one.primeroId, one.referralId)
  await world.run('2.2')
  const item = await itemOf(world, one)
  const handled = { state: 'handled', reason: null, settledRun: 'a person' } as const
  await world.host.ledger.save([{ ...item, ...handled }], [])
  await expectQuiet(world)
  world.ping.act.reverse(one.guid)
  const report = await world.run('2.2')
  expect(reasonsOf(report)).toEqual({ 'decision-not-applied': [one.number] })
})

test('found = confirmed + waiting + attention + withdrawn + handled over many runs, and no alarm', async () => {
  const world = await start()
  const good = accepted(world, 6)
  decided(world, 7, { decision: 'accepted', status: 125080009 })
  world.primero.faults.add({ fault: { kind: 'reset-after' }, method: 'PATCH', times: 2 })
  world.ping.faults.add({ fault: { kind: 'status', status: 500 }, path: /ingestion/, times: 1 })
  for (let run = 0; run < 4; run += 1) {
    const { found, confirmed, waiting, attention, withdrawn, handled } = await world.run('2.2')
    expect(found).toBe(confirmed + waiting + attention + withdrawn + handled)
    world.advance(10 * minute)
  }
  expect(world.log.filter(({ event }) => event === 'conservation-broken')).toEqual([])
  expect(both(world, good)).toEqual(good.map(() => ['accepted', 125080003]))
})
