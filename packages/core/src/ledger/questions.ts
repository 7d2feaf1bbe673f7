import type { Flow, ItemState } from '../domain/flow.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'
import type { LedgerItem, StateCounts } from './ledger.ts'

/** A paused flow: who, when, why. */
export interface FlowPause {
  readonly at: string
  readonly by: string
  readonly why: string
}

/** So many unsettled items under a reason. */
export interface StandingReason {
  readonly code: ReasonCode
  readonly state: 'waiting' | 'attention'
  readonly count: number
}

/** How a flow of a deployment stands. */
export interface FlowStatus {
  readonly flow: Flow
  /** null = not paused. */
  readonly pause: FlowPause | null
  /** When the last run ended; null before the first. */
  readonly lastRun: string | null
  /** When the last run ended that did all of its work; null before the first. */
  readonly lastSuccess: string | null
  /** What stopped the last run before its end. */
  readonly stoppedBy: ReasonCode | null
  /** The trouble of a system that kept the last run from doing all of its work. */
  readonly hinderedBy: ReasonCode | null
  /** When the first run began of those that were stopped or hindered since the last success; null = none was. */
  readonly hinderedSince: string | null
  /** All items of the flow, settled ones too. */
  readonly counts: StateCounts
  /** When the oldest unsettled item was found. */
  readonly oldest: string | null
  /** What stands under each reason; attention first. */
  readonly reasons: readonly StandingReason[]
}

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
}

/** So many items of a flow in one state for one reason. */
export interface ListedGroup {
  readonly flow: Flow
  readonly state: ItemState
  /** null in the settled states. */
  readonly reason: ReasonCode | null
  readonly count: number
}
