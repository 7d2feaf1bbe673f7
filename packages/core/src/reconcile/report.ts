import type { Flow, ItemState, System } from '../domain/flow.ts'
import type { ItemNumbers } from '../ledger/ledger.ts'
import type { Owner, ReasonCode } from '../reasons/catalogue.ts'
import type { DifferenceCode } from './catalogue.ts'

/** One difference between ledger, proGres and Primero. Holds numbers and codes; never a name or a text of a record. */
export interface Difference {
  readonly code: DifferenceCode
  readonly flow: Flow
  readonly numbers: ItemNumbers
  /** What each side shows, as a code of its own; null = nothing, or it was not asked. */
  readonly progres: string | null
  readonly primero: string | null
  readonly ledger: ItemState | null
  readonly owner: Owner
  readonly nextStep: string
  /** The flow that settles it has not had its turn: nobody's move. */
  readonly notYetRun: boolean
}

/** How many differences of one kind there are, those beyond the listed ones included. */
export interface DifferenceCount {
  readonly flow: Flow
  readonly code: DifferenceCode
  readonly count: number
  /** Of these, so many wait for the next run. */
  readonly notYetRun: number
}

/** What stands open in the ledger under one reason: known, so no difference. */
export interface OpenCount {
  readonly flow: Flow
  readonly code: ReasonCode
  readonly state: 'waiting' | 'attention'
  readonly count: number
  /** At most 100, named as in the report of a run. */
  readonly items: readonly string[]
}

/** What was compared in one flow. */
export interface ComparedCount {
  /** Referrals or decisions held against the other side. */
  readonly compared: number
  /** Of which one side shows nothing to compare with: proGres has no details of an inactive individual. */
  readonly withoutDetail: number
  /** Left out because a flow worked on them meanwhile. */
  readonly moving: number
}

/** What could not be read; nothing was concluded from it. */
export interface Unread {
  readonly system: System
  /** What was asked for. */
  readonly what: UnreadPart
  readonly code: ReasonCode
  /** Names of settings or permissions, where a person has to mend them. */
  readonly about: readonly string[]
  readonly count: number
}

/** The parts of a comparison that can fail by themselves. */
export type UnreadPart =
  | 'account'
  | 'pending-referrals'
  | 'referral-details'
  | 'interoperability-referrals'
  | 'decision-details'
  | 'changed-cases'
  | 'cases'
  | 'service-rows'
  | 'referrals-of-cases'

/** The answer of `reconcile --json`. */
export interface ReconcileReport {
  readonly deployment: string
  /** ISO times: changes since `from`; what came later than `to` is left out. */
  readonly from: string
  readonly to: string
  /** Every side could be read to its end. */
  readonly complete: boolean
  readonly requests: Readonly<Record<System, number>>
  /** Only the flows that were asked for. */
  readonly compared: Readonly<Partial<Record<Flow, ComparedCount>>>
  readonly open: readonly OpenCount[]
  readonly counts: readonly DifferenceCount[]
  /** At most 1,000 of each kind and flow. */
  readonly differences: readonly Difference[]
  readonly unread: readonly Unread[]
}
