import type { Decision } from '../../domain/flow.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { ReasonCode } from '../../reasons/catalogue.ts'
import { decisionMeaning, type DecisionList, type ValueMaps } from '../../mapping/value-map.ts'
import { keptOrNew, keyedHash, type LedgerKeys } from '../../privacy/pseudonym.ts'
import type { ProgresReferral } from './progres-referral.ts'

/** What a referral's codes say. */
export type Verdict =
  | { readonly kind: 'decided'; readonly decision: Decision }
  | { readonly kind: 'open' }
  | { readonly kind: 'synced' }
  | { readonly kind: 'unclear'; readonly reason: ReasonCode; readonly about: readonly string[] }

/** The meaning of one code; `silent` when it is absent or says nothing. */
export function meaningOf(
  valueMaps: ValueMaps,
  list: DecisionList,
  code: string | null,
): Decision | 'open' | 'synced' | 'silent' | 'unlisted' {
  if (code === null) return 'silent'
  const means = decisionMeaning(valueMaps, list, code)
  return means === 'ignore' ? 'silent' : means
}

/**
 * Reads the decision out of a referral's two code lists, which count differently (ping-contract §5.2, §5.3). A
 * decision exists only where a listed code states it and no other code contradicts it (`flows.md`, 2.2). Pure.
 */
export function decide(
  referral: Pick<ProgresReferral, 'status' | 'reviewDecision' | 'contradictory'>,
  valueMaps: ValueMaps,
): Verdict {
  if (referral.contradictory) return { kind: 'unclear', reason: 'decision-contradictory', about: [] }
  const status = meaningOf(valueMaps, 'referral-status', referral.status)
  const review = meaningOf(valueMaps, 'review-decision', referral.reviewDecision)
  const codes = [`status ${referral.status ?? 'absent'}`, `review ${referral.reviewDecision ?? 'absent'}`]
  if (status === 'unlisted' || review === 'unlisted') {
    return { kind: 'unclear', reason: 'decision-code-unknown', about: codes }
  }
  if (status === 'open' || status === 'synced') return { kind: status }
  if (status !== 'silent' && (review === 'accepted' || review === 'rejected') && status !== review) {
    return { kind: 'unclear', reason: 'decision-contradictory', about: codes }
  }
  if (status !== 'silent') return { kind: 'decided', decision: status }
  if (review === 'accepted' || review === 'rejected') return { kind: 'decided', decision: review }
  return { kind: 'unclear', reason: 'decision-code-unknown', about: codes }
}

/** What tells one decision from the next: the codes, and a keyed hash of what was said with them. */
export function versionOf(referral: ProgresReferral, keys: LedgerKeys): string {
  const said = `said:${referral.reason?.reveal() ?? ''}|${referral.comment?.reveal() ?? ''}`
  const hash = keyedHash(keys.current, said).slice(0, 16)
  return `${referral.status ?? '-'} ${referral.reviewDecision ?? '-'} ${hash}`
}

/** The version of a decision for its item: the one that it has, where only the key has changed since. */
export function versionFor(item: LedgerItem, referral: ProgresReferral, keys: LedgerKeys): string {
  return keptOrNew(keys, [item.version, item.deliveredVersion], (one) => versionOf(referral, one))
}

/** The status code within a version. */
export function statusOfVersion(version: string | null): string | null {
  return version?.split(' ', 1)[0] ?? null
}

/** What the caseworker reads with a rejection: reason and comment, each said to be absent where it is. */
export function rejectionText(referral: ProgresReferral): string {
  const reason = referral.reason?.reveal() ?? 'Rejected in proGres (no reason provided)'
  return `${reason} — ${referral.comment?.reveal() ?? 'No comment provided'}`
}
