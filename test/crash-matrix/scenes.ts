import type { Flow } from '@ping-primero/core/domain/flow.ts'
import {
  caseworkersDecide,
  individualOf,
  officersDecide,
  seedDecisions,
  seedOutgoing,
  seedReferrals,
} from '@ping-primero/sandbox'
import type { World } from '../worlds/world.ts'

/** Brings work for one flow into a world: some of every kind that the flow treats differently. */
export const scenes: Readonly<Record<Flow, (world: World) => Promise<void>>> = {
  '1.1': async (world) => {
    // Two new children, two known ones, and one referral that is refused and reported.
    seedReferrals(world, { seed: 11, count: 4, knownShare: 0.5 })
    const [person] = world.children
    if (person === undefined) throw new Error('A world has children.')
    world.ping.act.refer({
      individual: individualOf(person),
      guid: 'aaaaaaaa-0000-4000-a000-00000000000a',
      type: 'Fosterage (retired)',
      officer: person.officer,
    })
  },
  '1.2': async (world) => {
    seedDecisions(world, { seed: 12, count: 3, rejectShare: 0.5 })
  },
  '2.1': async (world) => {
    seedOutgoing(world.primero, { seed: 13, count: 3 })
  },
  '2.2': async (world) => {
    seedOutgoing(world.primero, { seed: 14, count: 3 })
    if (world.machine === null) throw new Error('The service runs.')
    await world.time.pass(world.attempt(world.machine, '2.1'))
    officersDecide(world.ping, { seed: 14, rejectShare: 0.5 })
    caseworkersDecide(world.primero, { seed: 14, rejectShare: 0.5 })
  },
}
