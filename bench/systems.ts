/** Both simulators in a process of their own, driven by messages of the bench. */
import {
  caseOf,
  caseworkersDecide,
  inventPeople,
  officersDecide,
  seedDecisions,
  seedOutgoing,
  seedReferrals,
  seedReviewed,
  startSystems,
} from '@ping-primero/sandbox'
import type { Order, Reply } from './order.ts'

const systems = await startSystems({ seed: 1 })
const { ping, primero } = systems
ping.traffic.keep = false
primero.traffic.keep = false

let place = 0
function from(count: number): number {
  const at = place
  place += count
  return at
}

function carryOut(order: Order): Reply {
  switch (order.kind) {
    case 'latency':
      ping.knobs.latencyMs = order.ms
      primero.knobs.latencyMs = order.ms
      break
    case 'referrals':
      seedReferrals(systems, { count: order.count, seed: 1, from: from(order.count), knownShare: 0.5 })
      break
    case 'new-children':
      seedReferrals(systems, { count: order.count, seed: 1, from: from(order.count) })
      break
    case 'numberless':
      for (const child of inventPeople({ count: order.count, seed: 2 }))
        primero.act.createCase('caseworker1', caseOf(child, { unhcr_individual_no: null }))
      break
    case 'decisions':
      seedDecisions(systems, { count: order.count, seed: 1, from: from(order.count) })
      break
    case 'outgoing':
      seedOutgoing(primero, { count: order.count, seed: 1, from: from(order.count) })
      break
    case 'reviewed':
      seedReviewed(ping, primero, { count: order.count, seed: 1, from: from(order.count) })
      break
    case 'officers':
      officersDecide(ping, { seed: 1, rejectShare: 0.3 })
      break
    case 'caseworkers':
      caseworkersDecide(primero, { seed: 1, rejectShare: 0.3 })
      break
    case 'reset':
      ping.traffic.reset()
      primero.traffic.reset()
      break
    case 'read':
      break
  }
  return {
    urls: { ping: ping.url, primero: primero.url },
    ping: numbers(ping.traffic),
    primero: numbers(primero.traffic),
  }
}

function numbers(traffic: typeof ping.traffic): Reply['ping'] {
  return {
    total: traffic.total(),
    peak: traffic.peakInFlight(),
    work: traffic.work(),
    counts: { ...traffic.counts() },
  }
}

process.on('message', (order: Order) => {
  process.send?.(carryOut(order))
})
process.on('disconnect', () => {
  void systems.stop().then(() => process.exit(0))
})
process.send?.('ready')
