import { expect, test } from 'vitest'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { StateCounts } from '@ping-primero/core/ledger/ledger.ts'
import { deploymentWith, flowStatus, nowMs } from '../../host.fixture.ts'
import { todayOf, type TodayInput } from './model.ts'

const none: StateCounts = { confirmed: 0, waiting: 0, attention: 0, withdrawn: 0, handled: 0 }

function input(more: Partial<TodayInput> = {}): TodayInput {
  return {
    deployment: deploymentWith(),
    nowMs,
    flows: flows.map((flow) => flowStatus({ flow })),
    systemsDown: [],
    confirmedLately: { '1.1': 0, '1.2': 0, '2.1': 0, '2.2': 0 },
    lately: [],
    firstFound: '2026-01-01T08:00:00.000Z',
    ages: [],
    ...more,
  }
}

const withStatus = (
  flow: '1.1' | '2.1',
  more: Parameters<typeof flowStatus>[0] extends infer T ? Partial<T> : never,
) => flows.map((one) => flowStatus(one === flow ? { ...more, flow: one } : { flow: one }))

const down = {
  system: 'primero',
  since: '2026-11-26T03:58:00.000Z',
  nextProbe: '2026-11-26T05:45:00.000Z',
} as const
const pause = { at: '2026-11-25T13:05:00.000Z', by: 'administrator', why: 'The list is being agreed.' }

test.each([
  ['all is well', input(), { kind: 'well', attention: 0 }],
  [
    'some need attention',
    input({ flows: withStatus('1.1', { counts: { ...none, attention: 2 } }) }),
    { kind: 'well', attention: 2 },
  ],
  [
    'a flow is switched off',
    input({ deployment: deploymentWith({ isEnabled: (flow) => flow !== '2.2' }) }),
    { kind: 'off', off: 1, attention: 0 },
  ],
  [
    'a flow is paused',
    input({ flows: withStatus('2.1', { pause }) }),
    { kind: 'paused', paused: 1, attention: 0 },
  ],
  [
    'a flow has stopped, and another is paused',
    input({
      flows: flows.map((flow) =>
        flowStatus({ flow, ...(flow === '1.1' ? { stoppedBy: 'primero-credentials-refused' } : { pause }) }),
      ),
    }),
    { kind: 'stopped', flow: '1.1', attention: 0 },
  ],
  [
    'a run was only interrupted',
    input({ flows: withStatus('1.1', { stoppedBy: 'run-interrupted' }) }),
    { kind: 'well', attention: 0 },
  ],
  [
    'a system is silent, whatever else there is',
    input({ systemsDown: [down], flows: withStatus('2.1', { pause }) }),
    { kind: 'silent', system: 'primero', since: down.since },
  ],
])('the heading when %s', (_when, given, heading) => {
  expect(todayOf(given).heading).toEqual(heading)
})

test('the sum is of all four flows, and found is what it adds up to', () => {
  const counts = { confirmed: 5, waiting: 4, attention: 3, withdrawn: 2, handled: 1 }
  const today = todayOf(input({ flows: flows.map((flow) => flowStatus({ flow, counts })) }))
  expect([today.found, today.sum]).toEqual([
    60,
    { confirmed: 20, waiting: 16, attention: 12, withdrawn: 8, handled: 4 },
  ])
})

test('a silent system stops the lanes that need it, and says how many wait for it', () => {
  const ages = [
    { flow: '1.1', code: 'primero-unavailable', state: 'waiting', count: 5, since: down.since },
    { flow: '2.1', code: 'ping-processing', state: 'waiting', count: 2, since: down.since },
  ] as const
  const today = todayOf(input({ systemsDown: [down], ages, flows: withStatus('2.1', { pause }) }))
  expect(today.silent).toEqual([{ ...down, waiting: 5 }])
  // A paused lane is held by its pause, not by the system.
  expect(today.lanes.map(({ flow, stuckBy, next }) => [flow, stuckBy, next !== null])).toEqual([
    ['1.1', 'primero', true],
    ['1.2', 'primero', true],
    ['2.1', null, false],
    ['2.2', 'primero', true],
  ])
})

test('causes come by duty to the child, then by age, then by count; only what needs somebody, and three of them', () => {
  const age = (
    code: 'case-closed' | 'several-cases' | 'consent-withdrawn' | 'field-missing',
    since: string,
    count: number,
  ) => ({ flow: '2.1', code, state: 'attention', since, count }) as const
  const today = todayOf(
    input({
      ages: [
        age('case-closed', '2026-11-25T00:00:00.000Z', 1),
        age('field-missing', '2026-11-24T00:00:00.000Z', 1),
        age('several-cases', '2026-11-24T00:00:00.000Z', 7),
        age('consent-withdrawn', '2026-11-26T00:00:00.000Z', 1),
        {
          flow: '2.1',
          code: 'ping-processing',
          state: 'waiting',
          since: '2026-01-01T00:00:00.000Z',
          count: 9,
        },
      ],
    }),
  )
  expect(today.causes.map(({ reason, isFirst }) => [reason, isFirst])).toEqual([
    ['consent-withdrawn', true],
    ['several-cases', false],
    ['field-missing', false],
  ])
})

test('before anything was found, the first run to come is told', () => {
  const nextRun = (flow: string) => (flow === '1.2' ? '2026-11-26T06:10:00.000Z' : '2026-11-26T21:00:00.000Z')
  const today = todayOf(input({ deployment: deploymentWith({ nextRun }), firstFound: null }))
  expect([today.isNew, today.firstRun]).toEqual([true, '2026-11-26T06:10:00.000Z'])
})
