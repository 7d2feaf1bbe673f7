import type { LedgerItem } from '../ledger/ledger.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'
import type { ReasonReport, RunReport } from './run-report.ts'

export type { ReasonReport, RunReport, RunWarning, Skipped, WouldWrite } from './run-report.ts'

/** The five exit codes of `interface.md`. */
export type ExitCode = 0 | 1 | 2 | 3 | 4

const worst: readonly ExitCode[] = [1, 2, 4, 3, 0]

/** The worst of several exit codes, in the order 1 > 2 > 4 > 3 > 0. */
export function worstExit(codes: readonly ExitCode[]): ExitCode {
  return worst.find((code) => codes.includes(code)) ?? 0
}

const troubleReasons: ReadonlySet<ReasonCode> = new Set([
  'ping-unavailable',
  'primero-unavailable',
  'list-incomplete',
  'list-shrunk',
])

/** The trouble of a system that kept a run from doing all of its work, by the reasons it ended with; null = none. */
export function hindranceOf(reasons: readonly Pick<ReasonReport, 'code'>[]): ReasonCode | null {
  return reasons.find(({ code }) => troubleReasons.has(code))?.code ?? null
}

/** The exit code of one run. */
export function exitOf(report: RunReport): ExitCode {
  if (report.skipped !== undefined) return report.skipped === 'no-turn' ? 4 : 0
  return exitOfStanding(report.reasons, report.stopped?.reason ?? null)
}

/** The exit code of a flow that stands so: what stands under which reasons, and what stopped its last run. */
export function exitOfStanding(
  standing: readonly Pick<ReasonReport, 'code' | 'state'>[],
  stoppedBy: ReasonCode | null,
): ExitCode {
  const codes: ExitCode[] = [0]
  for (const reason of standing) {
    if (reason.code === 'defect') codes.push(1)
    if (reason.state === 'attention') codes.push(3)
    if (troubleReasons.has(reason.code)) codes.push(4)
  }
  if (stoppedBy !== null && stoppedBy !== 'run-interrupted') codes.push(2)
  return worstExit(codes)
}

/** The exit code of a flow of which these items are all it has, whether settled or not. */
export function exitOfItems(items: readonly Pick<LedgerItem, 'reason' | 'state'>[]): ExitCode {
  const standing = items.flatMap(({ reason: code, state }) =>
    code !== null && (state === 'waiting' || state === 'attention') ? [{ code, state }] : [],
  )
  return exitOfStanding(standing, null)
}
