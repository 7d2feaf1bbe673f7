import { flows, type Flow } from '../domain/flow.ts'
import { middleOf, type MonthSpan } from './middle.ts'
import { eachMonth, type Period } from './period.ts'
import { referralReport, type MonthCount, type ReferralReport } from './referral-report.ts'
import type { ReportRow } from './report.ts'
import type { MeasuredSpan } from './spans.ts'

/** What is counted of a deployment in the years of a period: whole years, for what is small is left out by the year. */
export interface Counted {
  readonly counts: readonly MonthCount[]
  readonly spans: readonly MonthSpan[]
}

/** The numbers of each flow in a period. Pure. */
export function rowsByFlow(counted: Counted, period: Period): readonly ReportRow[] {
  const report = referralReport(counted.counts)
  return flows.map((flow) => rowOf(report, counted.spans, flow, period, null))
}

/** The same, month by month. Pure. */
export function rowsByMonth(counted: Counted, period: Period): readonly ReportRow[] {
  const report = referralReport(counted.counts)
  return flows.flatMap((flow) =>
    eachMonth(period).map((month) => rowOf(report, counted.spans, flow, { from: month, to: month }, month)),
  )
}

function rowOf(
  report: ReferralReport,
  spans: readonly MonthSpan[],
  flow: Flow,
  period: Period,
  month: string | null,
): ReportRow {
  const numbers = report.numbers(flow, period)
  const middle = (span: MeasuredSpan): number | null =>
    middleOf(
      spans.filter(
        (one) => one.flow === flow && one.span === span && one.month >= period.from && one.month <= period.to,
      ),
    )
  const areDecisionsShown = numbers.accepted !== null && numbers.rejected !== null
  return {
    flow,
    month,
    ...numbers,
    minutesToConfirmed: numbers.confirmed === null ? null : middle('minutes-to-confirmed'),
    daysToDecided: areDecisionsShown ? middle('days-to-decided') : null,
  }
}
