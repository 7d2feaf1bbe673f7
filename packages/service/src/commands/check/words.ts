import type { CheckReport } from '@ping-primero/core/check/check.ts'
import { worstExit } from '@ping-primero/core/flows/report.ts'
import type { ExitCode } from '@ping-primero/core/flows/report.ts'
import { ownerWords } from '../../words/words.ts'

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

/** A check's report for people. */
export function checkWords(report: CheckReport): string {
  const lines = report.findings.map(
    ({ code, severity, subject, found, expected, owner, nextStep }) =>
      `  ${severityWords[severity]}: ${subject}: found ${found}, expected ${expected}. (${code})\n` +
      `    Whose move: ${ownerWords[owner]}. Next: ${nextStep}`,
  )
  const title = report.ok ? 'nothing stops a flow' : 'something must be mended'
  return [`${report.deployment}: ${title}.`, ...lines].join('\n')
}
