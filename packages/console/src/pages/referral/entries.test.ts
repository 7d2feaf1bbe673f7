import { expect, test } from 'vitest'
import type { LedgerEvent } from '@ping-primero/core/ledger/ledger.ts'
import { ledgerItem } from '@ping-primero/core/flows/scene.fixture.ts'
import type { Strand, ToldItem } from '@ping-primero/core/story/strand.ts'
import { partsOf } from './entries.ts'

const minute = (count: number): string => new Date(Date.UTC(2026, 10, 20, 8, count)).toISOString()

function told(flow: '2.1' | '2.2', history: readonly Omit<LedgerEvent, 'flow' | 'key'>[]): ToldItem {
  const item = ledgerItem({ flow, state: 'confirmed', reason: null })
  return { item, history: history.map((event) => ({ flow, key: item.key, ...event })), released: null }
}

/** The parts of a story in short: `2.1:` for a turn, what and when, `again 2` for what was folded. */
function inShort(strand: Strand): readonly string[] {
  return partsOf(strand, () => 'accepted').map((part) => {
    if (part.kind === 'turn') return `${part.flow}:`
    if (part.kind === 'again') return `again ${part.times.length}, last ${part.times.at(-1)?.slice(14, 16)}`
    const { event, decision, isConfirmed } = part.entry
    return [event.what, event.reason, decision, isConfirmed ? 'confirmed' : null]
      .filter((one) => one !== undefined && one !== null)
      .join(' ')
  })
}

const strand = (referral: ToldItem, ...decisions: readonly ToldItem[]): Strand => ({
  side: 'caseworker',
  referral,
  decisions,
})

test('each turn of the referral and of the decision on it has its heading, in order of time', () => {
  const referral = told('2.1', [
    { at: minute(0), what: 'found' },
    { at: minute(1), what: 'state-changed', state: 'confirmed' },
    { at: minute(5), what: 'listed-again', state: 'confirmed' },
  ])
  const decision = told('2.2', [
    { at: minute(3), what: 'found' },
    { at: minute(4), what: 'sync-reported', state: 'confirmed' },
    { at: minute(4), what: 'state-changed', state: 'confirmed' },
  ])
  expect(inShort(strand(referral, decision))).toEqual([
    '2.1:',
    'found',
    'state-changed confirmed',
    '2.2:',
    'found accepted',
    'sync-reported confirmed',
    '2.1:',
    'listed-again',
  ])
})

test('which decision was found first is not said where another one may have been shown since', () => {
  const decision = told('2.2', [
    { at: minute(0), what: 'found' },
    { at: minute(1), what: 'listed-again' },
  ])
  expect(inShort({ side: 'caseworker', referral: null, decisions: [decision] })).toEqual([
    '2.2:',
    'found',
    'listed-again',
  ])
})

const waits = { what: 'state-changed', state: 'waiting', reason: 'ping-unavailable' } as const
const due = { what: 'state-changed', state: 'waiting', reason: 'not-yet-tried' } as const
const attention = { what: 'state-changed', state: 'attention', reason: 'consent-missing' } as const
const retried = { what: 'retried', state: 'attention', reason: 'consent-missing', by: 'someone' } as const

test.each([
  ['one look after the other', [waits, waits, waits], ['state-changed ping-unavailable', 'again 2, last 02']],
  [
    'rounds of looks',
    [waits, due, waits, due, waits, due, attention],
    [
      'state-changed ping-unavailable',
      'state-changed not-yet-tried',
      'again 2, last 05',
      'state-changed consent-missing',
    ],
  ],
  ['what a person does', [retried, retried], ['retried consent-missing', 'retried consent-missing']],
  [
    'looks for another reason',
    [waits, attention, due],
    ['state-changed ping-unavailable', 'state-changed consent-missing', 'state-changed not-yet-tried'],
  ],
])('of %s so much stands for itself', (_which, history, parts) => {
  const events = history.map((event, place) => ({ at: minute(place), ...event }))
  expect(inShort(strand(told('2.1', events)))).toEqual(['2.1:', ...parts])
})

test('a story of 500 entries is told at once', () => {
  const events = Array.from({ length: 500 }, (_, place) => ({
    at: new Date(Date.UTC(2026, 10, 20, 8, place)).toISOString(),
    ...(place % 2 === 0 ? waits : due),
  }))
  expect(partsOf(strand(told('2.1', events)), () => null)).toHaveLength(4)
})
