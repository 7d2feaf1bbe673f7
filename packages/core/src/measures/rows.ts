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

/** The rows of reports on what was counted. */
export interface ReportRows {
  /** The numbers of some flows in a period. */
  readonly byFlow: (period: Period, of?: readonly Flow[]) => readonly ReportRow[]
  /** The same, month by month. */
  readonly byMonth: (period: Period, of?: readonly Flow[]) => readonly ReportRow[]
}

/** Reports on what was counted, all of one protection. Pure. */
export function reportRows({ counts, spans }: Counted): ReportRows {
  const report = referralReport(counts)
  return {
    byFlow: (period, of = flows) => of.map((flow) => rowOf(report, spans, flow, period, null)),
    byMonth: (period, of = flows) =>
      of.flatMap((flow) =>
        eachMonth(period).map((month) => rowOf(report, spans, flow, { from: month, to: month }, month)),
      ),
  }
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
