import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Transform } from './field-map.ts'
import { mapRecord, type MappedRecord } from './map-record.ts'
import { map, now, outcome, rule, valueMaps } from './one-rule.fixture.ts'

const unreadable = { unreadable: ['a'] }

describe('missing', () => {
  test('names source and target, each once', () => {
    const record = map({ kind: 'text' }, { case: { a: null } }, { required: true })
    expect(record.missing).toEqual(['a'])
    expect(record.fields).toEqual({})
  })
})

describe('maps', () => {
  test('an unlisted service type holds a required field, and is named', () => {
    const record = map(
      { kind: 'map', map: 'service-types-in' },
      { case: { a: 'Accessibility' } },
      { required: true },
    )
    expect(record.unmapped).toEqual([
      { target: 'out', map: 'service-types-in', required: true, value: 'Accessibility' },
    ])
    expect(record.fields).toEqual({})
    expect(record.warnings).toEqual([])
  })

  test('an unlisted value of an optional field is left out and counted, without being named', () => {
    const record = map({ kind: 'map', map: 'languages-strict' }, { case: { a: 'French' } })
    expect(record.unmapped).toEqual([
      { target: 'out', map: 'languages-strict', required: false, value: null },
    ])
    expect(record.fields).toEqual({})
    expect(record.warnings).toEqual([{ map: 'languages-strict', count: 1 }])
  })

  test('a code of proGres is named', () => {
    expect(map({ kind: 'map', map: 'sex' }, { case: { a: 125080007 } }).unmapped).toEqual([
      { target: 'out', map: 'sex', required: false, value: '125080007' },
    ])
  })

  test('a longer number that holds a code is not named, for it may be a telephone number', () => {
    const named = [9125080007, 12508000712].map(
      (value) => map({ kind: 'map', map: 'sex' }, { case: { a: value } }).unmapped[0]?.value,
    )
    expect(named).toEqual([null, null])
  })

  test('two different values for one are nobody’s guess', () => {
    expect(outcome(map({ kind: 'map', map: 'sex' }, { case: { a: [125080000, 125080001] } }))).toEqual(
      unreadable,
    )
    expect(outcome(map({ kind: 'map', map: 'sex' }, { case: { a: [125080001, '125080001'] } }))).toEqual({
      is: 'male',
    })
  })

  test('a map that the deployment does not have maps nothing', () => {
    expect(outcome(map({ kind: 'map', map: 'none' }, { case: { a: 'x' } }, { required: true }))).toEqual({
      unmapped: [{ target: 'out', map: 'none', required: true, value: null }],
    })
    const list = map({ kind: 'map-list', map: 'none' }, { case: { a: 'x' } })
    expect([list.fields, list.warnings]).toEqual([{}, [{ map: 'none', count: 1 }]])
    const fieldMap = { name: '2.1-referral', rules: [rule({ kind: 'map', map: 'sex' }, {})] } as const
    const without = { valueMaps: { ...valueMaps, maps: new Map() }, timezone: 'UTC', now }
    expect(outcome(mapRecord(fieldMap, { case: { a: 'male' } }, without))).toEqual({
      unmapped: [{ target: 'out', map: 'sex', required: false, value: null }],
    })
  })

  test('of several values without a row none is named', () => {
    const record = map(
      { kind: 'map-list', map: 'service-types-in' },
      { case: { a: ['Swimming', 'Dancing'] } },
    )
    expect(outcome(record)).toEqual({
      unmapped: [{ target: 'out', map: 'service-types-in', required: false, value: null }],
    })
    expect(record.warnings).toEqual([{ map: 'service-types-in', count: 2 }])
  })

  test('hazard 21: in the flows of group 2 sex is read from Primero to code', () => {
    expect(map({ kind: 'map', map: 'sex' }, { case: { a: 'male' } }, {}, '2.1-referral').fields).toEqual({
      out: '125080001',
    })
    expect(
      outcome(
        map({ kind: 'map', map: 'sex' }, { case: { a: 'Unknown' } }, { required: true }, '2.1-referral'),
      ),
    ).toEqual({
      unmapped: [{ target: 'out', map: 'sex', required: true, value: null }],
    })
  })

  test('hazard 23: the protection concern does not depend on the order of ticking', () => {
    const concern = (ticked: readonly string[]): MappedRecord =>
      map({ kind: 'map', map: 'protection-concerns' }, { case: { a: ticked } }, {}, '2.1-referral')
    expect(concern(['rape', 'other', 'neglect']).fields).toEqual({ out: 'guid-risk' })
    expect(concern(['neglect', 'other', 'rape']).fields).toEqual({ out: 'guid-risk' })
    expect(concern(['neglect', 'other', 'rape']).warnings).toEqual([{ map: 'protection-concerns', count: 1 }])
    expect(concern(['other']).fields).toEqual({})
  })

  describe('map-list', () => {
    test('takes one or many, each value once, and counts what only * answered (1.1-22)', () => {
      const list: Transform = { kind: 'map-list', map: 'languages-in' }
      expect(map(list, { case: { a: 'Nuer' } }).fields).toEqual({ out: ['language2'] })
      const many = map(list, { case: { a: ['Anyuak', 'French', 'Swahili', 'Nuer', 'Nuer'] } })
      expect(many.fields).toEqual({ out: ['language1', 'language6', 'language2'] })
      expect(many.warnings).toEqual([{ map: 'languages-in', count: 1 }])
    })

    test('leaves out what is unlisted where optional, and holds the item where required', () => {
      const list: Transform = { kind: 'map-list', map: 'languages-strict' }
      const optional = map(list, { case: { a: ['Nuer', 'French'] } })
      expect(optional.fields).toEqual({ out: ['language2'] })
      expect(optional.warnings).toEqual([{ map: 'languages-strict', count: 1 }])
      const required = map(list, { case: { a: ['Nuer', 'French'] } }, { required: true })
      expect(required.fields).toEqual({})
      expect(required.unmapped).toEqual([
        { target: 'out', map: 'languages-strict', required: true, value: null },
      ])
    })

    test('holds the item for what is lost of it, and goes out where nothing is', () => {
      const list: Transform = { kind: 'map-list', map: 'service-types-in' }
      const required = { required: true }
      expect(outcome(map(list, { case: { a: ['Alternative Care', 'Swimming'] } }, required))).toEqual({
        unmapped: [{ target: 'out', map: 'service-types-in', required: true, value: 'Swimming' }],
      })
      expect(outcome(map(list, { case: { a: ['Alternative Care'] } }, required))).toEqual({
        is: ['alternative_care'],
      })
    })

    test('of something that is no list of texts is unreadable', () => {
      expect(outcome(map({ kind: 'map-list', map: 'languages-in' }, { case: { a: [{}] } }))).toEqual(
        unreadable,
      )
    })
  })
})

test('a column of an object’s prototype is no column', () => {
  expect(map({ kind: 'text' }, { case: {} }, { sources: ['case.constructor'] }).fields).toEqual({})
})

test('a time of the run that is none is a defect', () => {
  const rules = [rule({ kind: 'today' }, { sources: [] })]
  expect(() =>
    mapRecord({ name: '1.1-status', rules }, {}, { valueMaps, timezone: 'UTC', now: 'now' }),
  ).toThrow('the time of the run is no ISO instant')
})

test('no source makes it throw, and every rule ends in exactly one way', () => {
  const transforms: readonly Transform[] = [
    { kind: 'text' },
    { kind: 'plain-text' },
    { kind: 'date' },
    { kind: 'date-time' },
    { kind: 'integer' },
    { kind: 'boolean' },
    { kind: 'age' },
    { kind: 'address' },
    { kind: 'map', map: 'sex' },
    { kind: 'map', map: 'protection-concerns' },
    { kind: 'map-list', map: 'languages-in' },
    { kind: 'join', separator: ', ' },
    { kind: 'join-all', separator: ',' },
  ]
  const value = fc.oneof(
    fc.anything(),
    fc.jsonValue(),
    fc.string({ unit: 'binary' }),
    fc.record({ Name: fc.anything() }),
  )
  fc.assert(
    fc.property(fc.constantFrom(...transforms), value, value, fc.boolean(), (transform, a, b, required) => {
      const record = map(
        transform,
        { case: { a }, service: { b } },
        { sources: ['case.a', 'service.b'], required },
      )
      const ends = [
        Object.keys(record.fields).length,
        Math.min(record.missing.length, 1),
        record.unmapped.length,
        Math.min(record.unreadable.length, 1),
      ].reduce((sum, count) => sum + count, 0)
      expect(ends).toBe(record.trace[0]?.shows === 'absent' && !required ? 0 : 1)
    }),
    { numRuns: 500 },
  )
})
