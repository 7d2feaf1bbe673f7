import { expect, test } from 'vitest'
import type { AskedReferral, SentReferral } from '../../../sandbox/desks.ts'
import { officerView } from './model.ts'

function sentWith(more: Partial<SentReferral>): SentReferral {
  return {
    number: '803-26-PRTITV-1000001',
    type: 'Alternative Care',
    at: '2026-11-26T05:20:00.000Z',
    transfer: 'arrived',
    said: null,
    comment: null,
    caseNumber: '1c8e5d3',
    isWithdrawn: false,
    lacks: false,
    ...more,
  }
}

function askedWith(number: string, decision: AskedReferral['decision']): AskedReferral {
  return { number, service: 'Shelter Assistance', at: '2026-11-26T05:20:00.000Z', decision }
}

test('what waits for an answer lies on the desk, and nothing that has one', () => {
  const asked = [
    askedWith('REF-IOP-000131', null),
    askedWith('REF-IOP-000130', 'accepted'),
    askedWith('REF-IOP-000129', 'rejected'),
  ]
  expect(officerView(asked, [], 10).open.map(({ number }) => number)).toEqual(['REF-IOP-000131'])
})

test.each([
  ['that arrived', {}, ['withdraw', 'send-again']],
  ['that was taken back', { isWithdrawn: true }, ['send-again']],
  ['that lacks something', { transfer: 'undelivered', lacks: true }, ['fill-in', 'withdraw']],
  ['that was taken back and lacks something', { isWithdrawn: true, lacks: true }, ['send-again']],
] as const)('of a referral %s an officer can do what makes sense', (_which, more, acts) => {
  expect(officerView([], [sentWith(more)], 10).sent).toEqual([{ ...sentWith(more), acts }])
})

test('of many the newest are shown, and how many others there are', () => {
  const sent = [1, 2, 3, 4].map((place) => sentWith({ number: `803-26-PRTITV-${place}` }))
  const view = officerView([], sent, 3)
  expect([view.sent.length, view.more]).toEqual([3, 1])
  expect(officerView([], sent, 10).more).toBe(0)
})
