import { expect, test } from 'vitest'
import { nextRun } from './next-run.ts'

const noon = Date.parse('2026-03-01T12:00:00Z')

test('a schedule is read in the time zone of the deployment', () => {
  expect(nextRun('0 0 * * *', 'Africa/Nairobi', noon)).toEqual({ at: '2026-03-01T21:00:00.000Z' })
  expect(nextRun('10 * * * *', 'Africa/Nairobi', noon)).toEqual({ at: '2026-03-01T12:10:00.000Z' })
})

test('what is no schedule, or no zone, is unreadable', () => {
  expect(nextRun('every morning', 'Africa/Nairobi', noon)).toBe('unreadable')
  expect(nextRun('99 * * * *', 'Africa/Nairobi', noon)).toBe('unreadable')
  expect(nextRun('0 0 * * *', 'Nowhere/Land', noon)).toBe('unreadable')
})
