/** A Primero whose protection against forged requests is off (`PRIMERO_USE_CSRF_PROTECTION`): its sessions have no token. */
import { flows } from '@ping-primero/core'
import { seedDecisions, seedOutgoing, seedReferrals, seedReviewed } from '@ping-primero/sandbox'
import { afterEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world?.stop())

test.each(['2.15', '2.14'] as const)(
  'all flows go through in a Primero %s without tokens',
  async (version) => {
    world = await startWorld({ primero: { version, csrfProtection: false } })
    const seed = { seed: 3, count: 12 } as const
    seedReferrals(world, { ...seed, knownShare: 0.5 })
    seedDecisions(world, { ...seed, from: 20 })
    seedOutgoing(world.primero, { ...seed, from: 40 })
    for (const flow of flows) {
      // Only now: flow 2.1 would send what they are decisions on.
      if (flow === '2.2') seedReviewed(world.ping, world.primero, { ...seed, from: 60 })
      const { confirmed, found, stopped } = await world.run(flow)
      expect([flow, confirmed, found, stopped]).toEqual([flow, 12, 12, undefined])
    }
  },
)
