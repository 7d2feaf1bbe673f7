import type { ListedStrand } from '@ping-primero/core/ledger/strand-questions.ts'
import { daysToDecided, type DaysClass } from '@ping-primero/core/measures/days-to-decided.ts'
import type { Period } from '@ping-primero/core/measures/period.ts'
import type { ReportRow } from '@ping-primero/core/measures/report.ts'
import { reportRows, type Counted } from '@ping-primero/core/measures/rows.ts'
import { flowOfSide, periodFrom, type ReportFilter } from './filter.ts'

/** What the page is made from. */
export interface ReportInput {
  readonly filter: ReportFilter
  /** The day it is, by the clocks of the deployment. */
  readonly today: string
  readonly counted: Counted
  /** Those that wait longest for a decision, the longest first. */
  readonly longest: readonly ListedStrand[]
}

/** A report, before it is said in a language. */
export interface Report {
  readonly filter: ReportFilter
  readonly period: Period
  readonly all: ReportRow
  /** Month by month; empty where the period is one month. */
  readonly months: readonly ReportRow[]
  /** null where the period is no whole year, or would tell what is left out. */
  readonly days: readonly DaysClass[] | null
  readonly longest: readonly ListedStrand[]
}

/** What the page shows. Pure. */
export function reportOf({ filter, today, counted, longest }: ReportInput): Report {
  const period = periodFrom(filter.period, today)
  const flow = flowOfSide[filter.referred]
  const { byFlow, byMonth } = reportRows(counted)
  const [all] = byFlow(period, [flow])
  if (all === undefined) throw new TypeError('A report tells of every flow.')
  const isWholeYear = filter.period === 'this-year' || filter.period === 'last-year'
  // How many they are in all tells accepted and rejected together.
  const areDecisionsTold = all.accepted !== null && all.rejected !== null
  return {
    filter,
    period,
    all,
    months: period.from === period.to ? [] : byMonth(period, [flow]),
    days:
      isWholeYear && areDecisionsTold ? daysToDecided(counted.spans, flow, period.from.slice(0, 4)) : null,
    longest,
  }
}
