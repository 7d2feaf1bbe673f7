import { describe, expect, test } from 'vitest'
import type { MonthCount } from '@ping-primero/core/measures/referral-report.ts'
import { periodFrom, reportFilterOf } from './filter.ts'
import { reportOf, type ReportInput } from './model.ts'
import { lastDayOf } from '@ping-primero/core/measures/period.ts'

describe('what the address asks for', () => {
  const asked = (query: string) => reportFilterOf(new URLSearchParams(query))

  test('what is left out, or cannot be, is what most want', () => {
    expect(asked('')).toEqual({ period: 'this-year', referred: 'unhcr' })
    expect(asked('period=last-month&referred=caseworker')).toEqual({
      period: 'last-month',
      referred: 'caseworker',
    })
    expect(asked('period=1=1&referred=me')).toEqual({ period: 'this-year', referred: 'unhcr' })
  })

  test.each([
    ['this-year', '2026-01', '2026-03'],
    ['last-year', '2025-01', '2025-12'],
    ['last-12-months', '2025-04', '2026-03'],
    ['this-month', '2026-03', '2026-03'],
    ['last-month', '2026-02', '2026-02'],
  ] as const)('%s on the last day of March is %s to %s', (name, from, to) => {
    expect(periodFrom(name, '2026-03-31')).toEqual({ from, to })
  })

  test('the month before January is December, and a month ends on its last day', () => {
    expect(periodFrom('last-month', '2026-01-01')).toEqual({ from: '2025-12', to: '2025-12' })
    expect(['2024-02', '2026-02', '2026-12'].map(lastDayOf)).toEqual([
      '2024-02-29',
      '2026-02-28',
      '2026-12-31',
    ])
  })
})

const counted = (month: string, count: number, more: Partial<MonthCount> = {}): MonthCount => ({
  flow: '1.1',
  month,
  state: 'confirmed',
  decision: 'accepted',
  count,
  ...more,
})

const input = (more: Partial<ReportInput> = {}): ReportInput => ({
  filter: { period: 'this-year', referred: 'unhcr' },
  today: '2026-03-05',
  counted: {
    counts: [
      counted('2026-01', 20),
      counted('2026-02', 30),
      counted('2026-02', 9, { flow: '2.1', decision: 'none' }),
      counted('2025-12', 7),
    ],
    spans: [
      { flow: '1.1', month: '2026-01', span: 'days-to-decided', least: 0, count: 9 },
      { flow: '1.1', month: '2026-02', span: 'days-to-decided', least: 5, count: 2 },
      { flow: '1.1', month: '2026-02', span: 'days-to-decided', least: 61, count: 11 },
      { flow: '1.1', month: '2025-12', span: 'days-to-decided', least: 1, count: 11 },
    ],
  },
  longest: [],
  ...more,
})

test('a year is told in all, by month, and by how long the decisions took', () => {
  const report = reportOf(input())
  expect(report.all).toMatchObject({ flow: '1.1', received: 50, accepted: 50 })
  expect(report.months.map(({ month, received }) => [month, received])).toEqual([
    ['2026-01', 20],
    ['2026-02', 30],
    ['2026-03', 0],
  ])
  // Two decisions after five days are left out, and with them those that would tell how many.
  expect(report.days?.map(({ from, to, count }) => [from, to, count])).toEqual([
    [0, 0, null],
    [1, 1, 0],
    [2, 2, 0],
    [3, 3, 0],
    [4, 5, null],
    [6, 7, 0],
    [8, 14, 0],
    [15, null, 11],
  ])
})

test('what is no whole year tells nothing of how long decisions took, class by class', () => {
  const report = reportOf(input({ filter: { period: 'last-12-months', referred: 'caseworker' } }))
  expect(report).toMatchObject({ days: null, all: { flow: '2.1', received: 9 } })
  const month = reportOf(input({ filter: { period: 'last-month', referred: 'unhcr' } }))
  expect(month).toMatchObject({ months: [], all: { received: 30 } })
})

test('how long decisions took is not told where it would tell how many there were of each', () => {
  const { counted: all } = input()
  const undecided = counted('2026-02', 2, { decision: 'none' })
  const report = reportOf(input({ counted: { ...all, counts: [...all.counts, undecided] } }))
  expect(report.all).toMatchObject({ undecided: null, accepted: null })
  expect(report.days).toBeNull()
})
