import { afterEach, describe, expect, test } from 'vitest'
import { silentFirewalls } from '@ping-primero/sandbox'
import type { World } from '../support/world.ts'
import { disliked, dislikes, outcome, record, startLimited, targets } from './one-record.ts'

let world: World
afterEach(() => world.stop())

const hour = 3_600_000

/** Five hundred, and what else a server says when it fails on what it is sent. */
const stumbles = {
  '500': { kind: 'status', status: 500, body: '{"errors":[{"status":500,"message":"went wrong"}]}' },
  '429 as a page': { kind: 'status', status: 429, body: '<html>429</html>', contentType: 'text/html' },
  '503 as a page': { kind: 'status', status: 503, body: '<html>503</html>', contentType: 'text/html' },
  '502 as a page': { kind: 'status', status: 502, body: '<html>502</html>', contentType: 'text/html' },
  'half an answer': { kind: 'reset-before' },
  ...silentFirewalls,
} as const

describe('(F82) a record over which a system stumbles', () => {
  test.each(['1.1', '1.2', '2.2'] as const)(
    'needs a person after three runs of %s, is tried once a day then, and others go all the time',
    async (flow) => {
      const [system] = targets[flow]
      for (const [name, fault] of Object.entries(stumbles)) {
        world = await startLimited()
        const bad = record(world, flow, 1, disliked)
        const wall = world[system].faults.add({ body: dislikes, fault })
        const trouble = system === 'ping' ? 'ping-unavailable' : 'primero-unavailable'
        for (const place of [2, 3, 4]) {
          record(world, flow, place)
          const reasons = place === 4 ? 'system-stumbles' : trouble
          expect(outcome(await world.run(flow)), `${name}, with ${place}`).toMatchObject({
            confirmed: 1,
            stopped: undefined,
            reasons: { [reasons]: [bad] },
          })
          world.advance(2 * hour)
        }
        const tried = wall.fired()
        await world.run(flow)
        expect(wall.fired(), name).toBe(tried)
        wall.remove()
        world.advance(25 * hour)
        expect((await world.run(flow)).confirmed, name).toBe(1)
        if (name !== 'no answer at all') await world.stop()
      }
    },
  )

  test.each(['1.1', '2.2'] as const)(
    'many of them, found first and tried one at a time, keep no good one of %s waiting beyond one run',
    async (flow) => {
      world = await startLimited(1)
      const [system] = targets[flow]
      for (const place of [1, 2, 3, 4, 5, 6, 7]) record(world, flow, place, disliked)
      world[system].faults.add({ body: dislikes, fault: stumbles['500'] })
      await world.run(flow)
      world.advance(2 * hour)
      for (const place of [11, 12, 13, 14, 15]) record(world, flow, place)
      expect(await world.run(flow)).toMatchObject({ confirmed: 5 })
      for (let runs = 0; runs < 4; runs += 1) {
        world.advance(2 * hour)
        await world.run(flow)
      }
      expect(outcome(await world.run(flow))).toMatchObject({ attention: 7, waiting: 0 })
    },
  )

  test('does not make the system count as down for the other flows', async () => {
    world = await startLimited(1)
    for (const place of [1, 2, 3, 4, 5, 6, 7]) record(world, '1.1', place, disliked)
    world.primero.faults.add({ body: dislikes, fault: stumbles['500'] })
    await world.run('1.1')
    world.advance(2 * hour)
    record(world, '1.1', 20)
    await world.run('1.1')
    expect(await world.host.ledger.pauses()).toEqual([])
    record(world, '2.2', 30)
    expect((await world.run('2.2')).confirmed).toBe(1)
  })
})
