import {
  reviewDecision,
  seedDecisions,
  seedOutgoing,
  seedReferrals,
  transferStatus,
  type SeededRandom,
  type Systems,
} from '@ping-primero/sandbox'
import { casesOf, referralsToUnhcr } from './records.ts'

/** What people did that no record shows afterwards, and after which another end is right. */
export interface Memory {
  /** Interventions taken back before Primero had them. */
  readonly takenBack: Set<string>
  /** Referrals in Primero revoked before proGres had them. */
  readonly revoked: Set<string>
  /** Interoperability referrals whose decision was reversed after it stood in Primero. */
  readonly reversedLate: Set<string>
  /** How often each kind of act was done. */
  readonly acts: Map<string, number>
  nextChild: number
}

/** Nothing remembered yet. */
export function newMemory(): Memory {
  return {
    takenBack: new Set(),
    revoked: new Set(),
    reversedLate: new Set(),
    acts: new Map(),
    nextChild: 0,
  }
}

/**
 * A while of work in both systems: new referrals both ways, decisions, reversals, things taken back. To be called only
 * while no request is under way, so that what people find is what they change.
 */
export function peopleWork(systems: Systems, random: SeededRandom, memory: Memory, seed: number): void {
  newReferrals(systems, random, memory, seed)
  caseworkersWork(systems, random, memory)
  officersWork(systems, random, memory)
}

function count(memory: Memory, act: string, times = 1): void {
  memory.acts.set(act, (memory.acts.get(act) ?? 0) + times)
}

function newReferrals(systems: Systems, random: SeededRandom, memory: Memory, seed: number): void {
  const some = (least: number, spread: number) => {
    const options = { seed, from: memory.nextChild, count: least + random.below(spread) }
    memory.nextChild += options.count
    return options
  }
  const inward = seedReferrals(systems, { ...some(3, 5), knownShare: 0.4 })
  count(memory, 'referred to Primero', inward.interventions.length)
  count(memory, 'decided in Primero', seedDecisions(systems, some(1, 3)).length)
  count(memory, 'referred to UNHCR', seedOutgoing(systems.primero, some(3, 5)).length)
}

const other = { accepted: 'rejected', rejected: 'accepted' } as const

function caseworkersWork({ ping, primero }: Systems, random: SeededRandom, memory: Memory): void {
  for (const { id, owner, services } of casesOf(primero)) {
    for (const { unique_id: row, unhcr_referral_status: status } of services) {
      if (status === 'pending' && random.chance(0.5)) {
        const decision = random.chance(0.3) ? 'rejected' : 'accepted'
        primero.act.setServiceStatus(owner, id, row, decision, 'No place is free at present')
        count(memory, 'decided in Primero')
      } else if ((status === 'accepted' || status === 'rejected') && random.chance(0.05)) {
        primero.act.setServiceStatus(owner, id, row, other[status], 'Thought over again')
        count(memory, 'reversed in Primero')
      }
    }
  }
  for (const referral of referralsToUnhcr(primero)) {
    const unsent = ping.store.referralsOfService(referral.row).length === 0
    if (referral.status !== 'in_progress' || !unsent || !random.chance(0.05)) continue
    primero.act.revoke(referral.owner, referral.caseId, referral.id)
    memory.revoked.add(referral.id)
    count(memory, 'revoked in Primero')
  }
}

function officersWork({ ping, primero }: Systems, random: SeededRandom, memory: Memory): void {
  const delivered = new Set(
    casesOf(primero).flatMap(({ services }) => services.map(({ interventionGuid }) => interventionGuid)),
  )
  for (const { guid, transferStatus: status } of ping.store.interventions.values()) {
    const open = status === null || status === transferStatus.ready
    if (!open || delivered.has(guid) || memory.takenBack.has(guid) || !random.chance(0.05)) continue
    ping.act.withdraw(guid)
    memory.takenBack.add(guid)
    count(memory, 'taken back in proGres')
  }
  const inPrimero = new Map(referralsToUnhcr(primero).map((referral) => [referral.row, referral.status]))
  for (const { guid, reviewDecision: decision, orgReferralId } of ping.store.referrals.values()) {
    const status = inPrimero.get(orgReferralId ?? '')
    if (decision === null) {
      if (status !== 'in_progress' || !random.chance(0.5)) continue
      const rejected = random.chance(0.3)
      ping.act.decide(guid, rejected ? { decision: 'rejected', reason: 'Not applicable' } : accepted)
      count(memory, 'decided in proGres')
    } else if (status === 'in_progress' && random.chance(0.1)) {
      ping.act.reverse(guid, decision === reviewDecision.accepted ? 'Not applicable' : undefined)
      count(memory, 'reversed in proGres')
    } else if (status !== 'in_progress' && !memory.reversedLate.has(guid) && random.chance(0.01)) {
      ping.act.reverse(guid, decision === reviewDecision.accepted ? 'Not applicable' : undefined)
      memory.reversedLate.add(guid)
      count(memory, 'reversed in proGres, too late')
    }
  }
}

const accepted = { decision: 'accepted' } as const
