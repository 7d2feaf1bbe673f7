import { afterEach, beforeEach, expect, test } from 'vitest'
import { faultNames } from '@ping-primero/console/sandbox/trouble.ts'
import type { Trouble } from '@ping-primero/console/sandbox/trouble.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { seedOutgoing, seedReferrals } from '@ping-primero/sandbox'
import { servicesOfUnhcr } from '../../story/simulated.ts'
import type { StoryWorld } from '../../story/world.ts'
import { openQuickWorld } from '../sandbox-console.fixture.ts'
import { troubleOf } from './trouble.ts'

let world: StoryWorld
let trouble: Trouble

beforeEach(async () => {
  world = await openQuickWorld(false)
  trouble = troubleOf(world)
})
afterEach(() => world.close())

const well = [
  { system: 'ping', isDown: false, isSlow: false, faults: [] },
  { system: 'primero', isDown: false, isSlow: false, faults: [] },
]

async function run(flow: Flow) {
  const result = await world.run(flow)
  if (!result.ok) throw new Error(result.refusal.message)
  return result.value
}

test('what waits for a system that is down goes through once it is back, without anybody waiting', async () => {
  seedReferrals(world, { seed: 3, count: 2 })
  trouble.turn('primero', 'down')
  expect(trouble.now()[1]).toMatchObject({ isDown: true })
  expect((await run('1.1')).waiting).toBe(2)
  trouble.turn('primero', 'up')
  expect((await run('1.1')).confirmed).toBe(2)
  expect(trouble.now()).toEqual(well)
})

test('a slow system is slow until it is quick again', () => {
  trouble.turn('ping', 'slow')
  expect([world.ping.knobs.latencyMs, trouble.now()[0]?.isSlow]).toEqual([2_000, true])
  trouble.turn('ping', 'quick')
  expect([world.ping.knobs.latencyMs, trouble.now()]).toEqual([0, well])
})

test.each(faultNames)(
  'whatever is broken by %s, all goes through once each when it has ended',
  async (fault) => {
    seedReferrals(world, { seed: 3, count: 3 })
    seedOutgoing(world.primero, { seed: 3, count: 3, from: 3 })
    for (const system of ['ping', 'primero'] as const) trouble.break(system, fault)
    expect(trouble.now().map(({ faults }) => faults)).toEqual([
      [{ name: fault, struck: 0 }],
      [{ name: fault, struck: 0 }],
    ])
    await world.run('1.1')
    await world.run('2.1')
    for (const system of ['ping', 'primero'] as const) trouble.turn(system, 'end')
    expect(trouble.now()).toEqual(well)
    for (const flow of ['1.1', '2.1', '1.1', '2.1'] as const) await run(flow)
    expect(servicesOfUnhcr(world.primero)).toHaveLength(3)
    const made = [...world.ping.store.referrals.values()].map(({ orgReferralId }) => orgReferralId)
    expect(new Set(made).size).toBe(made.length)
  },
)

test('what has struck as often as it should is trouble no more', async () => {
  seedReferrals(world, { seed: 3, count: 1 })
  trouble.break('primero', 'too-many')
  await world.run('1.1')
  expect(trouble.now()).toEqual(well)
})
