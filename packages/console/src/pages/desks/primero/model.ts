import type { AskedService, ReferredService } from '../../../sandbox/desks.ts'

/** What a caseworker can do with a referral of theirs. */
export type ReferredAct = 'revoke' | 'take-consent' | 'give-consent' | 'refer-again'

/** A referral, and what can be done with it. */
export interface ReferredRow extends ReferredService {
  readonly acts: readonly ReferredAct[]
}

/** What lies on the caseworker's desk. */
export interface CaseworkerView {
  /** Services that UNHCR asks for: those not answered first. */
  readonly asked: readonly AskedService[]
  readonly referred: readonly ReferredRow[]
  /** Of the referrals not shown, how many there are. */
  readonly more: number
}

/** What of Primero the desk shows. Pure. */
export function caseworkerView(
  asked: readonly AskedService[],
  referred: readonly ReferredService[],
  most: number,
): CaseworkerView {
  const open = asked.filter(({ decision }) => decision === null)
  const decided = asked.filter(({ decision }) => decision !== null)
  return {
    asked: [...open, ...decided.slice(0, mostDecided)],
    referred: referred.slice(0, most).map((one) => ({ ...one, acts: actsOf(one) })),
    more: Math.max(0, referred.length - most),
  }
}

/** How many answered services are shown below those that are not. */
const mostDecided = 3

function actsOf({ status, hasConsent }: ReferredService): readonly ReferredAct[] {
  const consent = hasConsent ? 'take-consent' : 'give-consent'
  if (status === 'in_progress' || status === 'accepted') return ['revoke', consent]
  return status === 'rejected' ? ['refer-again', consent] : []
}
