import type { DecisionDraft } from '../ping/acts.ts'
import { referralStatus } from '../ping/codes.ts'
import type { InteropReferral } from '../ping/records.ts'
import { seededRandom, seedOf } from './random.ts'

/** How people decide: always the same for the same seed and record. */
export interface Habits {
  readonly seed: number
  /** 0 to 1. */
  readonly rejectShare: number
}

/** The reasons that officers choose from. */
export const officerReasons = [
  'Individual Not Found',
  'Individual Not Match UNHCR ID',
  'Not applicable',
] as const

/**
 * A UNHCR officer's answer to a new interoperability referral. A rejection has a reason and a comment, in which the
 * officer names the child, as people do.
 */
export function officerDecides(referral: InteropReferral, habits: Habits): DecisionDraft {
  const random = seededRandom(habits.seed ^ seedOf(referral.orgReferralId ?? referral.number))
  if (!random.chance(habits.rejectShare)) return { decision: 'accepted' }
  return {
    decision: 'rejected',
    reason: random.pick(officerReasons),
    comment: `No record of ${referral.fields['progres_pocfirstname'] ?? 'the child'} here`,
  }
}

/** The side of proGres in which officers look and write. */
export interface OfficersDesk {
  readonly store: { readonly referrals: ReadonlyMap<string, InteropReferral> }
  readonly act: { decide(referralGuid: string, decision: DecisionDraft): unknown }
}

/** Officers decide on every interoperability referral that is still new. Gives how many were decided. */
export function officersDecide({ store, act }: OfficersDesk, habits: Habits): number {
  const open = [...store.referrals.values()].filter(({ status }) => status === referralStatus.new)
  for (const referral of open) act.decide(referral.guid, officerDecides(referral, habits))
  return open.length
}
