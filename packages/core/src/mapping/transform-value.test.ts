import { describe, expect, test } from 'vitest'
import type { Transform } from './field-map.ts'
import { type Sources } from './map-record.ts'
import { map, now, outcome, type Cells } from './one-rule.fixture.ts'

const unreadable = { unreadable: ['a'] }

describe('a required text that lost its letters on its way', () => {
  test.each(['????', '??? ??', '\ufffd\ufffd'])('%s is nobody’s name', (text) => {
    expect(outcome(map({ kind: 'text' }, { case: { a: text } }, { required: true }))).toEqual(unreadable)
  })
  test.each(['?', 'Abebe ??', 'አበበ'])('%s is taken as it stands', (text) => {
    expect(outcome(map({ kind: 'text' }, { case: { a: text } }, { required: true }))).toEqual({ is: text })
  })
  test('what may be missing is taken as it stands', () => {
    expect(outcome(map({ kind: 'text' }, { case: { a: '????' } }))).toEqual({ is: '????' })
  })
})

describe('one source', () => {
  const kinds = (
    kind: 'text' | 'date' | 'date-time' | 'integer' | 'boolean' | 'age' | 'plain-text',
  ): Transform => ({ kind })
  test.each([
    ['text', ' Nyakim ', { is: 'Nyakim' }],
    ['text', 803, { is: '803' }],
    ['text', 0, { is: '0' }],
    ['text', 1e21, { is: '1000000000000000000000' }],
    ['text', true, { is: 'true' }],
    ['text', false, { is: 'false' }],
    ['text', { Id: 'x', Name: 'Zone 1' }, { is: 'Zone 1' }],
    ['text', { Id: 'x', Name: null }, 'left out'],
    ['text', ['same', 'same ', ''], { is: 'same' }],
    ['text', ['one', 'two'], unreadable],
    ['text', { Id: 'x' }, unreadable],
    ['text', { Name: { Name: 'deep' } }, unreadable],
    ['text', [['deep']], { is: 'deep' }],
    ['text', [[['deeper']]], unreadable],
    ['text', Number.NaN, unreadable],
    ['text', '00579310', { is: '00579310' }],
    ['text', undefined, 'left out'],
    ['text', null, 'left out'],
    ['text', '', 'left out'],
    ['text', ' \u00a0\u200b\u200e\0', 'left out'],
    ['text', [], 'left out'],
    ['text', '2026-08-01', { is: '2026-08-01' }],
    ['date', '2017-01-02', { is: '2017-01-02' }],
    ['date', '2017-01-02T00:00:00Z', { is: '2017-01-02' }],
    ['date', '2017-01-02T01:00:00+03:00', { is: '2017-01-01' }],
    ['date', '02/01/2017', unreadable],
    ['date', '2017-02-30', unreadable],
    ['date', 20170102, unreadable],
    ['date-time', '2017-01-02', { is: '2017-01-02T00:00:00.000Z' }],
    ['date-time', '2017-01-02T10:00:00+03:00', { is: '2017-01-02T07:00:00.000Z' }],
    ['date-time', 'yesterday', unreadable],
    ['integer', '12', { is: 12 }],
    ['integer', 12, { is: 12 }],
    ['integer', '-3', { is: -3 }],
    ['integer', '+5', { is: 5 }],
    ['integer', 'no 5', unreadable],
    ['integer', '5 or 6', unreadable],
    ['integer', '1e3', unreadable],
    ['integer', '1.5', unreadable],
    ['integer', 1.5, unreadable],
    ['integer', '99999999999999999999', unreadable],
    ['boolean', true, { is: true }],
    ['boolean', false, { is: false }],
    ['boolean', 'Yes', { is: true }],
    ['boolean', 'no', { is: false }],
    ['boolean', 1, { is: true }],
    ['boolean', '0', { is: false }],
    ['boolean', 'perhaps', unreadable],
    ['boolean', 'oh yes', unreadable],
    ['boolean', 'yes and no', unreadable],
    ['boolean', 'says no', unreadable],
    ['boolean', 'not yet', unreadable],
    ['age', '2017-05-06', { is: 9 }],
    ['age', '2017-05-07', { is: 8 }],
    ['age', '2026-05-06', { is: 0 }],
    ['age', '2026-05-07', unreadable],
    ['age', 'nine', unreadable],
    ['plain-text', '<p>A&nbsp;&amp; B</p>', { is: 'A & B' }],
    ['plain-text', '<p> </p>', 'left out'],
  ] as const)('%s of %j', (kind, value, expected) => {
    expect(outcome(map(kinds(kind), { case: { a: value } }))).toEqual(expected)
  })
})

describe('a name', () => {
  const given = (name: string): unknown =>
    outcome(map({ kind: 'text' }, { case: { a: name } }, { required: true }))

  test.each([
    ['a filler of Hangul', '\u3164'],
    ['its half-width form', '\uffa0\uffa0'],
    ['fillers of the first and middle letters of Hangul', '\u115f \u1160'],
    ['the blank of braille', '\u2800'],
    ['the note without a head', '\u{1d159}'],
    ['a soft hyphen', '\u00ad'],
    ['joiners and a byte-order mark', '\u200c\u200d\u034f\ufeff'],
    ['marks of direction', '\u061c\u200f\u202b\u2066\u2069'],
    ['variation selectors', '\ufe0f\u{e0100}'],
    ['a tag', '\u{e0061}'],
    ['vowels of Khmer and Mongolian that are not shown', '\u17b4\u17b5\u180e'],
    ['blanks of every width', '\u00a0\u2003\u202f\u205f\u3000\u0085\u2028'],
    ['a bell', '\u0007'],
  ])('of nothing but %s is an empty one', (_, name) => {
    expect(given(name)).toEqual({ missing: ['a'] })
  })

  test.each([
    'Ame\u0301lie',
    'Am\u00e9lie',
    '\u1208\u121d\u1208\u121d \u1273\u12f0\u1230',
    '\u0645\u062d\u0645\u0640\u0640\u062f \u0639\u064e\u0644\u064a',
    '\u202b\u0639\u0644\u064a\u202c',
    '\u0a15\u200d\u0a37',
    'Zo\u00eb \u{1f9f8}\ufe0f',
    "N\u02bcDiaye d'\u2019A.",
    '\uff21\uff2d\uff29\uff2e\uff21',
    '7',
    '?',
  ])('of %s arrives as it is, code point for code point', (name) => {
    expect(given(name)).toEqual({ is: name })
  })
})

test('what no JSON can hold is a text or nothing', () => {
  const values = [12n, Symbol('x'), () => 'x']
  expect(values.map((value) => outcome(map({ kind: 'text' }, { case: { a: value } })))).toEqual([
    { is: '12' },
    unreadable,
    unreadable,
  ])
})

describe('several sources', () => {
  const three: Cells = { sources: ['case.a', 'service.b', 'progres.c.d'] }
  const missing = { ...three, required: true }
  test.each<[Transform, Sources, Cells, unknown]>([
    [
      { kind: 'text' },
      { case: { a: ' ' }, service: { b: 'x' }, progres: { 'c.d': 'y' } },
      three,
      { is: 'x' },
    ],
    [{ kind: 'map', map: 'sex' }, { service: { b: 125080001 } }, three, { is: 'male' }],
    [{ kind: 'join', separator: ', ' }, { case: { a: 'x' }, progres: { 'c.d': 'y' } }, three, { is: 'x, y' }],
    [{ kind: 'join', separator: ', ' }, {}, three, 'left out'],
    [
      { kind: 'plain-text' },
      { case: { a: '<b>x</b>' }, service: { b: '' }, progres: { 'c.d': 'y' } },
      three,
      { is: 'x, y' },
    ],
    [
      { kind: 'address' },
      { case: { a: { Name: 'Gambella' } }, progres: { 'c.d': 'Zone 1' } },
      three,
      { is: 'Gambella Zone 1' },
    ],
    [{ kind: 'address' }, { case: { a: { Id: 'x' } } }, three, unreadable],
    [
      { kind: 'join-all', separator: ',' },
      { case: { a: 1 }, service: { b: 2 }, progres: { 'c.d': 3 } },
      three,
      { is: '1,2,3' },
    ],
    [{ kind: 'join-all', separator: ',' }, { case: { a: 1 } }, missing, { missing: ['b', 'c.d'] }],
    [{ kind: 'join-all', separator: ',' }, { case: { a: 1 } }, three, 'left out'],
    [
      { kind: 'join-all', separator: ',' },
      { case: { a: '1,2' }, service: { b: 2 }, progres: { 'c.d': 3 } },
      three,
      unreadable,
    ],
    [{ kind: 'date' }, { service: { b: 'soon' } }, three, { unreadable: ['b'] }],
    [{ kind: 'address' }, { case: { a: [] }, service: { b: [' '] } }, three, 'left out'],
    [
      { kind: 'join-all', separator: ',' },
      { case: { a: 1 } },
      { ...three, default: 'unknown' },
      { is: 'unknown' },
    ],
    [{ kind: 'text' }, {}, missing, { missing: ['a'] }],
    [{ kind: 'address' }, {}, missing, { missing: ['a'] }],
  ])('%j of %j', (transform, sources, cells, expected) => {
    expect(outcome(map(transform, sources, cells))).toEqual(expected)
  })
})

describe('defaults', () => {
  test.each<[Transform, string, unknown]>([
    [{ kind: 'text' }, 'Primero referral', 'Primero referral'],
    [{ kind: 'text' }, 'now', 'now'],
    [{ kind: 'age' }, '2017-05-06', 9],
    [{ kind: 'boolean' }, 'true', true],
    [{ kind: 'integer' }, '0', 0],
    [{ kind: 'date' }, 'now', '2026-05-06'],
    [{ kind: 'date-time' }, 'now', now],
    [{ kind: 'date-time' }, '2026-01-01', '2026-01-01T00:00:00.000Z'],
    [{ kind: 'map', map: 'sex' }, 'unknown_4b34795', 'unknown_4b34795'],
    [{ kind: 'map-list', map: 'languages-in' }, 'language6', ['language6']],
    [{ kind: 'address' }, 'unknown', 'unknown'],
  ])('a blank source of %j takes %j', (transform, fallback, expected) => {
    const record = map(transform, { case: { a: ' ' } }, { default: fallback, required: true })
    expect(record.fields).toEqual({ out: expected })
    expect(record.warnings).toEqual([])
  })

  test('a default never stands in for something unreadable or unmapped', () => {
    expect(outcome(map({ kind: 'date' }, { case: { a: 'soon' } }, { default: 'now' }))).toEqual(unreadable)
    expect(
      map({ kind: 'map', map: 'sex' }, { case: { a: '125080007' } }, { default: 'male' }).fields,
    ).toEqual({})
  })
})

test('constants and today need no source', () => {
  expect(map({ kind: 'constant', value: 'open' }, {}, { sources: [] }).fields).toEqual({ out: 'open' })
  expect(map({ kind: 'today' }, {}, { sources: [] }).fields).toEqual({ out: '2026-05-06' })
})
