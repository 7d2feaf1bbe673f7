import { describe, expect, test } from 'vitest'
import { ageOn, readBirthDay, readChildsBirthDay } from './birth-date.ts'
import { map, outcome } from './one-rule.fixture.ts'

const now = '2026-11-20T08:00:00.000Z'
const inNairobi = { now, timezone: 'Africa/Nairobi' }

describe('a time with an offset means the day that is written there', () => {
  test.each([
    ['2014-03-12', '2014-03-12'],
    [' 2014-03-12 ', '2014-03-12'],
    ['2014-03-12T00:00:00+03:00', '2014-03-12'],
    ['2014-03-12T00:00:00.000+0300', '2014-03-12'],
    ['2014-03-12 00:00:00+03', '2014-03-12'],
    ['2014-03-12T00:00:00-05:00', '2014-03-12'],
    ['2014-03-12T23:00:00-05:00', '2014-03-12'],
    ['2014-01-01T00:00:00+14:00', '2014-01-01'],
    ['2016-02-29T00:00:00+05:45', '2016-02-29'],
    ['2014-03-12+03:00', '2014-03-12'],
    ['2014-03-12-05:00', '2014-03-12'],
    ['2014-03-12Z', '2014-03-12'],
    ['2014-03-12T00:00:00+03:00[Africa/Nairobi]', '2014-03-12'],
    ['2014-03-12T00:00+03:00[Africa/Nairobi]', '2014-03-12'],
  ])('%s', (text, day) => {
    expect(readBirthDay(text, inNairobi)).toBe(day)
  })
})

describe('midnight of the zone, told in UTC, means the day that begins there', () => {
  test.each([
    ['Africa/Nairobi', '2014-03-11T21:00:00Z', '2014-03-12'],
    ['Africa/Nairobi', '2014-03-11T21:00:00.000+00:00', '2014-03-12'],
    ['Africa/Nairobi', '2013-12-31T21:00:00Z', '2014-01-01'],
    ['Africa/Nairobi', '2016-02-28T21:00:00Z', '2016-02-29'],
    // A server that leaves the zone out: still midnight of ours.
    ['Africa/Nairobi', '2014-03-11 21:00:00', '2014-03-12'],
    ['Africa/Addis_Ababa', '2014-03-11T21:00:00Z', '2014-03-12'],
    ['Asia/Kathmandu', '2014-03-11T18:15:00Z', '2014-03-12'],
    ['Asia/Kolkata', '2014-03-11T18:30:00Z', '2014-03-12'],
    ['America/Bogota', '2014-03-12T05:00:00Z', '2014-03-12'],
    ['America/Caracas', '2014-03-12T04:30:00Z', '2014-03-12'],
    // Juba had other clocks then; a server may reckon with those of today.
    ['Africa/Juba', '2014-03-11T21:00:00Z', '2014-03-12'],
    ['Africa/Juba', '2014-03-11T22:00:00Z', '2014-03-12'],
    // Summer and winter, and a server that mixes them up.
    ['Europe/Athens', '2014-07-11T21:00:00Z', '2014-07-12'],
    ['Europe/Athens', '2014-01-11T22:00:00Z', '2014-01-12'],
    ['Europe/Athens', '2014-01-11T21:00:00Z', '2014-01-12'],
    // A day whose midnight never came: the clocks of Beirut went from 0:00 to 1:00.
    ['Asia/Beirut', '2014-03-29T22:00:00Z', '2014-03-30'],
  ])('in %s %s', (timezone, text, day) => {
    expect(readBirthDay(text, { now, timezone })).toBe(day)
  })
})

describe('any other time of UTC means the day of UTC', () => {
  test.each([
    ['2014-03-12T00:00:00Z', '2014-03-12'],
    ['2014-03-12T00:00:00.0000000Z', '2014-03-12'],
    ['2014-03-12T10:30:00Z', '2014-03-12'],
    ['2014-03-11T21:00:01Z', '2014-03-11'],
    ['2014-03-11T20:00:00Z', '2014-03-11'],
  ])('%s', (text, day) => {
    expect(readBirthDay(text, inNairobi)).toBe(day)
  })
})

test.each([
  '1900-01-01',
  '1900-01-01T00:00:00Z',
  '1899-12-31T21:32:44Z',
  '1753-01-01T00:00:00',
  '0001-01-01T00:00:00Z',
  '1899-12-30',
  '1601-01-01',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2079-06-06',
  // 26 years old tomorrow would do; today it does not.
  '2000-11-20',
  '2026-11-21',
  '2026-11-20T21:00:00Z',
  'soon',
  '12/03/2014',
])('nobody is a child who was born on %s', (text) => {
  expect(readChildsBirthDay(text, inNairobi)).toBeNull()
})

test.each([
  ['2026-11-20', 'today'],
  ['2000-11-21', '25 years ago'],
  ['2026-11-19T21:00:00Z', 'this night'],
])('a child born on %s is one: %s', (text) => {
  expect(readChildsBirthDay(text, inNairobi)).toBe(text === '2026-11-19T21:00:00Z' ? '2026-11-20' : text)
})

test('a child of this very night is nought years old where the night is over, and not yet born in UTC', () => {
  const night = { now: '2026-11-19T22:30:00.000Z', timezone: 'Africa/Nairobi' }
  expect([ageOn('2026-11-20', night), readChildsBirthDay('2026-11-20', night)]).toEqual([0, '2026-11-20'])
  expect(readChildsBirthDay('2026-11-20', { ...night, timezone: 'UTC' })).toBeNull()
})

describe('in a field map', () => {
  const birth = { sources: ['progres.progres_individual.individuals.progres_dateofbirth'] }
  const of = (kind: 'date' | 'date-time' | 'age', value: string, target: string): unknown => {
    const source = { progres: { 'progres_individual.individuals.progres_dateofbirth': value } }
    return outcome(map({ kind }, source, { ...birth, target }))
  }

  test.each([
    ['date', 'date_of_birth', '2014-03-12T00:00:00+03:00', { is: '2014-03-12' }],
    ['date-time', 'date_of_birth', '2014-03-12T00:00:00+03:00', { is: '2014-03-12T00:00:00.000Z' }],
    ['age', 'age', '2014-05-06T00:00:00+03:00', { is: 12 }],
    ['date', 'caregiver_birth_date', '1961-03-12T00:00:00+03:00', { is: '1961-03-12' }],
    ['age', 'caregiver_age', '1961-03-12', { is: 65 }],
  ] as const)('a %s for %s of %s', (kind, target, value, expected) => {
    expect(of(kind, value, target)).toEqual(expected)
  })

  test.each([
    ['date', 'date_of_birth'],
    ['date', 'progres_pocdateofbirth'],
    ['age', 'age'],
  ] as const)('a %s for %s is unreadable where a database put its date for none', (kind, target) => {
    expect(of(kind, '1900-01-01T00:00:00Z', target)).toEqual({
      unreadable: ['progres_individual.individuals.progres_dateofbirth'],
    })
  })
})

describe('other dates stay cut in UTC', () => {
  test.each([
    ['2026-03-12T00:00:00+03:00', '2026-03-11'],
    ['2026-03-11T21:00:00Z', '2026-03-11'],
    ['1990-01-01', '1990-01-01'],
  ])('%s', (value, is) => {
    const cells = { sources: ['progres.progres_interventionstartdate'], target: 'service_appointment_date' }
    const source = { progres: { progres_interventionstartdate: value } }
    expect(outcome(map({ kind: 'date' }, source, cells))).toEqual({ is })
  })
})
