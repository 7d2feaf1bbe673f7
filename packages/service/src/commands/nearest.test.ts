import { expect, test } from 'vitest'
import { reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { editDistance, nearest } from './nearest.ts'

test.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['abc', 'abc', 0],
  ['abc', 'abd', 1],
  ['abc', 'ab', 1],
  ['abc', 'xabc', 1],
  ['abc', 'acb', 1],
  ['ba', 'ab', 1],
  ['kitten', 'sitting', 3],
])('from %j to %j there are %i changes', (one, other, changes) => {
  expect(editDistance(one, other)).toBe(changes)
  expect(editDistance(other, one)).toBe(changes)
})

test.each([
  ['outcome-unknwon', 'outcome-unknown'],
  ['Outcome Unknown', 'outcome-unknown'],
  ['outcome_unknown', 'outcome-unknown'],
  ['service-type-unmaped', 'service-type-unmapped'],
  ['ping-unavailible', 'ping-unavailable'],
  ['processing', 'ping-processing'],
  ['concent-missing', 'consent-missing'],
])('of the reasons %j is taken for %s first', (typed, meant) => {
  expect(nearest(typed, Object.keys(reasons))[0]).toBe(meant)
})

test('what is near to none is taken for none, and never for more than three', () => {
  for (const typed of ['bad-luck', '', ' ', 'x']) expect(nearest(typed, Object.keys(reasons))).toEqual([])
  expect(nearest('missing', Object.keys(reasons))).toHaveLength(3)
})
