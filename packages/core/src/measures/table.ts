import { csvLine } from '../text/csv.ts'
import { reportColumns } from './referral-report.ts'
import type { ReportAnswer } from './report.ts'

const columns = [...reportColumns, 'minutesToConfirmed', 'daysToDecided'] as const

/** A report as lines of a table for a spreadsheet, the same for every language; what is left out is empty. */
export function reportTable({ deployment, from, to, rows }: ReportAnswer): readonly string[] {
  return [
    csvLine(['deployment', 'flow', 'from', 'to', ...columns]),
    ...rows.map((row) =>
      csvLine([
        deployment,
        row.flow,
        row.month ?? from,
        row.month ?? to,
        ...columns.map((column) => row[column]),
      ]),
    ),
  ]
}
