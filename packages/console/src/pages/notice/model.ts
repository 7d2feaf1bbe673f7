import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'

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

/** The notice that is due for the items of a number; null = none is. Pure. */
export function noticeOf(items: readonly LedgerItem[]): Notice | null {
  const due = items.find(
    (item) => item.state === 'attention' && noticeReasons.some((reason) => reason === item.reason),
  )
  const reason = noticeReasons.find((one) => one === due?.reason)
  if (due === undefined || reason === undefined) return null
  const sent = items.find(({ flow }) => flow === '2.1')
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
