import { expect, test } from 'vitest'
import type { AskedService, ReferredService } from '../../../sandbox/desks.ts'
import { caseworkerView } from './model.ts'

function askedWith(row: string, decision: AskedService['decision']): AskedService {
  return { row, caseNumber: '1c8e5d3', service: 'shelter', number: null, decision, said: null }
}

function referredWith(more: Partial<ReferredService>): ReferredService {
  return {
    id: 'r1',
    caseNumber: 'a91b0d4',
    service: 'shelter',
    at: '2026-11-26T04:50:00.000Z',
    status: 'in_progress',
    said: null,
    hasConsent: true,
    ...more,
  }
}

test('services without an answer come first, and of those with one the last three', () => {
  const asked = [
    askedWith('a', 'accepted'),
    askedWith('b', null),
    askedWith('c', 'rejected'),
    askedWith('d', 'accepted'),
    askedWith('e', 'accepted'),
    askedWith('f', null),
  ]
  expect(caseworkerView(asked, [], 10).asked.map(({ row }) => row)).toEqual(['b', 'f', 'a', 'c', 'd'])
})

test.each([
  ['in progress', {}, ['revoke', 'take-consent']],
  ['in progress, without consent', { hasConsent: false }, ['revoke', 'give-consent']],
  ['accepted', { status: 'accepted' }, ['revoke', 'take-consent']],
  ['rejected', { status: 'rejected' }, ['refer-again', 'take-consent']],
  ['done', { status: 'done' }, []],
  ['revoked', { status: 'revoked' }, []],
] as const)('of a referral that is %s a caseworker can do what makes sense', (_which, more, acts) => {
  expect(caseworkerView([], [referredWith(more)], 10).referred).toEqual([{ ...referredWith(more), acts }])
})

test('of many the newest are shown, and how many others there are', () => {
  const referred = [1, 2, 3, 4].map((place) => referredWith({ id: String(place) }))
  const view = caseworkerView([], referred, 3)
  expect([view.referred.length, view.more]).toEqual([3, 1])
})
