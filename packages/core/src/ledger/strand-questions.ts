import type { Decision, Flow, ItemState } from '../domain/flow.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'
import type { Side } from '../story/strand.ts'
import type { LedgerItem } from './ledger.ts'

/** What is decided on a referral: `unclear` where a decision is stated, and nobody can say which; `none` where there is none. */
export type StrandDecision = Decision | 'unclear' | 'none'

/** A flow in which items stand under a reason. */
export interface FlowReason {
  readonly flow: Flow
  readonly reason: ReasonCode
}

/** Which referrals of a deployment a list shows, each with the decisions on it. Every bound may be left open by null. */
export interface StrandQuery {
  readonly deployment: string
  /** Who referred. */
  readonly side: Side | null
  readonly state: ItemState | null
  readonly decision: StrandDecision | null
  /** Those whose most urgent item stands under one of these. */
  readonly under: readonly FlowReason[] | null
  /** ISO time; found then or later. */
  readonly foundFrom: string | null
  /** ISO time; found before. */
  readonly foundBefore: string | null
}

/** A place in a list of referrals: those that changed last come first. */
export interface StrandPosition {
  readonly changedAt: string
  readonly strand: string
}

/** A referral with the decisions on it, as a list shows it. */
export interface ListedStrand extends StrandPosition {
  readonly side: Side
  /** Where the item stands that most needs somebody, in which flow, and why. */
  readonly state: ItemState
  readonly flow: Flow
  readonly reason: ReasonCode | null
  readonly decision: StrandDecision
  readonly foundAt: string
  readonly items: readonly LedgerItem[]
}
