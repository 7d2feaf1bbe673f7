import { afterAll, beforeAll, expect, test } from 'vitest'
import { refer } from '../referrals-out/scene.ts'
import { agreed, compare, ledgerContents, short, type Agreed } from './scene.ts'

let scene: Agreed
beforeAll(async () => {
  scene = await agreed()
})
afterAll(() => scene.world.stop())

const none = { moving: 0, withoutDetail: 0 }

test('a world in which every flow came through shows no difference, and nothing is written anywhere', async () => {
  const { world } = scene
  world.ping.traffic.reset()
  world.primero.traffic.reset()
  const before = ledgerContents(world)
  const to = new Date(world.now()).toISOString()
  const { requests, ...report } = await compare(world)
  expect(report).toEqual({
    deployment: 'sandbox',
    from: '2026-01-01T00:00:00.000Z',
    to,
    complete: true,
    compared: {
      '1.1': { compared: 3, ...none },
      '1.2': { compared: 2, ...none },
      '2.1': { compared: 3, ...none },
      '2.2': { compared: 3, ...none },
    },
    open: [],
    counts: [],
    differences: [],
    unread: [],
  })
  expect(requests.primero).toBe(world.primero.traffic.total())
  expect(world.ping.traffic.writes() + world.primero.traffic.writes()).toBe(0)
  expect(ledgerContents(world)).toEqual(before)
})

test('one flow alone is compared by what it needs, and only its counts are told', async () => {
  const { world } = scene
  world.ping.traffic.reset()
  const report = await compare(world, { flows: ['2.2'] })
  expect({ compared: report.compared, differences: short(report) }).toEqual({
    compared: { '2.2': { compared: 3, ...none } },
    differences: [],
  })
  expect(world.ping.traffic.counts()).not.toHaveProperty('list-referrals')
})

test('beside a run Primero is asked by Basic alone, so that the session of the run goes on', async () => {
  const { world } = scene
  for (let place = 11; place <= 30; place += 1) refer(world, place)
  const signIns = async (alone: boolean): Promise<number> => {
    world.primero.traffic.reset()
    await compare(world, { alone })
    return world.primero.traffic.entries().filter(({ path }) => path.includes('/tokens')).length
  }
  expect([await signIns(false), await signIns(true)]).toEqual([0, 1])
})
