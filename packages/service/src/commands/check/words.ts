import { isStanding } from '@ping-primero/core/check/catalogue.ts'
import type { CheckReport } from '@ping-primero/core/check/check.ts'
import { worstExit } from '@ping-primero/core/flows/report.ts'
import type { ExitCode } from '@ping-primero/core/flows/report.ts'
import { paint } from '../../words/paint.ts'
import { amount, ownerWords } from '../../words/words.ts'
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

function marked(severity: keyof typeof severityWords): string {
  const words = severityWords[severity]
  if (severity === 'note') return words
  return severity === 'stops' ? paint().stopped(words) : paint().attention(words)
}

/** How many findings there are of each severity. */
export function summaryOf({ findings }: CheckReport): CheckSummary {
  const count = (wanted: CheckReport['findings'][number]['severity']): number =>
    findings.filter(({ severity }) => severity === wanted).length
  return { stops: count('stops'), holds: count('holds'), notes: count('note') }
}

/** What is to be done first: the worst, of which the first; without a next step where nothing has to be done. */
function firstWords({ findings, unreachable }: CheckReport): string {
  const [first] = findings
  const again = unreachable ? ' Not everything could be asked: check again then.' : ''
  if (first === undefined || first.severity === 'note') return `Nothing has to be mended first.${again}`
  const { subject, owner, nextStep, code } = first
  return `First, by ${ownerWords[owner]}: ${subject}: ${nextStep} (${code})${again}`
}

function summaryLine(report: CheckReport, hidden: number): string {
  const { stops, holds, notes } = summaryOf(report)
  const more = hidden === 0 ? '' : ` (--all shows ${hidden === notes ? 'them' : `${hidden} more`})`
  const counts = [
    `${stops} ${stops === 1 ? 'stops' : 'stop'} a flow`,
    `${holds} ${holds === 1 ? 'holds' : 'hold'} items`,
    `${amount(notes, 'note', 'notes')}${more}`,
  ]
  return `${counts.join(', ')}. ${firstWords(report)}`
}

/** A check's report for people; what every check notes comes with `all` alone. A summary closes it. */
export function checkWords(report: CheckReport, all = false): string {
  const isShown = ({ code, severity }: CheckReport['findings'][number]): boolean =>
    all || severity !== 'note' || !isStanding(code)
  const shown = report.findings.filter(isShown)
  const lines = shown.map(
    ({ code, severity, subject, found, expected, owner, nextStep }) =>
      `  ${marked(severity)}: ${subject}: found ${found}, expected ${expected}. (${code})\n` +
      `    Whose move: ${ownerWords[owner]}. Next: ${nextStep}`,
  )
  const title = report.ok ? 'nothing stops a flow' : paint().attention('something must be mended')
  const summary = summaryLine(report, report.findings.length - shown.length)
  return [`${report.deployment}: ${title}.`, ...lines, summary].join('\n')
}
