import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { FlowStatus } from '@ping-primero/core/ledger/questions.ts'
import { nextRun } from '../next-run.ts'

/** A run that is due may still be on its way for so long. */
const graceMs = 60 * 60_000

/**
 * The flows that go their way: enabled, not paused, not stopped in their last run, and not behind their schedule. One
 * that has never run counts as on time: what it has not looked at waits for its first run.
 */
export function flowsOnTime(
  deployment: Deployment,
  status: readonly FlowStatus[],
  nowMs: number,
): ReadonlySet<Flow> {
  const onTime = status.filter(({ flow, pause, stoppedBy, lastRun }) => {
    const { enabled, schedule } = deployment.flows[flow]
    if (!enabled || pause !== null || stoppedBy !== null) return false
    if (lastRun === null) return true
    const next = nextRun(schedule, deployment.timezone, Date.parse(lastRun))
    if (next === 'unreadable' || next.at === null) return false
    return Date.parse(next.at) + graceMs > nowMs
  })
  return new Set(onTime.map(({ flow }) => flow))
}
