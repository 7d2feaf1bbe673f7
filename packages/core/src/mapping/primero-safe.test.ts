import { expect, test } from 'vitest'
import type { FieldMap, FieldRule, Transform } from './field-map.ts'
import { primeroSafe, primeroSafeFields } from './primero-safe.ts'

test.each([
  ['2026-08-01', '2026-08-01 '],
  ['2026-08-01T10:00:00Z', '2026-08-01T10:00:00Z '],
  ['2026-08-01 10:00:00.5 +03:00', '2026-08-01 10:00:00.5 +03:00 '],
  ['2026-8-1 9:00:00', '2026-8-1 9:00:00 '],
  ['2026-08-01  10:00', '2026-08-01  10:00 '],
  ['2026-08-01T10:00:00.123Z', '2026-08-01T10:00:00.123Z '],
  ['2026-08-01T10:00:00.', '2026-08-01T10:00:00. '],
  ['2026-08-01T10:00+03', '2026-08-01T10:00+03 '],
  ['2026-08-01T10:00+0300', '2026-08-01T10:00+0300 '],
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
  const rule = (target: string, transform: Transform): FieldRule => ({
    target,
    sources: [],
    transform,
    required: false,
    default: null,
    form: '',
    localised: false,
    note: '',
  })
  const rules = [
    rule('notes', { kind: 'text' }),
    rule('html', { kind: 'plain-text' }),
    rule('joined', { kind: 'join', separator: ' ' }),
    rule('packed', { kind: 'join-all', separator: ',' }),
    rule('where', { kind: 'address' }),
    rule('day', { kind: 'date' }),
    rule('code', { kind: 'map', map: 'codes' }),
  ]
  const fieldMap: FieldMap = { name: '1.1-service', rules }
  const targets = ['notes', 'html', 'joined', 'packed', 'where', 'day', 'code', 'other']
  const fields = Object.fromEntries(targets.map((target) => [target, '2026-08-01']))
  expect(primeroSafeFields(fieldMap, fields)).toEqual({
    notes: '2026-08-01 ',
    html: '2026-08-01 ',
    joined: '2026-08-01 ',
    packed: '2026-08-01 ',
    where: '2026-08-01 ',
    day: '2026-08-01',
    code: '2026-08-01',
    other: '2026-08-01',
  })
})
