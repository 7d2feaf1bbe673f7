import type { Flow } from '../domain/flow.ts'
import type { MonthSpan } from './middle.ts'
import { shownCells, type Cell } from './protect.ts'

/** How many decisions came after so many days: from the first until before the next class; null = left out. */
export interface DaysClass {
  readonly from: number
  /** null = without end. */
  readonly to: number | null
  readonly count: number | null
}

/** Where the classes begin. */
const begins = [0, 1, 2, 3, 4, 6, 8, 15] as const

/**
 * How long the decisions on what a flow found in a year took. Of whole years alone: so no two of them can be subtracted.
 * How many they are in all may be known. Pure.
 */
export function daysToDecided(spans: readonly MonthSpan[], flow: Flow, year: string): readonly DaysClass[] {
  const own = spans.filter(
    (one) => one.flow === flow && one.span === 'days-to-decided' && one.month.startsWith(`${year}-`),
  )
  const counts = begins.map((from, at) => {
    const to = begins[at + 1] ?? Number.POSITIVE_INFINITY
    return own.filter(({ least }) => least >= from && least < to).reduce((sum, { count }) => sum + count, 0)
  })
  const all = counts.reduce((sum, count) => sum + count, 0)
  const cells = [
    ...counts.map((count): Cell => ({ count, weight: 1 })),
    { count: all, weight: 1, isKnown: true },
  ]
  const shown = shownCells(cells, [{ total: counts.length, parts: [...counts.keys()] }])
  return begins.map((from, at) => {
    const next = begins[at + 1]
    return {
      from,
      to: next === undefined ? null : next - 1,
      count: shown[at] === true ? (counts[at] ?? 0) : null,
    }
  })
}
