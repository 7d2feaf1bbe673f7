import type { Flow, ItemState } from '@ping-primero/core/domain/flow.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { ListedStrand, StrandDecision } from '@ping-primero/core/ledger/strand-questions.ts'
import { ownerOf, type Owner, type ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import { nameOfAll, referralName, type ReferralName } from '../../parts/referral-name.ts'

/** One row of the list. */
export interface ReferralRow {
  readonly name: ReferralName
  /** The flow that it went by first; of a decision by itself, that decision's. */
  readonly flow: Flow
  readonly state: ItemState
  readonly reason: ReasonCode | null
  readonly owner: Owner | null
  /** When the one that waits is tried next by itself. */
  readonly nextTry: string | null
  /** null where the row is a referral by itself, of which the list does not say what was decided. */
  readonly decision: StrandDecision | null
  /** Whose answer is awaited. */
  readonly awaits: 'unhcr' | 'caseworker' | null
  readonly changedAt: string
  readonly foundAt: string
}

/** A referral with the decisions on it. Pure. */
export function strandRow(strand: ListedStrand): ReferralRow | null {
  const { items, side, state, flow, reason, decision, changedAt, foundAt } = strand
  const [first] = items
  const name = nameOfAll(items)
  if (first === undefined || name === null) return null
  const tries = items.flatMap(({ nextTry }) => nextTry ?? []).toSorted()
  const isAwaited = state === 'confirmed' && decision === 'none'
  return {
    name,
    flow: first.flow,
    state,
    reason,
    owner: reason === null ? null : ownerOf(reason, flow),
    nextTry: tries[0] ?? null,
    decision,
    awaits: isAwaited ? (side === 'unhcr' ? 'caseworker' : 'unhcr') : null,
    changedAt,
    foundAt,
  }
}

/** An item by itself. Pure. */
export function itemRow(item: LedgerItem): ReferralRow {
  const { flow, state, reason, nextTry, decision, since, foundAt } = item
  return {
    name: referralName(item),
    flow,
    state,
    reason,
    owner: reason === null ? null : ownerOf(reason, flow),
    nextTry,
    decision: flow === '1.1' || flow === '2.1' || state === 'withdrawn' ? null : (decision ?? 'unclear'),
    awaits: null,
    changedAt: since,
    foundAt,
  }
}

/** A page of the list: its rows, and where it stands in the whole. */
export interface ListPage {
  readonly rows: readonly ReferralRow[]
  readonly total: number
  /** How many stand before it. */
  readonly before: number
  /** How the address of the next page begins behind this one; null = it is the last. */
  readonly next: string | null
}
