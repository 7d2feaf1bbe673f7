import type { AskedReferral, SentReferral } from '../../../sandbox/desks.ts'

/** What an officer can do with a referral of theirs. */
export type SentAct = 'withdraw' | 'send-again' | 'fill-in'

/** A referral, and what can be done with it. */
export interface SentRow extends SentReferral {
  readonly acts: readonly SentAct[]
}

/** What lies on the officer's desk. */
export interface OfficerView {
  /** Not answered yet. */
  readonly open: readonly AskedReferral[]
  readonly sent: readonly SentRow[]
  /** Of those not shown, how many there are. */
  readonly more: number
}

/** What of proGres the desk shows. Pure. */
export function officerView(
  asked: readonly AskedReferral[],
  sent: readonly SentReferral[],
  most: number,
): OfficerView {
  return {
    open: asked.filter(({ decision }) => decision === null),
    sent: sent.slice(0, most).map((one) => ({ ...one, acts: actsOf(one) })),
    more: Math.max(0, sent.length - most),
  }
}

function actsOf({ isWithdrawn, lacks }: SentReferral): readonly SentAct[] {
  if (isWithdrawn) return ['send-again']
  return lacks ? ['fill-in', 'withdraw'] : ['withdraw', 'send-again']
}
