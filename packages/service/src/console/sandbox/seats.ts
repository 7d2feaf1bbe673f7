import type { Seats } from '@ping-primero/console/sandbox/sandbox.ts'
import { transferStatus } from '@ping-primero/sandbox'
import {
  interventionsWith,
  servicesOfUnhcr,
  simulatedCases,
  simulatedReferrals,
} from '../../story/simulated.ts'
import type { StoryWorld } from '../../story/world.ts'

/** What both simulators hold, counted in their own stores and not by what the exchange knows. */
export function seatsOf({ ping, primero }: Pick<StoryWorld, 'ping' | 'primero'>): Seats {
  const received = [...ping.store.referrals.values()]
  const services = servicesOfUnhcr(primero)
  return {
    officer: {
      referred: ping.store.interventions.size,
      undelivered: interventionsWith(ping, transferStatus.deliveryFail),
      received: received.length,
      answered: received.filter(({ reviewDecision }) => reviewDecision !== null).length,
    },
    caseworker: {
      cases: simulatedCases(primero).length,
      services: services.length,
      answered: services.filter(({ status }) => status === 'accepted' || status === 'rejected').length,
      referred: simulatedReferrals(primero).length,
    },
    down: (['ping', 'primero'] as const).filter(
      (system) => (system === 'ping' ? ping : primero).knobs.power === 'down',
    ),
  }
}
