import type { Decision } from '../domain/flow.ts'
import { returnAddress } from '../domain/ids.ts'
import type { StatedDecision } from '../flows/decisions-out/stated.ts'
import { transferStatus } from '../flows/referrals-in/referral.ts'
import { isUnsettled } from '../ledger/item.ts'
import type { LedgerItem } from '../ledger/ledger.ts'
import type { PrimeroCase, ServiceRow } from '../primero/record.ts'
import { individualPseudonyms, type LedgerKeys } from '../privacy/pseudonym.ts'
import { footing, type Found } from './comparison.ts'
import { rowNumbers, shownCode } from './numbers.ts'

/** Where an intervention's service row stands in Primero, or why nobody knows. */
export type Place =
  | { readonly kind: 'unread' }
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'there'
      readonly case: PrimeroCase
      readonly row: ServiceRow
      /** What the row states of a decision, in the versions of every key; empty when it states none. */
      readonly stated: readonly StatedDecision[]
      /** Flow 1.2 has read the case as it is. */
      readonly read: boolean
    }

/** What proGres shows of an intervention (SHP-2358), or why nothing is known of it. */
export type ShownTransfer =
  | { readonly kind: 'unread' }
  | { readonly kind: 'none' }
  | { readonly kind: 'shown'; readonly status: string | null; readonly caseId: string | null }

/** One intervention as all three know it. */
export interface InterventionFacts {
  readonly key: string
  /** Flow 1.1's item, confirmed; null = only the decision is compared. */
  readonly item: LedgerItem | null
  /** Flow 1.2's item. */
  readonly told: LedgerItem | null
  readonly place: Place
  readonly shown: ShownTransfer
  /** proGres lists it as waiting for Primero. */
  readonly listed: boolean
}

/** Whom the pseudonyms of a comparison are made for. */
export interface Pseudonyms {
  readonly deployment: string
  readonly keys: LedgerKeys
}

function footingOf({ key, item, told }: InterventionFacts): Found['footing'] {
  return [...(item === null ? [] : [footing('1.1', key, item)]), footing('1.2', key, told)]
}

function statusOf({ shown }: InterventionFacts): string | null {
  return shown.kind === 'shown' ? shown.status : null
}

/** The decision that a transfer status says; null when it says none. */
export function decisionShown(status: string | null): Decision | null {
  if (status === transferStatus.acknowledged) return 'accepted'
  return status === transferStatus.rejected ? 'rejected' : null
}

/** The differences of one intervention and of the caseworker's decision on it. Pure. */
export function compareIntervention(facts: InterventionFacts, pseudonyms: Pseudonyms): readonly Found[] {
  return [...compareReferral(facts, pseudonyms), ...compareDecision(facts)]
}

/** Flow 1.1 agrees where the confirmed row stands in Primero, in the right child's case, and proGres shows that. */
function compareReferral(facts: InterventionFacts, pseudonyms: Pseudonyms): readonly Found[] {
  const { item, place, shown, listed } = facts
  if (item === null) return []
  const about = { flow: '1.1', numbers: item.numbers, ledger: item, footing: footingOf(facts) } as const
  const progres = shownCode(statusOf(facts))
  if (place.kind === 'gone') {
    return [{ ...about, code: 'service-missing', progres, unlooked: item.lookDue }]
  }
  const found: Found[] = []
  if (place.kind === 'there') {
    const primero = shownCode(place.row.decision)
    const { writtenNumber, enabled } = place.case
    const theirs =
      writtenNumber === null
        ? []
        : individualPseudonyms(pseudonyms.keys, pseudonyms.deployment, writtenNumber)
    if (item.individual !== null && !theirs.includes(item.individual)) {
      found.push({ ...about, code: 'individual-differs', progres, primero })
    }
    if (!enabled && place.stated.length === 0)
      found.push({ ...about, code: 'case-disabled', progres, primero })
    const arrived = [transferStatus.pending, transferStatus.acknowledged, transferStatus.rejected].some(
      (status) => status === statusOf(facts),
    )
    // A status that is absent says nothing by itself: the column is not known to be there always.
    const says = shown.kind === 'shown' && (shown.status !== null || listed)
    if (says && !arrived && place.stated.length === 0) {
      found.push({ ...about, code: 'arrival-not-shown', progres, primero })
    }
    const { caseId } = item.numbers
    if (shown.kind === 'shown' && shown.caseId !== null && caseId !== undefined) {
      const same = shown.caseId.toLowerCase() === caseId.toLowerCase()
      if (!same) found.push({ ...about, code: 'case-id-differs', progres, primero })
    }
  }
  return found
}

/** Flow 1.2 agrees where proGres was told what the row states, and shows it. */
function compareDecision(facts: InterventionFacts): readonly Found[] {
  const { told, place, shown } = facts
  if (place.kind !== 'there') return []
  if (told !== null && (isUnsettled(told) || told.state === 'handled')) return []
  const known = told?.state === 'confirmed' ? told : null
  const numbers = rowNumbers(place.case, place.row, returnAddress(place.row.returnAddress))
  const status = statusOf(facts)
  const about = {
    flow: '1.2',
    numbers,
    progres: shownCode(status),
    primero: shownCode(place.row.decision),
    ledger: told,
    footing: footingOf(facts),
    unlooked: !place.read,
  } as const
  const inProgres = decisionShown(status)
  const [stated] = place.stated
  if (stated === undefined) {
    return inProgres === null ? [] : [{ ...about, code: 'decision-only-in-progres', unlooked: false }]
  }
  const versions = place.stated.map(({ finding }) => finding.version)
  const same = known !== null && versions.includes(known.deliveredVersion)
  if (!same) {
    const agree = known === null && inProgres !== null && inProgres === stated.decision
    return [{ ...about, code: agree ? 'decision-unknown' : 'decision-not-told' }]
  }
  const differs = shown.kind === 'shown' && shown.status !== null && inProgres !== stated.decision
  return differs ? [{ ...about, code: 'decision-not-shown', unlooked: false }] : []
}
