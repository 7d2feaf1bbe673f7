import { expect, test } from 'vitest'
import type { FieldMap, FieldRule } from './field-map.ts'
import { primeroSafe, primeroSafeFields } from './primero-safe.ts'

test.each([
  ['2026-08-01', '2026-08-01 '],
  ['2026-08-01T10:00:00Z', '2026-08-01T10:00:00Z '],
  ['2026-08-01 10:00:00.5 +03:00', '2026-08-01 10:00:00.5 +03:00 '],
  ['2026-8-1 9:00:00', '2026-8-1 9:00:00 '],
  ['2026-08-01 ', '2026-08-01 '],
  ['seen 2026-08-01', 'seen 2026-08-01'],
  ['2026-08-01 was the day', '2026-08-01 was the day'],
  ['01/08/2026', '01/08/2026'],
  ['a\0b', 'ab'],
  ['2026-08-\u000001', '2026-08-01 '],
])('hazard 34: %j leaves as %j', (text, safe) => {
  expect(primeroSafe(text)).toBe(safe)
})

test('it goes into lists and objects, and leaves everything else alone', () => {
  expect(primeroSafe({ rows: [{ note: '2026-08-01', count: 3, done: true, none: null }] })).toEqual({
    rows: [{ note: '2026-08-01 ', count: 3, done: true, none: null }],
  })
})

test('in a mapped record only free text is changed: dates stay dates', () => {
  const rule = (target: string, kind: 'text' | 'date'): FieldRule => ({
    target,
    sources: [],
    transform: { kind },
    required: false,
    default: null,
    form: '',
    localised: false,
    note: '',
  })
  const fieldMap: FieldMap = { name: '1.1-service', rules: [rule('notes', 'text'), rule('day', 'date')] }
  expect(
    primeroSafeFields(fieldMap, { notes: '2026-08-01', day: '2026-08-01', other: '2026-08-01' }),
  ).toEqual({
    notes: '2026-08-01 ',
    day: '2026-08-01',
    other: '2026-08-01',
  })
})
