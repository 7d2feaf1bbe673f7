import { expect, test } from 'vitest'
import { counted, reasonWords, sentence } from './words.ts'

test('counts are told with their nouns', () => {
  expect([counted(0, 'referral'), counted(1, 'referral'), counted(2, 'referral')]).toEqual([
    'no referral',
    '1 referral',
    '2 referrals',
  ])
  expect(counted(3, 'child', 'children')).toBe('3 children')
  expect(sentence('no referral')).toBe('No referral')
})

test('what waits is told in one line, what needs attention with whose move it is in that flow', () => {
  const report = {
    flow: '2.1',
    reasons: [
      { code: 'primero-unavailable', state: 'waiting', count: 1, items: ['A-1'] },
      { code: 'field-missing', state: 'attention', count: 2, items: ['A-2', 'A-3'] },
    ],
  } as const
  expect(reasonWords(report)).toEqual([
    '1 waits: Primero did not answer, or answered with trouble of its own. ' +
      'It is tried again by itself. If it lasts for hours, ask the Primero administrator.',
    '2 need attention: A-2, A-3',
    'A field that must be filled is empty.',
    'Whose move: the caseworker. Next: Fill the named fields; it is read again on every run.',
  ])
})
