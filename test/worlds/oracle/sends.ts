import { whoseNumber } from './numbers.ts'
import {
  createdAt,
  isOurs,
  madeAt,
  statusAt,
  toUnhcr,
  wasShownTooLittle,
  type Interop,
} from './referrals-out.ts'
import {
  casesOf,
  hasConsent,
  statesDuring,
  stretchOf,
  textOf,
  type Case,
  type Referral,
  type Seen,
  type SeenRequest,
  type Violation,
} from './seen.ts'

/** P2, P4, P5: never two records of one referral, never another child's data, never anything without consent. */
export function sendsSafety(seen: Seen): readonly Violation[] {
  return [...doubled(seen), ...sentItems(seen)]
}

/**
 * Each record of a row needs a referral of its own, made by then; and a later one goes only once the earlier are ended, so
 * that at any time there is at most one record more than referrals that had ended.
 */
function doubled(seen: Seen): readonly Violation[] {
  const all = toUnhcr(seen)
  const byRow = new Map<string | null, Interop[]>()
  for (const record of seen.ping.store.referrals.values()) {
    if (!isOurs(seen, record)) continue
    byRow.set(record.orgReferralId, [...(byRow.get(record.orgReferralId) ?? []), record])
  }
  return [...byRow].flatMap(([row, records]) => {
    const referrals = all.filter(({ serviceRecordId }) => serviceRecordId === row)
    const inOrder = [...records].sort((one, other) => createdAt(seen, one) - createdAt(seen, other))
    return inOrder.flatMap((record, index) => {
      const at = createdAt(seen, record)
      const made = referrals.filter((one) => madeAt(seen, one) <= at)
      const over = made.filter((one) => statusAt(seen, one, at) !== 'in_progress' || isLetGo(seen, one))
      if (index < Math.min(made.length, over.length + 1)) return []
      const before = inOrder[index - 1]
      if (before !== undefined && wasShownTooLittle(seen, createdAt(seen, before), at)) return []
      const words = `${record.number} is record ${index + 1} of row ${row ?? 'none'}, which had ${made.length} referrals by then, ${over.length} of them ended`
      return [{ property: 'P2', words }]
    })
  })
}

function isLetGo(seen: Seen, { id }: Referral): boolean {
  return seen.handled.has(`2.1 ${id}`) || seen.released.has(`2.1 ${id}`)
}

const isSend = ({ kind }: SeenRequest): boolean => kind === 'create-referral'

function sentItems(seen: Seen): readonly Violation[] {
  return [...seen.ping.store.transactions.values()].flatMap((transaction) => {
    if (transaction.process !== 'SHP-2731') return []
    const at = seen.chronicle.timeOf(transaction)
    const [from] = stretchOf(seen, at, isSend)
    return transaction.items.flatMap(({ item: { fields, externalId } }): readonly Violation[] => {
      const caseId = fields['progres_offlineid'] ?? externalId
      const record = casesOf(seen).find(({ data, id }) => data['case_id'] === caseId || id === caseId)
      const what = `transaction ${transaction.id}`
      if (record === undefined)
        return [{ property: 'P4', words: `${what} is about a case that is not there` }]
      const states = statesDuring(seen, record.id, from, at)
      const consented = states.some((state) => hasConsent(state.record))
      const own = states.some((state) => isOwn(fields, state.record))
      const isItsReferral = ({ serviceRecordId }: Referral): boolean =>
        serviceRecordId === fields['progres_orgreferralid']
      return [
        ...(consented
          ? []
          : [{ property: 'P5', words: `${what} left without consent in case ${record.id}` }]),
        ...(own ? [] : [{ property: 'P4', words: `${what} names another child than case ${record.id}` }]),
        ...(seen.primero.store.referralsOf(record.id).some(isItsReferral)
          ? []
          : [{ property: 'P4', words: `${what} is about a row of another case than ${record.id}` }]),
      ]
    })
  })
}

/** Whether the fields that say who a child is are those of the case. */
function isOwn(fields: Readonly<Record<string, string>>, { data }: Case): boolean {
  const same = (sent: string | undefined, field: string): boolean => (sent ?? null) === textOf(data[field])
  return (
    same(fields['progres_pocfirstname'], 'name_first') &&
    same(fields['progres_poclastname'], 'name_last') &&
    whoseNumber(fields['progres_unhcrid']) === whoseNumber(textOf(data['unhcr_individual_no'])) &&
    (fields['progres_pocdateofbirth'] ?? '').slice(0, 10) === textOf(data['date_of_birth'])
  )
}
