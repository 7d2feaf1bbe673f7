import { isStanding } from '@ping-primero/core/check/catalogue.ts'
import type { CheckReport } from '@ping-primero/core/check/check.ts'
import { worstExit } from '@ping-primero/core/flows/report.ts'
import type { ExitCode } from '@ping-primero/core/flows/report.ts'
import { ownerWords } from '../../words/words.ts'
import type { CheckSummary } from './answer.ts'

const severityWords = {
  stops: 'STOPS A FLOW',
  holds: 'HOLDS ITEMS',
  note: 'note',
} as const satisfies Record<CheckReport['findings'][number]['severity'], string>

/** The exit code of a check: 2 something stops a flow, 4 a system was not reached, 3 something holds items. */
export function exitOfCheck({ findings, unreachable }: CheckReport): ExitCode {
  const codes: ExitCode[] = [0]
  if (findings.some(({ severity }) => severity === 'stops')) codes.push(2)
  if (findings.some(({ severity }) => severity === 'holds')) codes.push(3)
  if (unreachable) codes.push(4)
  return worstExit(codes)
}

/** How many findings there are of each severity. */
export function summaryOf({ findings }: CheckReport): CheckSummary {
  const count = (wanted: CheckReport['findings'][number]['severity']): number =>
    findings.filter(({ severity }) => severity === wanted).length
  return { stops: count('stops'), holds: count('holds'), notes: count('note') }
}

function summaryLine(report: CheckReport, hidden: number): string {
  const { stops, holds, notes } = summaryOf(report)
  const more = hidden === 0 ? '' : ` (--all shows ${hidden === notes ? 'them' : `${hidden} more`})`
  return `${stops} stop, ${holds} hold, ${notes} ${notes === 1 ? 'note' : 'notes'}${more}.`
}

/** A check's report for people; what every check notes comes with `all` alone. A summary closes it. */
export function checkWords(report: CheckReport, all = false): string {
  const isShown = ({ code, severity }: CheckReport['findings'][number]): boolean =>
    all || severity !== 'note' || !isStanding(code)
  const shown = report.findings.filter(isShown)
  const lines = shown.map(
    ({ code, severity, subject, found, expected, owner, nextStep }) =>
      `  ${severityWords[severity]}: ${subject}: found ${found}, expected ${expected}. (${code})\n` +
      `    Whose move: ${ownerWords[owner]}. Next: ${nextStep}`,
  )
  const title = report.ok ? 'nothing stops a flow' : 'something must be mended'
  const summary = summaryLine(report, report.findings.length - shown.length)
  return [`${report.deployment}: ${title}.`, ...lines, summary].join('\n')
}
