import { expect, test } from 'vitest'
import type { MappedRecord } from '../mapping/map-record.ts'
import { heldBack } from './held.ts'

function mapped(given: Partial<MappedRecord>): MappedRecord {
  return {
    fields: {},
    missing: [],
    unmapped: [],
    unreadable: [],
    warnings: [],
    trace: [],
    ...given,
  }
}

function unmapped(map: string, value: string | null, required = true): MappedRecord {
  return mapped({ unmapped: [{ target: 'out', map, required, value }] })
}

test('records without trouble go out', () => {
  expect(heldBack([mapped({}), mapped({ fields: { a: 1 } })])).toBeNull()
})

test('empty required fields come first, all of them by name and each once', () => {
  const one = mapped({ missing: ['sex', 'name'], unreadable: ['birth'] })
  const two = mapped({ missing: ['name', 'note'] })
  expect(heldBack([unmapped('sex', null), one, two])).toEqual({
    state: 'attention',
    reason: 'field-missing',
    about: ['sex', 'name', 'note'],
  })
})

test('a value that no row names holds a required field before anything unreadable', () => {
  const unreadable = mapped({ unreadable: ['birth'] })
  expect(heldBack([unreadable, unmapped('sex', '125080009'), unmapped('languages', null)])).toEqual({
    state: 'attention',
    reason: 'value-unmapped',
    about: ['125080009', 'languages'],
  })
})

test('a service type is named as one, for whoever keeps their map', () => {
  expect(heldBack([unmapped('service-types-in', 'Swimming')])).toEqual({
    state: 'attention',
    reason: 'service-type-unmapped',
    about: ['Swimming'],
  })
})

test('no more than the length of a code is named', () => {
  expect(heldBack([unmapped('service-types-in', 'x'.repeat(200))])?.about).toEqual(['x'.repeat(80)])
})

test('a value that no row names holds nothing when its field may be left out', () => {
  expect(heldBack([unmapped('sex', '125080009', false)])).toBeNull()
})

test('what cannot be read is named, each column once', () => {
  const one = mapped({ unreadable: ['birth', 'arrival'] })
  expect(heldBack([one, mapped({ unreadable: ['birth'] })])).toEqual({
    state: 'attention',
    reason: 'field-unreadable',
    about: ['birth', 'arrival'],
  })
})
