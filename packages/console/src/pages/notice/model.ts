import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { referralName } from '../../parts/referral-name.ts'

/** Why UNHCR is told that a referral is to end. */
export const noticeReasons = ['consent-withdrawn', 'revoked-after-sending'] as const

/** One of the reasons for which a notice is due. */
export type NoticeReason = (typeof noticeReasons)[number]

/** What UNHCR is told: numbers and times, nothing of a person. A number that is not known is null. */
export interface Notice {
  readonly reason: NoticeReason
  /** Nobody knows whether UNHCR has got it at all. */
  readonly isUncertain: boolean
  readonly refIopNumber: string | null
  readonly transactionId: string | null
  readonly caseNumber: string | null
  readonly referralId: string | null
  /** When it was sent. */
  readonly referredAt: string | null
  /** Since when it is known here that it was taken back. */
  readonly knownSince: string
}

/** The notice that is due for the referral of a name, among the items that carry it; null = none is. Pure. */
export function noticeOf(items: readonly LedgerItem[], key: string): Notice | null {
  const due = items.find(
    (item) =>
      item.state === 'attention' &&
      noticeReasons.some((reason) => reason === item.reason) &&
      referralName(item).key === key,
  )
  const reason = noticeReasons.find((one) => one === due?.reason)
  if (due === undefined || reason === undefined) return null
  const sent = due.flow === '2.1' ? due : items.find((item) => item.flow === '2.1' && isOfSame(item, due))
  const { refIopNumber, transactionId, caseIdDisplay, caseId, referralId } = {
    ...sent?.numbers,
    ...due.numbers,
  }
  return {
    reason,
    isUncertain: due.about.includes('outcome-unknown'),
    refIopNumber: refIopNumber ?? null,
    transactionId: transactionId ?? null,
    caseNumber: caseIdDisplay ?? caseId ?? null,
    referralId: referralId ?? null,
    referredAt: sent?.sentAt ?? null,
    knownSince: due.since,
  }
}

/** Whether a referral and a decision on it carry the same number of the referral; a case may have several. */
function isOfSame({ numbers: one }: LedgerItem, { numbers: other }: LedgerItem): boolean {
  const isShared = (kind: 'referralId' | 'refIopGuid' | 'refIopNumber'): boolean =>
    one[kind] !== undefined && one[kind] === other[kind]
  return isShared('referralId') || isShared('refIopGuid') || isShared('refIopNumber')
}
