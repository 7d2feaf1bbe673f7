import { describe, expect, test } from 'vitest'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { FlowStatus, ReasonAge } from '@ping-primero/core/ledger/questions.ts'
import { deploymentWith, flowStatus, nowMs } from '../../host.fixture.ts'
import { wordsOf } from '../../words/say.ts'
import { sizeWords } from './itself.ts'
import { healthOf, type HealthInput } from './model.ts'
import { supportText } from './support.ts'

const answeredAt = '2026-11-26T05:10:00.000Z'

function input(more: Partial<HealthInput> = {}): HealthInput {
  return {
    deployment: deploymentWith(),
    nowMs,
    flows: flows.map((flow) => flowStatus({ flow })),
    systemsDown: [],
    ages: [],
    times: {
      since: '2026-11-19T05:42:00.000Z',
      runs: [{ from: '2026-11-25T21:00:00.000Z', to: '2026-11-25T21:01:00.000Z' }],
      pauses: { '1.1': [], '1.2': [], '2.1': [], '2.2': [] },
      answered: { ping: answeredAt, primero: answeredAt },
    },
    isUnderWay: false,
    storage: { kind: 'file', bytes: 1_400_000, freeBytes: 61_000_000_000 },
    entries: 18_204,
    checked: { kind: 'never' },
    comparison: { kind: 'never' },
    ...more,
  }
}

function withStatus(flow: '1.1' | '2.1', more: Partial<FlowStatus>): readonly FlowStatus[] {
  return flows.map((one) => flowStatus(one === flow ? { ...more, flow } : { flow: one }))
}

const down = {
  system: 'primero',
  since: '2026-11-26T03:58:00.000Z',
  nextProbe: '2026-11-26T05:45:00.000Z',
} as const
const stopped = { stoppedBy: 'primero-credentials-refused', hinderedSince: down.since } as const
const hindered = { hinderedBy: 'ping-unavailable', hinderedSince: down.since } as const
/** What was due at once, and did not come. */
const late = deploymentWith({ nextRun: (_flow, ms) => new Date(ms + 60_000).toISOString() })

test.each([
  ['all is well', input(), { kind: 'well' }],
  [
    'nothing has run',
    input({ flows: flows.map((flow) => flowStatus({ flow, lastRun: null, lastSuccess: null })) }),
    { kind: 'new' },
  ],
  ['a flow was hindered', input({ flows: withStatus('2.1', hindered) }), { kind: 'hindered', flow: '2.1' }],
  [
    'a flow has stopped, and one before it was hindered',
    input({
      flows: flows.map((flow) =>
        flowStatus({ flow, ...(flow === '1.1' ? hindered : flow === '2.1' ? stopped : {}) }),
      ),
    }),
    { kind: 'stopped', flow: '2.1' },
  ],
  [
    'a run was only interrupted',
    input({ flows: withStatus('1.1', { stoppedBy: 'run-interrupted' }) }),
    { kind: 'well' },
  ],
  [
    'no run comes any more, and a flow has stopped',
    input({ deployment: late, flows: withStatus('1.1', stopped) }),
    { kind: 'missing', since: '2026-11-25T21:02:00.000Z' },
  ],
  [
    'a system is silent, whatever else there is',
    input({ deployment: late, systemsDown: [down], flows: withStatus('1.1', stopped) }),
    { kind: 'silent', system: 'primero', since: down.since },
  ],
] as const)('the heading when %s', (_when, given, heading) => {
  expect(healthOf(given).heading).toEqual(heading)
})

describe('a system', () => {
  const ages: readonly ReasonAge[] = [
    { flow: '1.1', code: 'primero-unavailable', state: 'waiting', count: 5, since: down.since },
    { flow: '2.2', code: 'primero-unavailable', state: 'waiting', count: 2, since: down.since },
    { flow: '2.1', code: 'ping-unavailable', state: 'waiting', count: 9, since: down.since },
  ]
  test('that is silent says since when, when it is looked at next, and how many wait for it', () => {
    expect(healthOf(input({ systemsDown: [down], ages })).systems).toEqual([
      { system: 'ping', kind: 'answered', at: answeredAt },
      {
        system: 'primero',
        kind: 'silent',
        since: down.since,
        nextLook: down.nextProbe,
        waiting: 7,
        owner: 'nobody',
      },
    ])
  })

  test.each([
    ['primero-credentials-refused', ['answered', 'refuses']],
    ['permission-missing', ['answered', 'refuses']],
    ['ping-account-locked', ['refuses', 'answered']],
    ['run-interrupted', ['answered', 'answered']],
  ] as const)('of %s is said where it belongs', (stoppedBy, kinds) => {
    const { systems } = healthOf(input({ flows: withStatus('1.1', { stoppedBy }) }))
    expect(systems.map(({ kind }) => kind)).toEqual(kinds)
  })

  test('that no run has asked is not said to answer', () => {
    const { times } = input()
    const { systems } = healthOf(
      input({ times: { ...times, answered: { ping: null, primero: answeredAt } } }),
    )
    expect(systems[0]).toEqual({ system: 'ping', kind: 'unasked' })
  })
})

test('what holds a flow up is said with whose move it is; one that is off or paused is not late', () => {
  const pause = { at: down.since, by: 'admin@partner.example', why: 'The list is being agreed.' }
  const { flows: shown } = healthOf(
    input({
      deployment: { ...late, isEnabled: (flow) => flow !== '2.2' },
      flows: flows.map((flow) =>
        flowStatus({ flow, ...(flow === '1.1' ? stopped : flow === '2.1' ? { pause } : {}) }),
      ),
    }),
  )
  const due = '2026-11-25T21:01:00.000Z'
  expect(
    shown.map(({ trouble, overdue, isOff, pausedSince }) => [trouble, overdue, isOff, pausedSince]),
  ).toEqual([
    [{ reason: stopped.stoppedBy, owner: 'administrator', since: down.since }, due, false, null],
    [null, due, false, null],
    [null, null, false, pause.at],
    [null, null, true, null],
  ])
})

test('of many gaps the last five are shown, the last one first', () => {
  const runs = Array.from({ length: 8 }, (_, count) => {
    const at = new Date(nowMs - (8 - count) * 3_600_000).toISOString()
    return { from: at, to: at }
  })
  const times = { ...input().times, since: null, runs }
  const { regularity } = healthOf(input({ deployment: late, times }))
  expect(regularity).toMatchObject({ kind: 'gaps', count: 8 })
  expect(regularity.kind === 'gaps' ? regularity.latest.map(({ to }) => to) : []).toEqual([
    null,
    ...runs
      .slice(-4)
      .map(({ from }) => from)
      .toReversed(),
  ])
})

test('flows that a story runs are held against no timetable', () => {
  const simulated = { ...late, isSimulated: true }
  const health = healthOf(input({ deployment: simulated }))
  expect([health.regularity, health.flows.map(({ overdue }) => overdue)]).toEqual([
    { kind: 'simulated' },
    [null, null, null, null],
  ])
})

test('the text for support holds codes, counts and times, the most first', () => {
  const ages = [
    { flow: '1.1', code: 'several-cases', state: 'attention', count: 1, since: down.since },
    { flow: '2.1', code: 'consent-missing', state: 'attention', count: 12, since: down.since },
  ] as const
  const health = healthOf(input({ systemsDown: [down], ages, flows: withStatus('1.1', hindered) }))
  expect(
    supportText(health, { version: '1.4.0', title: 'Ethiopia – Gambella', at: answeredAt }).split('\n'),
  ).toEqual([
    'ping-primero 1.4.0 · Ethiopia – Gambella',
    answeredAt,
    `ping answered ${answeredAt}`,
    `primero silent since ${down.since}, next look ${down.nextProbe}`,
    `1.1 last 2026-11-25T21:00:00.000Z, whole 2026-11-25T21:00:00.000Z · ping-unavailable since ${down.since}`,
    '1.2 last 2026-11-25T21:00:00.000Z, whole 2026-11-25T21:00:00.000Z',
    '2.1 last 2026-11-25T21:00:00.000Z, whole 2026-11-25T21:00:00.000Z',
    '2.2 last 2026-11-25T21:00:00.000Z, whole 2026-11-25T21:00:00.000Z',
    'timetable regular',
    'entries 18204 · ledger file 1400000 bytes, free 61000000000',
    '2.1 attention consent-missing 12',
    '1.1 attention several-cases 1',
  ])
})

test.each([
  [0, '0 kB'],
  [1_500, '1.5 kB'],
  [999_999, '1,000 kB'],
  [1_400_000, '1.4 MB'],
  [61_000_000_000, '61 GB'],
  [5_200_000_000_000_000, '5,200 TB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes, wordsOf('en'))).toBe(words)
})
