import type { Flow, ItemState } from '../domain/flow.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'
import type { StandingReason } from './flow-status.ts'
import type { LedgerItem } from './ledger.ts'

export type { FlowPause, FlowStatus, StandingReason } from './flow-status.ts'

/** An item and the deployment it is of. */
export interface FoundItem {
  readonly deployment: string
  readonly item: LedgerItem
}

/** Who acts, and when (ISO 8601, UTC). */
export interface Act {
  readonly by: string
  readonly at: string
}

/** Items named one by one. */
export interface NamedItem {
  readonly flow: Flow
  readonly key: string
}

/** Which items to make due: those named, or all unsettled ones of a flow or reason (null = of every). */
export type Selection =
  | { readonly items: readonly NamedItem[] }
  | { readonly flow: Flow | null; readonly reason: ReasonCode | null }

/** Which items of a deployment a list shows. */
export interface ListQuery {
  readonly deployment: string
  /** null = of every flow. */
  readonly flow: Flow | null
  readonly states: readonly ItemState[]
  /** null = under any, or none. */
  readonly reason: ReasonCode | null
  /** ISO time; those in their state since then or later. null = without bound. */
  readonly from: string | null
  /** ISO time; those in their state since before. null = without bound. */
  readonly before: string | null
  /** Only referrals on which no decision is known. */
  readonly undecided?: boolean
}

/** So many items of a flow in one state for one reason. */
export interface ListedGroup {
  readonly flow: Flow
  readonly state: ItemState
  /** null in the settled states. */
  readonly reason: ReasonCode | null
  readonly count: number
}

/** How many unsettled items of a flow stand under a reason, and since when the oldest of them does. */
export interface ReasonAge extends StandingReason {
  readonly flow: Flow
  readonly since: string
}

/** How many unsettled items of a flow stand under a reason that is about the same, and since when the oldest of them does. */
export interface SubjectAge extends ReasonAge {
  /** Codes and names of fields or tables; never a value of a person. */
  readonly about: readonly string[]
}
