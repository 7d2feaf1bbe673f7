import { describe, expect, test } from 'vitest'
import { ledgerItem } from '../flows/scene.fixture.ts'
import {
  backoffMs,
  dueAgain,
  isDue,
  isUnsettled,
  itemNumber,
  laterBy,
  longestPauseMs,
  newItem,
  reconciled,
  settled,
  type Outcome,
} from './item.ts'
import type { LedgerItem } from './ledger.ts'

const now = '2026-11-20T12:00:00.000Z'

/** An item with a past in every field. */
const old = ledgerItem({
  state: 'waiting',
  reason: 'ping-unavailable',
  about: ['HTTP 503'],
  attempts: 3,
  nextTry: '2026-11-20T11:00:00.000Z',
  step: 'intended',
  version: 'v2',
  deliveredVersion: 'v1',
  fingerprint: 'print',
  refusedAt: '2026-11-20T09:00:00.000Z',
  intentAt: '2026-11-20T09:30:00.000Z',
  sentAt: '2026-11-20T09:40:00.000Z',
  reportedFingerprint: 'reported',
  lookDue: true,
  releasedAt: '2026-11-20T09:50:00.000Z',
  numbers: { referralId: 'r1' },
  individual: 'hash',
  settledRun: 'run-0',
  revision: 7,
})

test('a new item waits, is due at once, and has no past', () => {
  const finding = {
    flow: '1.2',
    key: 'guid',
    numbers: { interventionGuid: 'guid' },
    individual: 'hash',
    version: 'v1',
  } as const
  expect(newItem(finding, 'run-9', now, 'Pacific/Auckland')).toEqual({
    flow: '1.2',
    key: 'guid',
    numbers: { interventionGuid: 'guid' },
    individual: 'hash',
    version: 'v1',
    state: 'waiting',
    reason: 'not-yet-tried',
    about: [],
    since: now,
    foundAt: now,
    foundOn: '2026-11-21',
    confirmedAt: null,
    attempts: 0,
    nextTry: null,
    step: 'none',
    decision: null,
    deliveredVersion: null,
    fingerprint: null,
    refusedAt: null,
    intentAt: null,
    sentAt: null,
    reportedFingerprint: null,
    lookDue: false,
    releasedAt: null,
    seenRun: 'run-9',
    settledRun: null,
    revision: 0,
  })
})

describe('only what waits or needs a person is unsettled and can be due', () => {
  test.each([
    ['waiting', true],
    ['attention', true],
    ['confirmed', false],
    ['withdrawn', false],
    ['handled', false],
  ] as const)('%s: %s', (state, expected) => {
    const item = ledgerItem({ state })
    expect([isUnsettled(item), isDue(item, now)]).toEqual([expected, expected])
  })
})

describe('the next try', () => {
  test.each([
    ['none', null, true],
    ['a moment ago', '2026-11-20T11:59:59.999Z', true],
    ['now', now, true],
    ['in a moment', '2026-11-20T12:00:00.001Z', false],
    ['in six hours', '2026-11-20T18:00:00.000Z', false],
    ['in more than six hours, written by a clock that was wrong', '2026-11-20T18:00:00.001Z', true],
  ])('of a waiting item, %s', (_, nextTry, due) => {
    expect(isDue(ledgerItem({ nextTry }), now)).toBe(due)
  })

  test('of an item in attention is always now', () => {
    expect(isDue(ledgerItem({ state: 'attention', nextTry: '2026-11-20T13:00:00.000Z' }), now)).toBe(true)
  })

  test('is an ISO time, at most six hours ahead', () => {
    expect(laterBy(now, longestPauseMs)).toBe('2026-11-20T18:00:00.000Z')
  })
})

describe('after an outcome', () => {
  type Moved = Pick<
    LedgerItem,
    'state' | 'reason' | 'about' | 'since' | 'attempts' | 'nextTry' | 'settledRun'
  > &
    Partial<Pick<LedgerItem, 'confirmedAt'>>
  const nextTry = '2026-11-20T13:00:00.000Z'
  test.each<[string, Outcome, Moved]>([
    [
      'confirmed: settled by this run, nothing left to wait for',
      { state: 'confirmed' },
      {
        state: 'confirmed',
        confirmedAt: now,
        reason: null,
        about: [],
        since: now,
        attempts: 0,
        nextTry: null,
        settledRun: 'run-2',
      },
    ],
    [
      'withdrawn: settled by this run',
      { state: 'withdrawn' },
      {
        state: 'withdrawn',
        reason: null,
        about: [],
        since: now,
        attempts: 0,
        nextTry: null,
        settledRun: 'run-2',
      },
    ],
    [
      'in attention: the attempts begin anew',
      { state: 'attention', reason: 'field-missing', about: ['sex'] },
      {
        state: 'attention',
        reason: 'field-missing',
        about: ['sex'],
        since: now,
        attempts: 0,
        nextTry: null,
        settledRun: null,
      },
    ],
    [
      'in attention about nothing: what the last reason was about is forgotten',
      { state: 'attention', reason: 'detail-missing' },
      {
        state: 'attention',
        reason: 'detail-missing',
        about: [],
        since: now,
        attempts: 0,
        nextTry: null,
        settledRun: null,
      },
    ],
    [
      'the same trouble again: one attempt more, and still since then',
      { state: 'waiting', reason: 'ping-unavailable', about: ['HTTP 500'], nextTry, trouble: true },
      {
        state: 'waiting',
        reason: 'ping-unavailable',
        about: ['HTTP 500'],
        since: old.since,
        attempts: 4,
        nextTry,
        settledRun: null,
      },
    ],
    [
      'waiting without trouble: the attempts begin anew',
      { state: 'waiting', reason: 'ping-processing', nextTry },
      {
        state: 'waiting',
        reason: 'ping-processing',
        about: [],
        since: now,
        attempts: 0,
        nextTry,
        settledRun: null,
      },
    ],
    [
      'another state for the same reason is a change',
      { state: 'attention', reason: 'ping-unavailable' },
      {
        state: 'attention',
        reason: 'ping-unavailable',
        about: [],
        since: now,
        attempts: 0,
        nextTry: null,
        settledRun: null,
      },
    ],
  ])('%s', (_, outcome, moved) => {
    expect(settled(old, outcome, 'run-2', now)).toEqual({ ...old, ...moved })
  })
})

test('an item that is due again keeps its past and waits as if just found', () => {
  const confirmed: LedgerItem = { ...old, state: 'confirmed', reason: null }
  expect(dueAgain(confirmed, now)).toEqual({
    ...old,
    state: 'waiting',
    reason: 'not-yet-tried',
    about: [],
    since: now,
    attempts: 0,
    nextTry: null,
    settledRun: null,
  })
})

describe('a person and a run at the same item', () => {
  const mine: LedgerItem = {
    ...old,
    state: 'confirmed',
    reason: null,
    about: [],
    releasedAt: null,
    revision: 7,
  }
  const released = '2026-11-20T11:30:00.000Z'

  test('what a person settled stays settled; what the run did is kept', () => {
    const handled: LedgerItem = {
      ...ledgerItem({ numbers: {} }),
      state: 'handled',
      reason: null,
      about: ['by hand'],
      since: '2026-11-20T11:40:00.000Z',
      settledRun: null,
      revision: 8,
    }
    expect(reconciled(handled, { ...mine, attempts: 2, nextTry: now, settledRun: 'run-2' })).toEqual({
      ...mine,
      state: 'handled',
      reason: null,
      about: ['by hand'],
      since: '2026-11-20T11:40:00.000Z',
      nextTry: null,
      attempts: 0,
      settledRun: null,
      revision: 8,
    })
  })

  test('anything else is as the run knows it, and their release stays', () => {
    const stored = ledgerItem({ state: 'attention', reason: 'defect', releasedAt: released, revision: 9 })
    expect(reconciled(stored, mine)).toEqual({ ...mine, releasedAt: released, revision: 9 })
  })

  test('the release that the run knows of is the later word', () => {
    const stored = ledgerItem({ releasedAt: released, revision: 9 })
    const later = '2026-11-20T11:45:00.000Z'
    expect(reconciled(stored, { ...mine, releasedAt: later }).releasedAt).toBe(later)
  })
})

describe('the pause after trouble', () => {
  test.each([
    [0, 60_000],
    [1, 120_000],
    [2, 240_000],
    [5, 1_920_000],
    [6, 3_600_000],
    [7, 3_600_000],
    [1000, 3_600_000],
  ])('after %i troubles is %i ms, a fifth more or less', (attempts, ms) => {
    const spread = [0, 0.5, 1].map((random) => backoffMs(attempts, random))
    expect(spread).toEqual([ms * 0.8, ms, ms * 1.2].map((value) => Math.round(value)))
  })

  test('is a whole number of milliseconds', () => {
    expect(backoffMs(0, 1 / 7)).toBe(51_429)
  })
})

describe('people know an item', () => {
  test.each<[string, Partial<LedgerItem>, string]>([
    [
      'of 2.1 by its referral',
      { flow: '2.1', numbers: { referralId: 'r1', refIopNumber: 'REF-IOP-1' } },
      'r1',
    ],
    ['of 2.1 without one by its key', { flow: '2.1', numbers: { refIopNumber: 'REF-IOP-1' } }, 'key'],
    [
      'of 2.2 by its REF-IOP number',
      { flow: '2.2', numbers: { refIopNumber: 'REF-IOP-1', refIopGuid: 'g', referralId: 'r1' } },
      'REF-IOP-1',
    ],
    [
      'of 2.2 without number by its GUID',
      { flow: '2.2', numbers: { refIopGuid: 'g', interventionNumber: 'n' } },
      'g',
    ],
    ['of 2.2 without either by its key', { flow: '2.2', numbers: { interventionNumber: 'n' } }, 'key'],
    [
      'of 1.1 by its intervention number',
      { flow: '1.1', numbers: { interventionNumber: 'n', interventionGuid: 'g', referralId: 'r1' } },
      'n',
    ],
    [
      'of 1.2 without number by its GUID',
      { flow: '1.2', numbers: { interventionGuid: 'g', refIopGuid: 'x' } },
      'g',
    ],
    ['of 1.2 without either by its key', { flow: '1.2', numbers: { refIopNumber: 'x' } }, 'key'],
  ])('%s', (_, item, number) => {
    expect(itemNumber(ledgerItem({ ...item, key: 'key' }))).toBe(number)
  })
})

test('what is confirmed anew keeps the time at which it first was', () => {
  const again = { ...old, confirmedAt: '2026-11-20T09:00:00.000Z' }
  expect(settled(again, { state: 'confirmed' }, 'run-2', now).confirmedAt).toBe(again.confirmedAt)
})
