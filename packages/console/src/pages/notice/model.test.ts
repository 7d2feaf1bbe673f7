import { expect, test } from 'vitest'
import { ledgerItem } from '@ping-primero/core/flows/scene.fixture.ts'
import { noticeOf } from './model.ts'

const ref = 'REF-IOP-000117'

const taken = ledgerItem({
  state: 'attention',
  reason: 'consent-withdrawn',
  since: '2026-11-24T09:40:00.000Z',
  sentAt: '2026-11-18T06:05:00.000Z',
  numbers: { refIopNumber: ref, caseIdDisplay: '8e03bd1', transactionId: 'tx', referralId: 'r' },
})

test('the notice of a referral holds its numbers and its times', () => {
  expect(noticeOf([taken], ref)).toEqual({
    reason: 'consent-withdrawn',
    isUncertain: false,
    refIopNumber: ref,
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
    numbers: { refIopNumber: ref },
  })
  expect(noticeOf([sent, decision], ref)).toMatchObject({
    transactionId: 'tx',
    referredAt: '2026-11-18T06:05:00.000Z',
    knownSince: '2026-11-25T00:00:00.000Z',
  })
  expect(noticeOf([decision], ref)).toMatchObject({ transactionId: null, referredAt: null })
})

test('where nobody knows whether it arrived, that is said', () => {
  expect(
    noticeOf([{ ...taken, reason: 'revoked-after-sending', about: ['outcome-unknown'] }], ref),
  ).toMatchObject({
    reason: 'revoked-after-sending',
    isUncertain: true,
  })
})

test.each([
  ['nothing', []],
  ['what is held for another reason', [{ ...taken, reason: 'case-closed' as const }]],
  ['what was settled outside', [{ ...taken, state: 'handled' as const, reason: null }]],
])('for %s no notice is due', (_what, items) => {
  expect(noticeOf(items, ref)).toBe(null)
})

test('of several referrals of one case, each has its own notice, and none is had by the number of the case', () => {
  const other = {
    ...taken,
    sentAt: '2026-10-01T00:00:00.000Z',
    numbers: { caseIdDisplay: '8e03bd1', referralId: 'another', transactionId: 'another tx' },
  }
  expect(noticeOf([other, taken], ref)).toMatchObject({ referralId: 'r', transactionId: 'tx' })
  expect(noticeOf([other, taken], 'another')).toMatchObject({
    refIopNumber: null,
    transactionId: 'another tx',
  })
  expect(noticeOf([other, taken], '8e03bd1')).toBe(null)
  const decision = { ...taken, flow: '2.2' as const, numbers: { refIopNumber: ref } }
  expect(noticeOf([other, decision], ref)).toMatchObject({ transactionId: null, referredAt: null })
})
