import { expect, test } from 'vitest'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { ledgerItem } from '@ping-primero/core/flows/scene.fixture.ts'
import { deploymentWith, nowMs } from '../../host.fixture.ts'
import { nameOfAll } from '../../parts/referral-name.ts'
import { storyOf, type Hold } from './model.ts'

const referral = ledgerItem({
  state: 'confirmed',
  reason: null,
  key: 'r',
  numbers: { referralId: 'r', caseIdDisplay: 'd40b7e6', serviceUniqueId: 's' },
})
const decision = ledgerItem({
  flow: '2.2',
  key: 'f',
  state: 'attention',
  reason: 'decision-not-applied',
  numbers: { refIopGuid: 'f', refIopNumber: 'REF-IOP-000128', referralId: 'r', transactionId: 't' },
})

function story(items: readonly LedgerItem[], found = items, holdOf: () => Hold | null = () => null) {
  const told = items.map((item) => ({ item, history: [], released: null }))
  return storyOf({ deployment: deploymentWith(), nowMs, told, found, holdOf })
}

test('a story is called by the number that both sides know, whichever item carries it, and holds every number once', () => {
  const shown = story([referral, decision])
  expect(shown?.strands.map(({ name }) => name)).toEqual([
    { number: 'REF-IOP-000128', caseNumber: 'd40b7e6', key: 'REF-IOP-000128' },
  ])
  expect(shown?.numbers).toEqual([
    { kind: 'refIopNumber', numbers: ['REF-IOP-000128'] },
    { kind: 'caseIdDisplay', numbers: ['d40b7e6'] },
    { kind: 'serviceUniqueId', numbers: ['s'] },
    { kind: 'referralId', numbers: ['r'] },
    { kind: 'refIopGuid', numbers: ['f'] },
    { kind: 'transactionId', numbers: ['t'] },
  ])
})

test('whose move it is, and when it is looked at next', () => {
  const [first] = story([referral, decision])?.strands ?? []
  expect(first?.standing.awaits).toEqual({
    kind: 'reason',
    owner: 'caseworker',
    flow: '2.2',
    reason: 'decision-not-applied',
  })
  expect([first?.nextRun, first?.hold]).toEqual(['2026-11-26T21:00:00.000Z', null])
})

test('an answer that a switched off flow does not bring has no time', () => {
  const [first] = story([referral], [referral], () => ({ kind: 'off' }))?.strands ?? []
  expect(first?.standing.awaits).toMatchObject({ kind: 'answer', by: 'unhcr', isHeld: true })
  expect([first?.nextRun, first?.hold]).toEqual([null, { kind: 'off' }])
})

test('what needs a person stands before what waits by itself', () => {
  const waiting = { ...referral, state: 'waiting', reason: 'ping-processing' } as const
  const [first] = story([waiting, decision])?.strands ?? []
  expect(first?.standing.open.map(({ told }) => told.item.flow)).toEqual(['2.2', '2.1'])
})

test('of several referrals of one service the one that was asked for stands first', () => {
  const repeated = { ...referral, key: 'q', numbers: { referralId: 'q', serviceUniqueId: 's' } }
  const keys = (found: readonly LedgerItem[]) =>
    story([referral, repeated], found)?.strands.map(({ strand }) => strand.referral?.item.key)
  expect([keys([referral]), keys([repeated])]).toEqual([
    ['r', 'q'],
    ['q', 'r'],
  ])
})

test('nothing is no story', () => {
  expect(story([])).toBe(null)
})

test('among several with one number a story is found by a number of its own', () => {
  expect(nameOfAll([referral, decision])).toEqual({
    number: 'REF-IOP-000128',
    caseNumber: 'd40b7e6',
    key: 'REF-IOP-000128',
  })
  expect(nameOfAll([])).toBe(null)
})
