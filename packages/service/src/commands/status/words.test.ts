import { expect, test } from 'vitest'
import type { DeploymentAnswer, FlowAnswer } from './answer.ts'
import { deploymentWords } from './words.ts'

const counts = { confirmed: 8, waiting: 0, attention: 0, withdrawn: 0, handled: 0 }
const well: FlowAnswer = {
  flow: '1.1',
  paused: false,
  pause: null,
  lastRun: '2026-03-02T06:00:10.000Z',
  lastSuccess: '2026-03-02T06:00:10.000Z',
  stoppedBy: null,
  hinderedBy: null,
  hinderedSince: null,
  counts,
  oldest: null,
  reasons: [],
  nextRun: '2026-03-02T21:00:00.000Z',
}
const answer = (...flows: readonly FlowAnswer[]): DeploymentAnswer => ({
  deployment: 'sandbox',
  systemsDown: [],
  flows,
})

test('a flow that is well takes two lines, with times by the clocks of the deployment', () => {
  expect(deploymentWords(answer(well), 'Africa/Nairobi').split('\n')).toEqual([
    'sandbox',
    '  1.1 referrals from proGres to Primero: 8 confirmed, 0 waiting, 0 need attention, 0 withdrawn, 0 handled outside.',
    '    Last success: 2026-03-02 09:00 +03:00. Next: 2026-03-03 00:00 +03:00.',
  ])
})

test('a system that does not answer is told although nothing waits for it', () => {
  const hindered: FlowAnswer = {
    ...well,
    lastRun: '2026-03-02T09:00:10.000Z',
    hinderedBy: 'primero-unavailable',
    hinderedSince: '2026-03-02T07:00:00.000Z',
  }
  const down = {
    system: 'primero',
    since: '2026-03-02T07:00:05.000Z',
    nextProbe: '2026-03-02T09:30:00.000Z',
  } as const
  const lines = deploymentWords({ ...answer(hindered), systemsDown: [down] }, null).split('\n')
  expect(lines[1]).toBe(
    '  Primero has not answered since 2026-03-02 07:00 UTC; it is asked again at 2026-03-02 09:30 UTC at the earliest.',
  )
  expect(lines.slice(3)).toEqual([
    '    Last success: 2026-03-02 06:00 UTC. Last run: 2026-03-02 09:00 UTC. Next: 2026-03-02 21:00 UTC.',
    expect.stringMatching(
      /^ {4}The last run could not do all of its work: .* \(primero-unavailable\) So since 2026-03-02 07:00 UTC\.$/,
    ),
    expect.stringMatching(/^ {6}Whose move: .* Next: /),
  ])
})

test('every reason is told with its count, whose move it is and what to do; a pause with who and why', () => {
  const paused: FlowAnswer = {
    ...well,
    paused: true,
    pause: { at: '2026-03-02T05:00:00.000Z', by: 'A. Operator', why: 'mapping under review' },
    nextRun: null,
    counts: { ...counts, waiting: 2, attention: 1 },
    oldest: '2026-02-01T00:00:00.000Z',
    reasons: [
      { code: 'service-type-unmapped', state: 'attention', count: 1 },
      { code: 'flow-stopped', state: 'waiting', count: 2 },
    ],
  }
  expect(deploymentWords(answer(paused), null).split('\n').slice(2)).toEqual([
    '    Last success: 2026-03-02 06:00 UTC. Oldest unsettled: 2026-02-01 00:00 UTC.',
    '    PAUSED since 2026-03-02 05:00 UTC by A. Operator: mapping under review',
    '    1 needs attention: The type of service is not in the mapping. (service-type-unmapped)',
    expect.stringMatching(/^ {6}Whose move: the owner of the mapping\. Next: Add the service type/),
    expect.stringMatching(/^ {4}2 waiting: .* \(flow-stopped\)$/),
    expect.stringMatching(/^ {6}Whose move: .* Next: /),
  ])
})
