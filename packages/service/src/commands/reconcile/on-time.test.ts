import type { FlowStatus } from '@ping-primero/core/ledger/questions.ts'
import { expect, test } from 'vitest'
import { readDeployment } from '../../configuration/read-deployment.ts'
import { flowsOnTime } from './on-time.ts'

const counts = { confirmed: 0, waiting: 0, attention: 0, withdrawn: 0, handled: 0 }
const hour = 60 * 60_000

/** The sandbox's flow 1.2 runs at ten past every hour. */
function isOnTime(status: Partial<FlowStatus>, nowMs: number): boolean {
  const read = readDeployment('deployments/sandbox', {})
  if (!read.ok) throw new Error(read.refusal.message)
  const { deployment } = read.value
  const flows = { ...deployment.flows, '1.2': { enabled: true, schedule: '10 * * * *' } }
  const one: FlowStatus = {
    flow: '1.2',
    pause: null,
    lastRun: '2026-03-01T08:10:30.000Z',
    lastSuccess: '2026-03-01T08:10:30.000Z',
    stoppedBy: null,
    hinderedBy: null,
    hinderedSince: null,
    counts,
    oldest: null,
    reasons: [],
    ...status,
  }
  return flowsOnTime({ ...deployment, flows }, [one], nowMs).has('1.2')
}

test('a flow is on time until an hour after its next run was due', () => {
  const due = Date.parse('2026-03-01T09:10:00.000Z')
  expect([due - hour, due + hour - 1, due + hour].map((now) => isOnTime({}, now))).toEqual([
    true,
    true,
    false,
  ])
})

test('a flow that has never run waits for its first run; one that is paused or was stopped is not on its way', () => {
  const now = Date.parse('2026-03-01T08:30:00.000Z')
  expect(isOnTime({ lastRun: null }, now)).toBe(true)
  expect(isOnTime({ pause: { at: '', by: '', why: '' } }, now)).toBe(false)
  expect(isOnTime({ stoppedBy: 'permission-missing' }, now)).toBe(false)
})
