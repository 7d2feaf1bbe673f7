import { expect, test } from 'vitest'
import { middleOf } from './middle.ts'
import { eachMonth, isMonth, monthsIn } from './period.ts'
import { spanClass, spanEnd } from './spans.ts'

const classes = (...counts: readonly (readonly [least: number, count: number])[]) =>
  counts.map(([least, count]) => ({ least, count }))

test.each([
  [classes([0, 2], [1, 2]), null],
  [classes([3, 1], [0, 4]), 0],
  [classes([0, 2], [2, 3]), 2],
  [classes([0, 3], [2, 3]), 0],
])('the middle value of %j is %s', (spans, middle) => {
  expect(middleOf(spans)).toBe(middle)
})

const at = (time: string): string => `2026-03-01T${time}.000Z`

test.each([
  ['minutes-to-confirmed', at('08:00:00'), at('08:00:59'), 0, 1],
  ['minutes-to-confirmed', at('08:00:00'), at('08:14:59'), 10, 15],
  ['minutes-to-confirmed', at('08:00:00'), '2026-05-01T00:00:00.000Z', 10_080, null],
  ['minutes-to-confirmed', at('08:00:00'), at('07:00:00'), 0, 1],
  ['days-to-decided', at('08:00:00'), '2026-03-03T07:59:59.000Z', 1, 2],
  ['days-to-decided', at('08:00:00'), '2027-03-03T07:59:59.000Z', 366, null],
] as const)(
  '%s from %s to %s falls into the class that begins at %i and ends at %s',
  (span, from, to, least, end) => {
    expect(spanClass(span, from, to)).toBe(least)
    expect(spanEnd(span, least)).toBe(end)
  },
)

test('months are counted over years', () => {
  expect(eachMonth({ from: '2025-11', to: '2026-02' })).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
  expect(monthsIn({ from: '2025-11', to: '2026-02' })).toEqual([
    { year: 2025, from: 10, to: 11 },
    { year: 2026, from: 0, to: 1 },
  ])
  expect(['2026-03', '2026-13', '2026-3', '2026-03-01'].map(isMonth)).toEqual([true, false, false, false])
})
