import { expect, test } from 'vitest'
import { dayBegins } from './days.ts'

test.each([
  ['2026-11-26', 'Africa/Addis_Ababa', '2026-11-25T21:00:00.000Z'],
  ['2026-11-26', 'UTC', '2026-11-26T00:00:00.000Z'],
  ['2026-11-26', 'America/Bogota', '2026-11-26T05:00:00.000Z'],
  // In Beirut the hour after midnight is left out in March, and comes twice in October.
  ['2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
  ['2026-03-30', 'Asia/Beirut', '2026-03-29T21:00:00.000Z'],
  ['2026-10-25', 'Asia/Beirut', '2026-10-24T22:00:00.000Z'],
  ['2026-10-26', 'Asia/Beirut', '2026-10-25T22:00:00.000Z'],
  ['2024-02-29', 'UTC', '2024-02-29T00:00:00.000Z'],
])('%s begins in %s at %s', (day, zone, at) => {
  expect(dayBegins(day, zone)).toBe(at)
})

test('the day after a day begins when its clocks say so', () => {
  expect(dayBegins('2026-03-29', 'Asia/Beirut', 1)).toBe('2026-03-29T21:00:00.000Z')
  expect(dayBegins('2026-12-31', 'UTC', 1)).toBe('2027-01-01T00:00:00.000Z')
})

test('behind the last day that can be written comes nothing later: what means "for ever" leaves nothing out', () => {
  const forEver = dayBegins('9999-12-31', 'America/Bogota', 1)
  expect(forEver).toBe('9999-12-31T23:59:59.999Z')
  expect('2026-11-26T00:00:00.000Z' < String(forEver)).toBe(true)
})

test.each(['', 'today', '2026-02-30', '2026-13-01', '26-11-2026', '2026-11-26T00:00', '0000-00-00'])(
  '%j is no day',
  (text) => {
    expect(dayBegins(text, 'UTC')).toBe(null)
  },
)
