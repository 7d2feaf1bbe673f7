import { expect, test } from 'vitest'
import { nothingCounted, progressOf } from './progress.ts'

const counted = {
  ...nothingCounted(),
  settled: new Set(Array.from({ length: 120 }, (_, place) => String(place))),
  leftOut: 9,
  cases: { done: 40, of: 90 },
}

test.each([
  ['lists, and knows what it has found', 'list', true, { done: 440, of: null }],
  ['lists for some items, and counts none of the others', 'list', false, { done: 0, of: null }],
  ['reads so many of all changed cases', 'cases', true, { done: 40, of: 90 }],
  ['settles so many of those that are for it', 'settle', true, { done: 120, of: 431 }],
  ['settles some items, and nobody knows of how many', 'settle', false, { done: 120, of: null }],
] as const)('a run %s', (_says, part, all, counts) => {
  expect(progressOf({ counted: { ...counted, part }, entered: 40 }, 400, all, 'ping')).toEqual({
    part,
    ...counts,
    awaits: 'ping',
  })
})

test('never more are settled than there are', () => {
  const settling = { ...counted, part: 'settle' as const, leftOut: 400 }
  expect(progressOf({ counted: settling, entered: 0 }, 400, true, null)).toMatchObject({ done: 120, of: 120 })
})
