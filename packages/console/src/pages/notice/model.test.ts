import { expect, test } from 'vitest'
import { ledgerItem } from '@ping-primero/core/flows/scene.fixture.ts'
import { noticeOf } from './model.ts'

const taken = ledgerItem({
  state: 'attention',
  reason: 'consent-withdrawn',
  since: '2026-11-24T09:40:00.000Z',
  sentAt: '2026-11-18T06:05:00.000Z',
  numbers: { refIopNumber: 'REF-IOP-000117', caseIdDisplay: '8e03bd1', transactionId: 'tx', referralId: 'r' },
})

test('the notice of a referral holds its numbers and its times', () => {
  expect(noticeOf([taken])).toEqual({
    reason: 'consent-withdrawn',
    isUncertain: false,
    refIopNumber: 'REF-IOP-000117',
    transactionId: 'tx',
    caseNumber: '8e03bd1',
    referralId: 'r',
    referredAt: '2026-11-18T06:05:00.000Z',
    knownSince: '2026-11-24T09:40:00.000Z',
  })
})

test('where the decision lacks consent, the referral says when it was sent', () => {
  const sent = { ...taken, state: 'confirmed', reason: null } as const
  const decision = ledgerItem({
    flow: '2.2',
    state: 'attention',
    reason: 'consent-withdrawn',
    since: '2026-11-25T00:00:00.000Z',
    sentAt: '2026-11-25T00:00:00.000Z',
    numbers: { refIopNumber: 'REF-IOP-000117' },
  })
  expect(noticeOf([sent, decision])).toMatchObject({
    transactionId: 'tx',
    referredAt: '2026-11-18T06:05:00.000Z',
    knownSince: '2026-11-25T00:00:00.000Z',
  })
  expect(noticeOf([decision])).toMatchObject({ transactionId: null, referredAt: null })
})

test('where nobody knows whether it arrived, that is said', () => {
  expect(noticeOf([{ ...taken, reason: 'revoked-after-sending', about: ['outcome-unknown'] }])).toMatchObject(
    {
      reason: 'revoked-after-sending',
      isUncertain: true,
    },
  )
})

test.each([
  ['nothing', []],
  ['what is held for another reason', [{ ...taken, reason: 'case-closed' as const }]],
  ['what was settled outside', [{ ...taken, state: 'handled' as const, reason: null }]],
])('for %s no notice is due', (_what, items) => {
  expect(noticeOf(items)).toBe(null)
})
