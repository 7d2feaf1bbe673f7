import { afterEach, describe, expect, test } from 'vitest'
import { exitOf } from '@ping-primero/core'
import { gatewayBodies, saying } from '../support/gateways.ts'
import { startWorld, type World } from '../support/world.ts'
import { both, counts, decided, none, reasonsOf } from './scene.ts'

const open: World[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((world) => world.stop()))
})

async function start(): Promise<World> {
  const world = await startWorld()
  open.push(world)
  return world
}

const hour = 3_600_000

/** Decisions that cannot be applied yet, so that they stay pending. */
async function pending(world: World, count: number): Promise<void> {
  for (let place = 1; place <= count; place += 1) decided(world, place)
  world.primero.knobs.power = 'down'
  await world.run('2.2')
  world.primero.knobs.power = 'up'
}

describe.each(gatewayBodies)("F77 %s with 200 is nobody's word", (_what, body) => {
  const fault = saying(body)

  test('of the list: no decision is withdrawn', async () => {
    const world = await start()
    await pending(world, 2)
    world.ping.faults.add({ body: /SHP-2795/, fault, times: 1 })
    const report = await world.run('2.2')
    expect([counts(report).withdrawn, exitOf(report)]).toEqual([0, 4])
    world.advance(2 * hour)
    expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 2, confirmed: 2 })
  })

  test('of details, of Primero and of the update: the decision arrives later, once', async () => {
    const world = await start()
    const one = decided(world, 1)
    world.ping.faults.add({ body: /SHP-2796/, fault, times: 1 })
    world.primero.faults.add({ method: 'PATCH', fault: { ...fault, kind: 'status-after' }, times: 1 })
    world.ping.faults.add({ path: /\/data$/, fault, times: 1 })
    for (let run = 0; run < 3; run += 1) {
      expect(exitOf(await world.run('2.2'))).toBe(4)
      world.advance(2 * hour)
    }
    expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
    expect(both(world, [one])).toEqual([['accepted', 125080003]])
  })
})

test('F78 a list that lost most of what was pending withdraws nothing before the next run reads the same', async () => {
  const world = await start()
  await pending(world, 11)
  world.primero.knobs.power = 'down'
  const empty = { Data: 'No Data Available', ErrorMessage: null, RecordCount: null, PagingSummary: null }
  world.ping.faults.add({
    body: /SHP-2795/,
    fault: { kind: 'status', status: 200, body: JSON.stringify(empty), contentType: 'application/json' },
  })
  const report = await world.run('2.2')
  expect([counts(report).withdrawn, Object.keys(reasonsOf(report)), exitOf(report)]).toEqual([
    0,
    expect.arrayContaining(['list-shrunk']),
    4,
  ])
  expect(counts(await world.run('2.2')).withdrawn).toBe(11)
})

test.each(['null', '"no row"', '[]', '{"progres_interoperabilityreferralstatus":125080001}'])(
  'F80 a row %s of the list is told by itself: the others go, and none is withdrawn',
  async (row) => {
    const world = await start()
    const all = [decided(world, 1), decided(world, 2)]
    world.ping.faults.add({
      body: /SHP-2795/,
      fault: {
        kind: 'rewrite',
        with: (answer) => ({ ...answer, body: (answer.body ?? '').replace('"Data":[', `"Data":[${row},`) }),
      },
    })
    const report = await world.run('2.2')
    expect([counts(report), exitOf(report)]).toEqual([{ ...none, found: 2, confirmed: 2 }, 3])
    expect(report.reasons).toEqual([{ code: 'record-unreadable', state: 'attention', count: 1, items: [] }])
    expect(both(world, all)).toEqual(all.map(() => ['accepted', 125080003]))
  },
)

test('F80 details with a row that cannot be read hold that decision alone', async () => {
  const world = await start()
  const [bad, good] = [decided(world, 1), decided(world, 2)]
  world.ping.faults.add({
    body: new RegExp(`SHP-2796.*${bad.guid}`),
    fault: {
      kind: 'rewrite',
      with: (answer) => ({ ...answer, body: (answer.body ?? '').replace('"Data":[', '"Data":[null,') }),
    },
  })
  expect(reasonsOf(await world.run('2.2'))).toEqual({ 'record-unreadable': [bad.guid] })
  expect(both(world, [good])).toEqual([['accepted', 125080003]])
  world.ping.faults.clear()
  expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
})
