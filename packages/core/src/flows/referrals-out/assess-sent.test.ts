import { describe, expect, test } from 'vitest'
import type { LedgerItem } from '../../ledger/ledger.ts'
import { ledgerItem } from '../scene.fixture.ts'
import {
  attention,
  leave,
  look,
  noConsent,
  onlyServices,
  released,
  sentAt,
  type Given,
} from './assess.fixture.ts'
import { isLetGo, isWithPerson } from './assess.ts'

describe('a referral that was sent, or may have been', () => {
  const sent = { step: 'sent', sentAt, reason: 'ping-processing' } as const
  const confirmed = { kind: 'settle', outcome: { state: 'confirmed' } }
  const processing = {
    kind: 'settle',
    outcome: { state: 'waiting', reason: 'ping-processing', nextTry: null },
  }

  test.each<[string, Given, unknown]>([
    ['waits for the word of PING', { item: sent }, leave],
    ['and that PING confirmed is confirmed', { item: { ...sent, step: 'confirmed' } }, confirmed],
    [
      'and that a decision of proGres proves is confirmed',
      { item: { ...sent, numbers: { refIopGuid: 'g' } } },
      confirmed,
    ],
    ['and that is confirmed is left', { item: { ...sent, step: 'confirmed', state: 'confirmed' } }, leave],
    [
      'and revoked since: UNHCR has to be told',
      { item: { ...sent, step: 'confirmed', state: 'confirmed' }, referral: { status: 'revoked' } },
      attention('revoked-after-sending'),
    ],
    [
      'and whose consent was taken back: UNHCR has to be told',
      { item: { ...sent, step: 'confirmed', state: 'confirmed' }, case: noConsent },
      attention('consent-withdrawn'),
    ],
    [
      'and whose consent for others was taken back',
      { item: sent, case: onlyServices },
      attention('consent-withdrawn'),
    ],
    [
      'without consent, as somebody chose in Primero',
      { item: sent, case: noConsent, referral: { consentOverridden: true } },
      leave,
    ],
    [
      'and decided before the consent was taken back',
      { item: { ...sent, step: 'confirmed' }, case: noConsent, referral: { status: 'accepted' } },
      confirmed,
    ],
    [
      'and cut off in between is uncertain',
      { item: { step: 'intended', reason: 'not-yet-tried' } },
      attention('outcome-unknown'),
    ],
    [
      'and already said to be uncertain stays so',
      { item: { step: 'intended', reason: 'outcome-unknown' } },
      leave,
    ],
    [
      'and whose transaction PING does not know stays so',
      { item: { step: 'intended', reason: 'transaction-missing' } },
      leave,
    ],
    [
      'waits for PING again once the consent is back',
      { item: { ...sent, state: 'attention', reason: 'consent-withdrawn' } },
      processing,
    ],
    [
      'waits for PING again once it is no longer revoked',
      { item: { ...sent, state: 'attention', reason: 'revoked-after-sending' } },
      processing,
    ],
    [
      'waits for PING again once it is seen again',
      { item: { ...sent, state: 'attention', reason: 'referral-not-found' } },
      processing,
    ],
    [
      'is left alone once a person handled it',
      { item: { ...sent, state: 'handled' }, case: noConsent },
      leave,
    ],
    [
      'keeps its consent in mind also when its outcome is uncertain',
      { item: { step: 'intended', reason: 'outcome-unknown' }, case: noConsent },
      attention('consent-withdrawn'),
    ],
  ])('%s', (_, given, expected) => {
    expect(look(given)).toEqual(expected)
  })

  test('is with a person only for what nothing else can settle', () => {
    const reasons = [
      'consent-withdrawn',
      'revoked-after-sending',
      'referral-not-found',
      'outcome-unknown',
      null,
    ] as const
    expect(reasons.map((reason) => isWithPerson(ledgerItem({ reason })))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

describe('an uncertain send is let go', () => {
  const since = '2026-11-20T08:40:00.000Z'
  const uncertain = {
    state: 'attention',
    reason: 'outcome-unknown',
    since,
    sentAt,
    releasedAt: released,
  } as const

  test.each<[string, Partial<LedgerItem>, boolean]>([
    ['by a release after it became uncertain', {}, true],
    ['by a release at that moment', { since: released }, true],
    ['also when PING does not know its transaction', { reason: 'transaction-missing' }, true],
    ['also when nobody knows when it was sent', { sentAt: null }, true],
    ['not without a release', { releasedAt: null }, false],
    ['not by a release before it became uncertain', { since: '2026-11-20T09:00:00.001Z' }, false],
    ['not by the release that the send used up', { sentAt: released }, false],
    ['not when it is held for another reason', { reason: 'consent-withdrawn' }, false],
  ])('%s', (_, given, expected) => {
    expect(isLetGo(ledgerItem({ ...uncertain, ...given }))).toBe(expected)
  })
})
