import { expect, test } from 'vitest'
import { amount, stateCount } from './words.ts'

test('counts agree with their verbs and nouns', () => {
  expect([0, 1, 8].map((count) => stateCount(count, 'attention'))).toEqual([
    '0 need attention',
    '1 needs attention',
    '8 need attention',
  ])
  expect([1, 8].map((count) => stateCount(count, 'waiting'))).toEqual(['1 waiting', '8 waiting'])
  expect([0, 1, 2].map((count) => amount(count, 'entry', 'entries'))).toEqual([
    '0 entries',
    '1 entry',
    '2 entries',
  ])
})
