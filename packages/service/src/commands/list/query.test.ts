import { expect, test } from 'vitest'
import { wantedOf } from './query.ts'

const now = Date.parse('2026-03-10T12:00:00.000Z')

test('without options all that is unsettled is wanted, what needs somebody first', () => {
  expect(wantedOf({ state: [] }, now)).toEqual({
    ok: true,
    value: {
      flow: null,
      states: ['attention', 'waiting'],
      reason: null,
      from: null,
      before: null,
      undecided: false,
    },
  })
})

test('states, reason, flow and age narrow what is wanted', () => {
  for (const [olderThan, before] of [
    ['3d', '2026-03-07T12:00:00.000Z'],
    ['12h', '2026-03-10T00:00:00.000Z'],
    ['45m', '2026-03-10T11:15:00.000Z'],
  ] as const) {
    const options = { state: ['waiting'], reason: 'ping-unavailable', flow: '2.1', olderThan }
    expect(wantedOf(options, now)).toEqual({
      ok: true,
      value: {
        flow: '2.1',
        states: ['waiting'],
        reason: 'ping-unavailable',
        from: null,
        before,
        undecided: false,
      },
    })
  }
  expect(wantedOf({ state: ['waiting', ' attention'] }, now)).toMatchObject({
    value: { states: ['attention', 'waiting'] },
  })
})

test('what is settled is wanted of a period', () => {
  const options = { state: [], settled: true, since: '2026-03-09', until: '2026-03-10' } as const
  expect(wantedOf(options, now)).toEqual({
    ok: true,
    value: {
      flow: null,
      states: ['confirmed', 'withdrawn', 'handled'],
      reason: null,
      from: '2026-03-09T00:00:00.000Z',
      before: '2026-03-10T00:00:00.000Z',
      undecided: false,
    },
  })
})

test('what is not decided has arrived, at a time that may be asked for', () => {
  expect(wantedOf({ state: [], undecided: true, flow: '1.1', olderThan: '3d' }, now)).toMatchObject({
    value: { flow: '1.1', states: ['confirmed'], undecided: true, before: '2026-03-07T12:00:00.000Z' },
  })
})

test('what cannot be meant is refused, with what can', () => {
  const refusals = [
    [{ state: ['confirmed'] }, '--state takes waiting, attention, or both with a comma.'],
    [{ state: [''] }, '--state takes waiting'],
    [{ state: [], reason: 'ping-unavialable' }, 'Is it ping-unavailable'],
    [{ state: [], flow: '3.1' }, '2.2 (decisions from proGres to Primero)'],
    [{ state: [], olderThan: '3 weeks' }, '--older-than takes days, hours or minutes'],
    [{ state: [], since: '2026-03-01' }, '--since and --until go with --settled'],
    [{ state: [], until: '2026-03-01' }, '--since and --until go with --settled'],
    [{ state: [], settled: true, since: '31.02.2026' }, '--since takes an ISO date'],
    [{ state: ['waiting'], settled: true } as const, '--settled goes with --flow, --since and --until alone'],
    [{ state: [], settled: true, until: 'May' }, '--until takes an ISO date'],
    [{ state: [], settled: true, undecided: true }, '--undecided goes with --flow and --older-than alone'],
    [{ state: [], undecided: true, since: '2026-03-01' }, '--since and --until go with --settled'],
  ] as const
  for (const [options, words] of refusals) {
    expect(wantedOf(options, now), words).toMatchObject({
      ok: false,
      refusal: { message: expect.stringContaining(words) },
    })
  }
})

test.each([
  ['2026-03-02', '2026-03-01'],
  ['2026-03-01', '2026-03-01'],
])('a period from %s to %s holds nothing, and is refused', (since, until) => {
  expect(wantedOf({ state: [], settled: true, since, until }, now)).toMatchObject({
    ok: false,
    refusal: {
      code: 'arguments-invalid',
      message: expect.stringContaining('--since must be before --until'),
    },
  })
})
