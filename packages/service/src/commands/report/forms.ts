import type { Period } from '@ping-primero/core/measures/period.ts'
import { reportColumns } from '@ping-primero/core/measures/referral-report.ts'
import type { ReportAnswer, ReportRow } from '@ping-primero/core/measures/report.ts'
import { spanEnd } from '@ping-primero/core/measures/spans.ts'
import { amount, flowWords } from '../../words/words.ts'

/** A number, or that it is left out. */
function told(count: number | null): string {
  return count === null ? '(left out)' : String(count)
}

function spanWords({ minutesToConfirmed: minutes, daysToDecided: days }: ReportRow): readonly string[] {
  const end = minutes === null ? null : spanEnd('minutes-to-confirmed', minutes)
  return [
    ...(minutes === null
      ? []
      : [
          `half confirmed ${end === null ? 'after a week or more' : `within ${amount(end, 'minute', 'minutes')}`}`,
        ]),
    ...(days === null
      ? []
      : [`half decided ${days === 0 ? 'on the same day' : `after ${amount(days, 'day', 'days')}`}`]),
  ]
}

function rowWords(row: ReportRow): string {
  const { received, confirmed, unconfirmed, accepted, rejected, undecided } = row
  if (received === 0) return 'none'
  return [
    `${told(received)} received = ${told(confirmed)} confirmed + ${told(unconfirmed)} not`,
    `${told(accepted)} accepted, ${told(rejected)} rejected, ${told(undecided)} not decided`,
    ...spanWords(row),
  ].join('; ')
}

/** A report for people. */
export function reportWords({ deployment, by, rows, recounted }: ReportAnswer, { from, to }: Period): string {
  const lines = [
    `${deployment}, ${from === to ? from : `${from} to ${to}`}, by the day on which they were found:`,
  ]
  for (const [flow, ofFlow] of Map.groupBy(rows, (row) => row.flow)) {
    const [first] = ofFlow
    if (by === 'flow' && first !== undefined) {
      lines.push(`  ${flow} ${flowWords[flow]}: ${rowWords(first)}.`)
    } else {
      lines.push(`  ${flow} ${flowWords[flow]}:`)
      lines.push(...ofFlow.map((row) => `    ${row.month ?? ''}  ${rowWords(row)}.`))
    }
  }
  const isPart = rows.some((row) => reportColumns.some((column) => row[column] === null))
  if (isPart) {
    lines.push(
      'Left out: numbers below 5, and so much beside them that they cannot be worked out from the others.',
    )
  }
  if (recounted !== null) {
    lines.push(
      recounted.differed === 0
        ? 'Counted anew: every count is what it was.'
        : `Counted anew: ${amount(recounted.differed, 'count was', 'counts were')} others than they had been counted.`,
    )
  }
  return lines.join('\n')
}
