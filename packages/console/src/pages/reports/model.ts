import type { ListedStrand } from '@ping-primero/core/ledger/strand-questions.ts'
import { daysToDecided, type DaysClass } from '@ping-primero/core/measures/days-to-decided.ts'
import type { Period } from '@ping-primero/core/measures/period.ts'
import type { ReportRow } from '@ping-primero/core/measures/report.ts'
import { rowsByFlow, rowsByMonth, type Counted } from '@ping-primero/core/measures/rows.ts'
import { flowOfSide, periodFrom, type ReportFilter, type ReportSide } from './filter.ts'

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
  readonly side: ReportSide
  readonly period: Period
  readonly all: ReportRow
  /** Month by month; empty where the period is one month. */
  readonly months: readonly ReportRow[]
  /** null where the period is no whole year. */
  readonly days: readonly DaysClass[] | null
  readonly longest: readonly ListedStrand[]
}

/** What the page shows. Pure. */
export function reportOf({ filter, today, counted, longest }: ReportInput): Report {
  const period = periodFrom(filter.period, today)
  const flow = flowOfSide[filter.referred]
  const [all] = rowsByFlow(counted, period).filter((row) => row.flow === flow)
  if (all === undefined) throw new TypeError('A report tells of every flow.')
  const isWholeYear = filter.period === 'this-year' || filter.period === 'last-year'
  return {
    filter,
    side: filter.referred,
    period,
    all,
    months: period.from === period.to ? [] : rowsByMonth(counted, period).filter((row) => row.flow === flow),
    days: isWholeYear ? daysToDecided(counted.spans, flow, period.from.slice(0, 4)) : null,
    longest,
  }
}
