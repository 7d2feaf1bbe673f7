import { afterEach, expect, test } from 'vitest'
import { sent } from '../referrals-out/scene.ts'
import type { World } from '../support/world.ts'
import { disliked, dislikes, outcome, record, startLimited } from './one-record.ts'

let world: World
afterEach(() => world.stop())

const hour = 3_600_000

test.each([429, 503])(
  '(F82) a batch of new referrals of which one makes PING answer %i goes again one by one',
  async (status) => {
    world = await startLimited(8, 10)
    const bad = record(world, '2.1', 1, disliked)
    for (const place of [2, 3, 4]) record(world, '2.1', place)
    world.ping.faults.add({ body: dislikes, fault: { kind: 'status', status } })
    expect(outcome(await world.run('2.1'))).toMatchObject({
      confirmed: 3,
      reasons: { 'ping-unavailable': [bad] },
    })
    expect(sent(world)).toHaveLength(3)
  },
)

test.each(['1.2', '2.1'] as const)(
  '(F82) a batch of %s of which one makes PING ask to wait waits together once, and goes one by one in the next run',
  async (flow) => {
    world = await startLimited(8, 10)
    const bad = record(world, flow, 1, disliked)
    for (const place of [2, 3, 4]) record(world, flow, place)
    const fault = { kind: 'status', status: 503, headers: { 'retry-after': '60' } } as const
    world.ping.faults.add({ path: /data$/, body: dislikes, fault })
    expect(outcome(await world.run(flow))).toMatchObject({ confirmed: 0, waiting: 4 })
    world.advance(2 * hour)
    expect(outcome(await world.run(flow))).toMatchObject({
      confirmed: 3,
      reasons: { 'ping-unavailable': [bad] },
    })
  },
)

test.each(['-5', '0', '0.001', 'soon', '0, 0'])(
  '(F84) a Retry-After of %j leads to no burst: the item waits as without one, or a second at least',
  async (value) => {
    world = await startLimited(1)
    record(world, '1.2', 1)
    const fault = { kind: 'status', status: 503, headers: { 'retry-after': value } } as const
    const busy = world.ping.faults.add({ path: /\/data$/, fault })
    const before = world.now()
    await world.run('1.2')
    const asked = busy.fired()
    expect(asked === 1 || (world.now() - before) / (asked - 1) >= 1_000).toBe(true)
  },
)
