import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eachMonth, type Period } from './period.ts'
import { smallestShown } from './protect.ts'
import { referralReport, reportColumns, type MonthCount, type ReportColumn } from './referral-report.ts'

const isSmall = (count: number): boolean => count > 0 && count < smallestShown

const counted = (month: string, count: number, more: Partial<MonthCount> = {}): MonthCount => ({
  flow: '1.1',
  month,
  state: 'confirmed',
  decision: 'none',
  count,
  ...more,
})

describe('the numbers of a period', () => {
  const counts = [
    counted('2026-01', 10, { decision: 'accepted' }),
    counted('2026-01', 6, { decision: 'rejected' }),
    counted('2026-01', 7, { decision: 'unclear' }),
    counted('2026-02', 20, { decision: 'accepted' }),
    counted('2026-02', 9, { state: 'waiting' }),
    counted('2026-12', 8),
    counted('2027-01', 5, { decision: 'accepted' }),
  ]
  const report = referralReport(counts)
  const of = (from: string, to: string) => report.numbers('1.1', { from, to })

  test('are those of whole months, over years', () => {
    expect(of('2026-01', '2026-01')).toEqual({
      received: 23,
      confirmed: 23,
      accepted: 10,
      rejected: 6,
      undecided: 7,
      unconfirmed: 0,
      waiting: 0,
      attention: 0,
      withdrawn: 0,
      handled: 0,
    })
    expect(of('2026-02', '2027-01')).toMatchObject({ received: 42, confirmed: 33, accepted: 25, waiting: 9 })
    expect(of('2025-01', '2025-12')).toMatchObject({ received: 0, confirmed: 0 })
    expect(report.numbers('2.1', { from: '2026-01', to: '2026-12' })).toMatchObject({ received: 0 })
  })

  test('leave out what is small, and what would tell it; the year tells what its months do not', () => {
    const some = referralReport([
      ...['01', '02', '03'].map((month) => counted(`2026-${month}`, 30, { decision: 'accepted' })),
      ...['01', '02', '03'].map((month) => counted(`2026-${month}`, 2, { state: 'attention' })),
    ])
    const january = some.numbers('1.1', { from: '2026-01', to: '2026-01' })
    expect(january).toMatchObject({
      received: null,
      confirmed: 30,
      accepted: 30,
      attention: null,
      rejected: 0,
    })
    const year = some.numbers('1.1', { from: '2026-01', to: '2026-12' })
    expect(year).toMatchObject({ received: 96, confirmed: 90, attention: 6 })
    expect(some.numbers('1.1', { from: '2026-01', to: '2026-03' })).toEqual(year)
    expect(some.numbers('1.1', { from: '2026-01', to: '2026-02' })).toMatchObject({ attention: null })
  })
})

describe('the decisions on referrals are told only where they are told of the referrals', () => {
  const decided = [
    counted('2026-01', 30, { decision: 'accepted' }),
    counted('2026-01', 20, { decision: 'rejected' }),
    counted('2026-02', 40, { decision: 'accepted' }),
    counted('2026-02', 15, { decision: 'rejected' }),
  ]
  const answers = decided.map((one): MonthCount => ({ ...one, flow: '1.2' }))
  const year = { from: '2026-01', to: '2026-12' }

  test('where nothing is left out of these, all of them are', () => {
    const { numbers } = referralReport([...decided, ...answers])
    expect(numbers('1.2', year)).toMatchObject({ received: 105, accepted: 70, rejected: 35 })
    expect(numbers('1.2', { from: '2026-01', to: '2026-01' })).toMatchObject({ accepted: 30, rejected: 20 })
  })

  test('else two that are undecided would be what is left of the confirmed', () => {
    const { numbers } = referralReport([...decided, counted('2026-01', 2), ...answers])
    expect(numbers('1.1', year)).toMatchObject({ confirmed: 107, undecided: null, rejected: null })
    expect(Object.values(numbers('1.2', year)).filter((count) => count !== null)).toEqual([])
  })

  test('where months are left out and the year is told, of the decisions the year alone is told', () => {
    const open = [counted('2026-01', 2), counted('2026-02', 4)]
    const { numbers } = referralReport([...decided, ...open, ...answers])
    expect(numbers('1.2', year)).toMatchObject({ received: 105, accepted: 70, rejected: 35 })
    expect(numbers('1.2', { from: '2026-01', to: '2026-02' })).toMatchObject({ received: 105 })
    expect(numbers('1.2', { from: '2026-02', to: '2026-02' })).toMatchObject({
      received: null,
      accepted: null,
    })
  })
})

test('what two columns of a year would tell of some of its months is left out', () => {
  // Without what was withdrawn two are left of the year, and both are of February and March.
  const some = referralReport([
    counted('2026-01', 3, { state: 'withdrawn' }),
    counted('2026-02', 1),
    counted('2026-03', 1, { state: 'handled' }),
    counted('2026-04', 2, { state: 'withdrawn' }),
  ])
  const { received, withdrawn } = some.numbers('1.1', { from: '2026-01', to: '2026-12' })
  expect([received, withdrawn]).toContain(null)
})

const states = ['confirmed', 'waiting', 'attention', 'withdrawn', 'handled'] as const
const decisions = ['none', 'accepted', 'rejected', 'unclear'] as const

/** A year of an office: some have few a month, some many, and nearly all is confirmed. */
const year = fc
  .record({ most: fc.constantFrom(1, 3, 8, 40, 300), months: fc.integer({ min: 1, max: 12 }) })
  .chain(({ most, months }) =>
    fc.array(
      fc.record({
        flow: fc.constant('1.1' as const),
        month: fc.integer({ min: 1, max: months }).map((month) => `2026-${String(month).padStart(2, '0')}`),
        state: fc.constantFrom(...states),
        decision: fc.constantFrom(...decisions),
        count: fc.integer({ min: 1, max: most }),
      }),
      { maxLength: 60 },
    ),
  )

const months = eachMonth({ from: '2026-01', to: '2026-12' })
const periods = months.flatMap((from, at) => months.slice(at).map((to): Period => ({ from, to })))

/** How many there are of a column in a period. */
function truth(counts: readonly MonthCount[], column: ReportColumn, { from, to }: Period): number {
  const within = counts.filter(({ month }) => month >= from && month <= to)
  const isOf = ({ state, decision }: MonthCount): boolean => {
    if (column === 'received') return true
    if (column === 'confirmed' || column === 'unconfirmed')
      return (state === 'confirmed') === (column === 'confirmed')
    if (column === 'accepted' || column === 'rejected') return state === 'confirmed' && decision === column
    if (column === 'undecided') return state === 'confirmed' && !['accepted', 'rejected'].includes(decision)
    return state === column
  }
  return within.filter(isOf).reduce((sum, { count }) => sum + count, 0)
}

/** `SMALL_NUMBERS=all` takes 10,000 years, as the evidence does. */
const isWhole = process.env['SMALL_NUMBERS'] === 'all'

test('in years of all sizes every number is the true one, none is small, and no two filters differ by a small number', () => {
  fc.assert(
    fc.property(
      year,
      fc.array(fc.constantFrom(...periods), { minLength: 8, maxLength: 8 }),
      (counts, asked) => {
        const report = referralReport(counts)
        const answers = asked.map((period) => ({ period, numbers: report.numbers('1.1', period) }))
        for (const column of reportColumns) {
          for (const one of answers) {
            const number = one.numbers[column]
            if (number === null) continue
            expect(number).toBe(truth(counts, column, one.period))
            expect(isSmall(number)).toBe(false)
            for (const other of answers) {
              const isWithin = other.period.from >= one.period.from && other.period.to <= one.period.to
              if (isWithin) expect(isSmall(number - (other.numbers[column] ?? number))).toBe(false)
            }
          }
        }
      },
    ),
    { numRuns: isWhole ? 10_000 : 200 },
  )
})

const prime = 1_000_003

function inverse(value: number): number {
  let [result, base, power] = [1, value, prime - 2]
  for (; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * base) % prime
    base = (base * base) % prime
  }
  return result
}

/** What follows from some sums of unknowns, solved by remainders of a prime. */
class Knowledge {
  readonly #rows: { readonly lead: number; readonly row: Int32Array }[] = []

  /** What is left of a sum when all that is known is taken from it; null = it is known. */
  #left(sum: Int32Array): Int32Array | null {
    const row = Int32Array.from(sum)
    for (const known of this.#rows) {
      const factor = row[known.lead] ?? 0
      if (factor === 0) continue
      for (let at = 0; at < row.length; at += 1) {
        row[at] = ((row[at] ?? 0) + (prime - factor) * (known.row[at] ?? 0)) % prime
      }
    }
    return row.every((value) => value === 0) ? null : row
  }

  learn(sum: Int32Array): void {
    const left = this.#left(sum)
    if (left === null) return
    const lead = left.findIndex((value) => value !== 0)
    const factor = inverse(left[lead] ?? 1)
    this.#rows.push({ lead, row: left.map((value) => (value * factor) % prime) })
  }

  knows(sum: Int32Array): boolean {
    return this.#left(sum) === null
  }
}

const single = ['accepted', 'rejected', 'undecided', 'waiting', 'attention', 'withdrawn', 'handled'] as const
const within: Readonly<Partial<Record<ReportColumn, readonly ReportColumn[]>>> = {
  received: single,
  confirmed: ['accepted', 'rejected', 'undecided'],
  unconfirmed: ['waiting', 'attention', 'withdrawn', 'handled'],
}

/** Numbers of the report as a sum of what nobody is told: each column of each month that no other is the sum of. */
function sumOf(asked: readonly ReportColumn[], { from, to }: Period): Int32Array {
  const columns = asked.flatMap((column) => within[column] ?? [column])
  return Int32Array.from(
    months.flatMap((month) =>
      single.map((one) => (month >= from && month <= to && columns.includes(one) ? 1 : 0)),
    ),
  )
}

/** The answers to referrals as the flow of decisions counts them, where each comes in the month of its referral. */
function decisionsOn(counts: readonly MonthCount[]): readonly MonthCount[] {
  return counts
    .filter(
      ({ state, decision }) => state === 'confirmed' && (decision === 'accepted' || decision === 'rejected'),
    )
    .map((one) => ({ ...one, flow: '1.2' }))
}

/** What a number of the flow of decisions says of the referrals. */
const answered: Readonly<Partial<Record<ReportColumn, readonly ReportColumn[]>>> = {
  received: ['accepted', 'rejected'],
  confirmed: ['accepted', 'rejected'],
  accepted: ['accepted'],
  rejected: ['rejected'],
}

test('whoever has all answers to all filters, and solves, learns no small number of any period', () => {
  fc.assert(
    fc.property(year, (counts) => {
      const report = referralReport([...counts, ...decisionsOn(counts)])
      const knowledge = new Knowledge()
      for (const period of periods) {
        const numbers = report.numbers('1.1', period)
        const decisions = report.numbers('1.2', period)
        for (const column of reportColumns) {
          if (numbers[column] !== null) knowledge.learn(sumOf([column], period))
          const told = answered[column]
          if (told !== undefined && decisions[column] !== null) knowledge.learn(sumOf(told, period))
        }
      }
      for (const period of periods) {
        for (const column of reportColumns) {
          if (!isSmall(truth(counts, column, period))) continue
          expect(knowledge.knows(sumOf([column], period)), `${column} ${period.from} ${period.to}`).toBe(
            false,
          )
        }
      }
    }),
    { numRuns: isWhole ? 1_000 : 50 },
  )
})
