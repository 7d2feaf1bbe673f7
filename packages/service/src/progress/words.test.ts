import { expect, test } from 'vitest'
import { checkProgress, reconcileProgress, runProgress } from './words.ts'

test.each([
  ['1.1', null, '1.1 in gambella: waiting until another flow of it has run'],
  ['1.1', { part: 'list', done: 0, of: null }, '1.1 in gambella: looking for referrals, waiting for Primero'],
  [
    '2.2',
    { part: 'list', done: 7, of: null },
    '2.2 in gambella: looking for decisions, 7 so far, waiting for Primero',
  ],
  [
    '1.2',
    { part: 'cases', done: 0, of: 0 },
    '1.2 in gambella: looking for changed cases, waiting for Primero',
  ],
  ['2.1', { part: 'cases', done: 5, of: 9 }, '2.1 in gambella: 5 of 9 changed cases, waiting for Primero'],
  [
    '1.1',
    { part: 'settle', done: 120, of: 431 },
    '1.1 in gambella: 120 of 431 referrals, waiting for Primero',
  ],
  ['1.2', { part: 'settle', done: 0, of: 1 }, '1.2 in gambella: 0 of 1 decision, waiting for Primero'],
  ['2.1', { part: 'settle', done: 1, of: null }, '2.1 in gambella: 1 referral so far, waiting for Primero'],
] as const)('a run of %s that tells %j', (flow, progress, line) => {
  expect(runProgress(flow, 'gambella', progress === null ? null : { ...progress, awaits: 'primero' })).toBe(
    line,
  )
})

test('a run that waits for no answer names no system', () => {
  const progress = { part: 'settle', done: 120, of: 431, awaits: null } as const
  expect(runProgress('1.1', 'gambella', progress)).toBe('1.1 in gambella: 120 of 431 referrals')
})

test('a check counts what it asked, a comparison what it compared', () => {
  const progress = { part: 'check', done: 1, of: null, awaits: 'ping' } as const
  expect(checkProgress('gambella', null)).toBe('check of gambella')
  expect(checkProgress('gambella', progress)).toBe('check of gambella: 1 request so far, waiting for PING')
  expect(reconcileProgress('gambella', null)).toBe('reconcile of gambella')
  expect(reconcileProgress('gambella', { ...progress, part: 'delivered', done: 12 })).toBe(
    'reconcile of gambella: comparing referrals from proGres, 12 compared so far, waiting for PING',
  )
})
