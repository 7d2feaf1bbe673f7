import { isUnhcrs, mayHoldReferral, maybeSent } from '../flows/referrals-out/referral.ts'
import type { LedgerItem } from '../ledger/ledger.ts'
import type { PrimeroCase, PrimeroReferral } from '../primero/record.ts'
import { compareReferral, type ReferralFacts, type ShownRecord } from './compare-referral.ts'
import { footing, type Comparison, type Found } from './comparison.ts'
import { carriedDecision, reviewOf, unboundOf, type Records } from './progres-records.ts'

/** Referrals of one case to UNHCR, as Primero shows them. */
export interface CaseReferrals {
  readonly case: PrimeroCase
  /** Those to UNHCR made until the end of the period. */
  readonly referrals: readonly PrimeroReferral[]
  /** Ids of all that the case has. */
  readonly ids: ReadonlySet<string>
}

/**
 * Flows 2.1 and 2.2 from Primero: the referrals of changed cases that may hold one to UNHCR, one request for each such
 * case, against what the ledger sent and what proGres shows.
 */
export async function compareReferralsOf(
  comparison: Comparison,
  cases: readonly PrimeroCase[],
  records: Records,
): Promise<void> {
  const { ledger, deployment, period } = comparison
  const known = await ledger.byNumber(
    '2.1',
    'primeroId',
    cases.map(({ id }) => id),
  )
  const byCase = Map.groupBy(known, ({ numbers }) => numbers.primeroId ?? '')
  const candidates = cases.filter((one) => byCase.has(one.id) || mayHoldReferral(one, deployment))
  const whole = await readReferralsOf(comparison, candidates)
  const facts = await referralFacts(comparison, whole, known, records)
  const found = facts.flatMap(compareReferral)
  for (const one of facts) {
    comparison.count('2.1', 'compared')
    if (one.record !== null) comparison.count('2.2', 'compared')
  }
  for (const { case: one, ids: shown } of whole) {
    const sent = (byCase.get(one.id) ?? []).filter(
      (item) => item.state === 'confirmed' && maybeSent(item) && item.foundAt <= period.to,
    )
    found.push(...sent.filter(({ key }) => !shown.has(key)).map(goneReferral))
  }
  await comparison.note(found)
}

/** Reads the referrals of cases, one request for each; those that could not be read are left out, and said. */
export async function readReferralsOf(
  comparison: Comparison,
  cases: readonly PrimeroCase[],
): Promise<readonly CaseReferrals[]> {
  const { deployment, primero, period } = comparison
  await primero.expect(cases.length)
  const read = await Promise.all(
    cases.map(async (found): Promise<readonly CaseReferrals[]> => {
      const answer = await primero.referrals(found.id, {
        name: 'list-referrals',
        numbers: { primeroId: found.id },
      })
      if (!answer.ok || answer.value.kind === 'forbidden') {
        comparison.unread('primero', 'referrals-of-cases', answer.ok ? { kind: 'forbidden' } : answer.failure)
        return []
      }
      const all = answer.value.kind === 'found' ? answer.value.value : []
      const own = all.filter((one) => one.recordId === found.id)
      const referrals = own.filter((one) => isUnhcrs(one, deployment) && (one.createdAt ?? '') <= period.to)
      return [{ case: found, referrals, ids: new Set(own.map(({ id }) => id)) }]
    }),
  )
  return read.flat()
}

/** What all three know of the referrals of some cases. `known`: flow 2.1's items of these cases. */
export async function referralFacts(
  comparison: Comparison,
  whole: readonly CaseReferrals[],
  known: readonly LedgerItem[],
  records: Records,
): Promise<readonly ReferralFacts[]> {
  const { ledger, period } = comparison
  const ids = whole.flatMap(({ referrals }) => referrals.map(({ id }) => id))
  const answered = await ledger.byNumber('2.2', 'referralId', ids)
  const looked = await comparison.readBy(
    '2.1',
    whole.map((one) => one.case),
  )
  const itemOf = new Map(known.map((item) => [item.key, item]))
  return whole.flatMap(({ case: one, referrals }) =>
    referrals.map((referral) => {
      const item = itemOf.get(referral.id) ?? null
      const bound = answered.find(({ numbers }) => numbers.referralId === referral.id) ?? null
      const record = recordOf(comparison, records, { referral, referrals, item, bound, caseId: one.caseId })
      return {
        case: one,
        referral,
        item,
        answer: bound,
        record,
        inProgres:
          record !== null ||
          unboundOf(records, referral.serviceRecordId, one.caseId).length >=
            ofRow(referrals, referral).length,
        inPeriod: (referral.createdAt ?? period.from) >= period.from,
        looked: looked.has(one.id),
      }
    }),
  )
}

/** What UNHCR has, and its case no longer shows. */
export function goneReferral(item: LedgerItem): Found {
  return {
    code: 'referral-gone',
    flow: '2.1',
    numbers: item.numbers,
    ledger: item,
    footing: [footing('2.1', item.key, item)],
  }
}

/** The referrals to UNHCR of one service row. */
function ofRow(
  referrals: readonly PrimeroReferral[],
  { serviceRecordId }: PrimeroReferral,
): readonly PrimeroReferral[] {
  return referrals.filter((one) => one.serviceRecordId === serviceRecordId)
}

interface Binding {
  readonly referral: PrimeroReferral
  readonly referrals: readonly PrimeroReferral[]
  readonly item: LedgerItem | null
  readonly bound: LedgerItem | null
  readonly caseId: string | null
}

/** The record in proGres that belongs to a referral: by the ledger, else the only one of the only referral of its row. */
function recordOf(
  comparison: Comparison,
  records: Records,
  { referral, referrals, item, bound, caseId }: Binding,
): ShownRecord | null {
  const known = item?.numbers.refIopGuid ?? bound?.key
  if (known !== undefined) {
    const meaning = records.listed.get(known)
    const decision =
      bound === null ? (records.reviewed.get(known) ?? null) : carriedDecision(comparison, bound)
    return meaning === undefined ? null : { refIopGuid: known, meaning, decision }
  }
  const [only, second] = unboundOf(records, referral.serviceRecordId, caseId)
  if (only === undefined || second !== undefined || ofRow(referrals, referral).length !== 1) return null
  const decision = reviewOf(comparison, only.detail)
  return { refIopGuid: only.detail.refIopGuid, meaning: only.meaning, decision }
}
