import type { Flow } from '../domain/flow.ts'
import { smallestShown } from './protect.ts'
import type { MeasuredSpan } from './spans.ts'

/** How many items of a flow that were found in a month took so long. */
export interface MonthSpan {
  readonly flow: Flow
  /** `2026-03`. */
  readonly month: string
  readonly span: MeasuredSpan
  /** Where the class begins that they fall into. */
  readonly least: number
  readonly count: number
}

/** The class in which the middle one of some spans lies, by its beginning; null of fewer than five. Pure. */
export function middleOf(spans: readonly Pick<MonthSpan, 'least' | 'count'>[]): number | null {
  const all = spans.reduce((sum, { count }) => sum + count, 0)
  if (all < smallestShown) return null
  let below = 0
  for (const { least, count } of spans.toSorted((one, other) => one.least - other.least)) {
    below += count
    if (below * 2 >= all) return least
  }
  return null
}
