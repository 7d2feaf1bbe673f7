import type { Flow, ItemState, System } from '../domain/flow.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'
import type { StandingReason } from './flow-status.ts'
import type { EventCode, HistoryEntry, LedgerItem, StateCounts } from './ledger.ts'

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
  /** Only those found on these days or between them, by the clocks of the deployment: `2026-03-01`; null = without bound. */
  readonly foundOn?: { readonly from: string | null; readonly to: string | null }
}

/** A place in a list of items of several flows: those that were found last come first. */
export interface ItemPlace extends NamedItem {
  readonly foundAt: string
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

/** Which entries of a deployment's history a page shows. */
export interface HistoryQuery {
  readonly deployment: string
  /** null = of every flow. */
  readonly flow: Flow | null
  /** Acts of people, what the flows did, or both (null). */
  readonly doer: 'people' | 'flows' | null
  /** Only what this account did; null = whoever did it. */
  readonly by: string | null
  /** Only what is about these items; null = about whatever. */
  readonly items: readonly NamedItem[] | null
  /** ISO time; entries of then or later. null = without bound. */
  readonly from: string | null
  /** ISO time; entries of before. null = without bound. */
  readonly until: string | null
  /** Only entries that stand before this one; null = from the last one on. */
  readonly before: number | null
}

/** An entry of the history and its place in it: 1, 2, 3 … */
export interface PlacedEvent extends HistoryEntry {
  readonly position: number
}

/** Some entries of a history, the newest first. */
export interface HistoryPage {
  readonly entries: readonly PlacedEvent[]
  /** The items that they are about, as far as there are such. */
  readonly items: readonly LedgerItem[]
  /** Where to go on (`before`); null = there is nothing further. */
  readonly next: number | null
  /** Where so few fitted that it stopped looking: everything after this ISO time was looked at. null = it did not. */
  readonly lookedTo: string | null
}

/** The last run of a flow: when it took place, and how what it had before it stood when it ended. */
export interface LastRun {
  readonly flow: Flow
  readonly startedAt: string
  readonly finishedAt: string
  readonly counts: StateCounts
}

/** What a person changed at a flow. */
export interface FlowChange {
  readonly flow: Flow
  readonly what: Extract<EventCode, 'paused' | 'pause-why-changed' | 'resumed'>
  readonly at: string
  readonly by: string
  /** null where it takes no reason. */
  readonly why: string | null
}

/** A while, by ISO times. */
export interface Span {
  readonly from: string
  /** null = it lasts. */
  readonly to: string | null
}

/** When the flows of a deployment ran, and when they were not to. */
export interface RunTimes {
  /** ISO time from which on all runs are here; null = from the first run on. */
  readonly since: string | null
  /** From the beginning to the end of each run, in the order in which they began. */
  readonly runs: readonly Span[]
  /** When each flow was paused. */
  readonly pauses: Readonly<Record<Flow, readonly Span[]>>
  /** When each system last let a run that asked it do all of its work; null = it did not since then. */
  readonly answered: Readonly<Record<System, string | null>>
}
