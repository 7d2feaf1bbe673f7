import { expect, test } from 'vitest'
import { flows, type Flow } from '@ping-primero/core/domain/flow.ts'
import type { RunTimes, Span } from '@ping-primero/core/ledger/questions.ts'
import { deploymentWith } from '../../host.fixture.ts'
import { dueAfter, gapsOf, overdueSince } from './gaps.ts'

/** An hour of 26 November, in UTC. */
function hour(text: string): string {
  return `2026-11-26T${text}:00.000Z`
}

const none = { '1.1': [], '1.2': [], '2.1': [], '2.2': [] } as const

/** Each flow runs every hour, at a minute of its own; null = not at all. */
function everyHour(minutes: Readonly<Partial<Record<Flow, number>>>) {
  return deploymentWith({
    nextRun: (flow, nowMs) => {
      const minute = minutes[flow]
      if (minute === undefined) return null
      const at = new Date(nowMs)
      at.setUTCMinutes(minute, 0, 0)
      if (at.getTime() <= nowMs) at.setUTCHours(at.getUTCHours() + 1)
      return at.toISOString()
    },
  })
}

function span(from: string, to: string): Span {
  return { from: hour(from), to: hour(to) }
}

function timetable(
  runs: readonly Span[],
  now: string,
  { isUnderWay = false, ...more }: Partial<RunTimes> & { readonly isUnderWay?: boolean } = {},
) {
  const times: RunTimes = {
    since: null,
    runs,
    pauses: none,
    answered: { ping: null, primero: null },
    ...more,
  }
  return { deployment: everyHour({ '1.2': 10, '2.1': 40 }), times, isUnderWay, nowMs: Date.parse(hour(now)) }
}

const kept = [span('06:10', '06:11'), span('06:40', '06:41'), span('07:10', '07:11'), span('07:40', '07:42')]

test.each([
  ['every run came', timetable(kept, '08:00'), []],
  ['nothing has ever run', timetable([], '08:00'), []],
  [
    'none came for hours',
    timetable([span('02:10', '02:11'), span('05:40', '05:41')], '05:50'),
    [span('02:40', '05:40')],
  ],
  ['none has come since', timetable(kept, '09:00'), [{ from: hour('08:10'), to: null }]],
  ['one is a little late', timetable(kept, '08:25'), []],
  ['one is late, as another is under way', timetable(kept, '09:00', { isUnderWay: true }), []],
  ['a long one kept the others from running', timetable([span('02:10', '05:41')], '05:50'), []],
  [
    'one within a long one ends before it',
    timetable([span('02:10', '05:41'), span('03:10', '03:11')], '05:50'),
    [],
  ],
  [
    'the first of them was due before any run is known',
    timetable([span('05:40', '05:41')], '05:50', { since: hour('04:00') }),
    [span('04:10', '05:40')],
  ],
  [
    'both were paused meanwhile',
    timetable([span('02:10', '02:11'), span('05:40', '05:41')], '05:50', {
      pauses: { ...none, '1.2': [span('02:30', '05:30')], '2.1': [span('02:30', '05:20')] },
    }),
    [],
  ],
  [
    'one of them was paused meanwhile',
    timetable([span('02:10', '02:11'), span('05:40', '05:41')], '05:50', {
      pauses: { ...none, '2.1': [{ from: hour('02:30'), to: null }] },
    }),
    [span('03:10', '05:40')],
  ],
  [
    'they did not come when they were let run again',
    timetable([span('02:10', '02:11'), span('05:40', '05:41')], '05:50', {
      pauses: { ...none, '1.2': [span('02:30', '04:30')], '2.1': [span('02:30', '04:30')] },
    }),
    [span('04:40', '05:40')],
  ],
] as const)('where %s, the gaps are known', (_where, given, gaps) => {
  expect(gapsOf(given)).toEqual(gaps)
})

test('where no flow has a timetable nothing is missed', () => {
  const given = timetable(kept, '23:00')
  expect(gapsOf({ ...given, deployment: everyHour({}) })).toEqual([])
})

test('what is due the moment a pause ends counts as due', () => {
  const given = timetable([], '23:00', { pauses: { ...none, '1.2': [span('02:30', '04:10')] } })
  expect(dueAfter('1.2', Date.parse(hour('02:20')), given)).toBe(hour('04:10'))
})

test('a flow is late by its own timetable, though others come', () => {
  const given = timetable(kept, '08:56')
  expect(flows.map((flow) => overdueSince(flow, hour('07:42'), given))).toEqual([
    null,
    hour('08:10'),
    hour('08:40'),
    null,
  ])
  expect(overdueSince('1.2', null, given)).toBe(null)
  expect(overdueSince('1.2', hour('08:41'), given)).toBe(null)
})
