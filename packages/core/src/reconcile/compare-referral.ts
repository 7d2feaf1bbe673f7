import type { Decision } from '../domain/flow.ts'
import type { meaningOf } from '../flows/decisions-in/decide.ts'
import { isUnsettled } from '../ledger/item.ts'
import type { LedgerItem } from '../ledger/ledger.ts'
import type { PrimeroCase, PrimeroReferral } from '../primero/record.ts'
import { footing, type Found } from './comparison.ts'
import { referralNumbers } from './numbers.ts'

/** What proGres shows of a referral. */
export interface ShownRecord {
  readonly refIopGuid: string
  readonly meaning: ReturnType<typeof meaningOf>
  /** What was decided, where the status itself no longer says it. */
  readonly decision: Decision | null
}

/** One referral to UNHCR as all three know it. */
export interface ReferralFacts {
  readonly case: PrimeroCase
  readonly referral: PrimeroReferral
  /** Flow 2.1's item. */
  readonly item: LedgerItem | null
  /** Flow 2.2's item that was carried to it. */
  readonly answer: LedgerItem | null
  readonly record: ShownRecord | null
  /** proGres has it, though it may have several records of its service. */
  readonly inProgres: boolean
  /** Made within the period, so that the ledger has to know it. */
  readonly inPeriod: boolean
  /** Flow 2.1 has read the case as it is. */
  readonly looked: boolean
}

/** The differences of one referral to UNHCR and of UNHCR's decision on it. Pure. */
export function compareReferral(facts: ReferralFacts): readonly Found[] {
  return [...compareSend(facts), ...compareAnswer(facts)]
}

/** Flow 2.1 agrees where every open referral to UNHCR is an item, and every revoked one was noticed. */
function compareSend({
  case: found,
  referral,
  item,
  record,
  inProgres,
  inPeriod,
  looked,
}: ReferralFacts): readonly Found[] {
  const about = {
    flow: '2.1',
    numbers: {
      ...referralNumbers(found, referral),
      ...(record === null ? {} : { refIopGuid: record.refIopGuid }),
    },
    progres: record?.meaning ?? null,
    primero: referral.status,
    ledger: item,
    footing: [footing('2.1', referral.id, item)],
  } as const
  if (item === null || item.state === 'withdrawn') {
    const ended = referral.status !== 'in_progress' && referral.status !== 'unknown'
    if (ended || !inPeriod) return []
    if (inProgres) return [{ ...about, code: 'referral-not-in-ledger' }]
    return [{ ...about, code: 'referral-unsent', unlooked: !looked }]
  }
  const unnoticed = item.state === 'confirmed' && referral.status === 'revoked'
  return unnoticed ? [{ ...about, code: 'revocation-unnoticed', unlooked: !looked }] : []
}

/** The decision that a referral's status says; null while it says none. */
export function decisionIn({ status }: PrimeroReferral): Decision | null {
  if (status === 'accepted' || status === 'done') return 'accepted'
  return status === 'rejected' ? 'rejected' : null
}

/** Flow 2.2 agrees where what proGres calls synced stands in Primero, and Primero decides nothing by itself. */
function compareAnswer({ case: found, referral, answer, record, inPeriod }: ReferralFacts): readonly Found[] {
  if (record === null || referral.status === 'revoked' || referral.status === 'unknown') return []
  if (answer !== null && (isUnsettled(answer) || answer.state === 'handled')) return []
  const settled = answer?.state === 'confirmed'
  const decided = decisionIn(referral)
  const about = {
    flow: '2.2',
    numbers: { ...referralNumbers(found, referral), refIopGuid: record.refIopGuid },
    progres: record.decision === null ? record.meaning : `${record.meaning} ${record.decision}`,
    primero: referral.status,
    ledger: answer,
    footing: [footing('2.2', record.refIopGuid, answer)],
  } as const
  if (record.meaning === 'open') {
    return settled || decided === null ? [] : [{ ...about, code: 'decision-only-in-primero' }]
  }
  if (record.meaning !== 'synced') return []
  const differs = record.decision === null ? decided === null : record.decision !== decided
  if (differs) return [{ ...about, code: 'synced-not-in-primero' }]
  return settled || !inPeriod ? [] : [{ ...about, code: 'decision-unknown' }]
}
