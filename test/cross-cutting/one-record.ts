import type { Flow, RunReport } from '@ping-primero/core'
import * as decisionsIn from '../decisions-in/scene.ts'
import * as decisionsOut from '../decisions-out/scene.ts'
import * as referralsIn from '../referrals-in/scene.ts'
import * as referralsOut from '../referrals-out/scene.ts'
import { startWorld, type World } from '../support/world.ts'

/** A text that firewalls take for an attack, and people write. */
export const disliked = "asked for ' OR 1=1, then left"
export const dislikes = /OR 1=1/

const records: Readonly<Record<Flow, (world: World, place: number, text?: string) => string>> = {
  '1.1': (world, place, text) =>
    referralsIn.refer(world, place, text === undefined ? {} : { description: text }).number,
  '1.2': (world, place, text) => {
    const one = decisionsOut.asked(world, place)
    decisionsOut.decide(world, one, 'rejected', text ?? 'No place is free')
    return one.interventions[0]?.number ?? ''
  },
  '2.1': (world, place, text) =>
    referralsOut.refer(world, place, text === undefined ? {} : { row: { service_referral_notes: text } })
      .referralId,
  '2.2': (world, place, text) =>
    decisionsIn.decided(world, place, {
      decision: 'rejected',
      reason: 'Not applicable',
      comment: text ?? 'No',
    }).number,
}

/** One record of a flow whose text is this one; without a text, one like any other. Gives its number. */
export function record(world: World, flow: Flow, place: number, text?: string): string {
  return records[flow](world, place, text)
}

/** Where the text of a flow goes, and why the record needs a person that is refused there. */
export const targets = {
  '1.1': ['primero', 'primero-refused'],
  '1.2': ['ping', 'ping-rejected'],
  '2.1': ['ping', 'ping-rejected'],
  '2.2': ['primero', 'primero-refused'],
} as const

/** A world with so many requests in flight at most, and so many new referrals in a call. */
export async function startLimited(concurrency = 8, referrals = 1): Promise<World> {
  return startWorld({
    deployment: (own) => ({
      ...own,
      ping: {
        ...own.ping,
        limits: { concurrency, requestsPerSecond: 0 },
        batchSize: { ...own.ping.batchSize, referrals },
      },
      primero: { ...own.primero, limits: { concurrency, requestsPerSecond: 0 } },
    }),
  })
}

/** What a run came to, with the numbers of the records under each reason. */
export function outcome(report: RunReport): unknown {
  const { confirmed, attention, waiting, stopped } = report
  const reasons = Object.fromEntries(report.reasons.map(({ code, items }) => [code, items]))
  return { confirmed, attention, waiting, stopped, reasons }
}
