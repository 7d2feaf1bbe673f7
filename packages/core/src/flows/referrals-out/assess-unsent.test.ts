import { describe, expect, test } from 'vitest'
import { primeroReferral, serviceRow } from '../scene.fixture.ts'
import {
  attention,
  leave,
  look,
  noConsent,
  onlyServices,
  released,
  row,
  type Given,
} from './assess.fixture.ts'

const onlyOthers = { consent: { services: false, otherOrganisations: true } }

describe('a referral that was not sent', () => {
  test.each<[string, Given, unknown]>([
    ['goes out, with its row', {}, { kind: 'send', service: row }],
    ['is left alone once a person handled it', { item: { state: 'handled' } }, leave],
    [
      'waits for a person when its status is one nobody knows',
      { referral: { status: 'unknown' } },
      attention('record-unreadable', 'status'),
    ],
    [
      'is withdrawn when it was revoked before',
      { referral: { status: 'revoked' } },
      { kind: 'settle', outcome: { state: 'withdrawn' } },
    ],
    [
      'is withdrawn when somebody decided it in Primero',
      { referral: { status: 'accepted' } },
      { kind: 'settle', outcome: { state: 'withdrawn' } },
    ],
    ['and names no service', { referral: { serviceRecordId: null } }, attention('referral-without-service')],
    [
      'and names a row that the case does not have',
      { referral: { serviceRecordId: 'row-9' } },
      attention('referral-without-service'),
    ],
    [
      'whose row is of another agency',
      { case: { services: [serviceRow({ implementingAgency: 'UNICEF' })] } },
      attention('referral-agency-differs'),
    ],
    ['without any consent', { case: noConsent }, attention('consent-missing')],
    ['with consent for services only', { case: onlyServices }, attention('consent-missing')],
    ['with consent to tell others only', { case: onlyOthers }, attention('consent-missing')],
    [
      'without consent, released for another reason',
      { case: noConsent, item: { releasedAt: released } },
      attention('consent-missing'),
    ],
    [
      'whose consent was overridden waits for a release',
      { case: noConsent, referral: { consentOverridden: true } },
      attention('consent-overridden'),
    ],
    [
      'whose consent was overridden waits for a release also where there is consent',
      { referral: { consentOverridden: true } },
      attention('consent-overridden'),
    ],
    [
      'whose consent was overridden goes out when released',
      { case: noConsent, referral: { consentOverridden: true }, item: { releasedAt: released } },
      { kind: 'send', service: row },
    ],
  ])('%s', (_, given, expected) => {
    expect(look(given)).toEqual(expected)
  })
})

function forgotten(reason: string, ...about: readonly string[]): unknown {
  return { kind: 'settle', outcome: { state: 'attention', reason, about }, step: 'intended' }
}

describe('a referral that a ledger set back may have forgotten', () => {
  test.each<[string, Given, unknown]>([
    ['is as uncertain as a send that was cut off', {}, forgotten('outcome-unknown')],
    [
      'and that is revoked now',
      { referral: { status: 'revoked' } },
      forgotten('revoked-after-sending', 'outcome-unknown'),
    ],
    [
      'and that is decided now was not waiting for anything',
      { referral: { status: 'done' } },
      { kind: 'settle', outcome: { state: 'withdrawn' } },
    ],
    [
      'names the overridden consent, so that one release is about both',
      { referral: { consentOverridden: true } },
      forgotten('outcome-unknown', 'consent-overridden'),
    ],
    [
      'names all that a release lets go',
      {
        referral: { consentOverridden: true },
        siblings: [{ referral: primeroReferral({ id: 'referral-0' }), item: null }],
      },
      forgotten('outcome-unknown', 'consent-overridden', 'referral-repeated'),
    ],
    [
      'and that has no consent now does not go out, nor is it told as never sent',
      { case: noConsent },
      forgotten('consent-withdrawn', 'outcome-unknown'),
    ],
    [
      'and whose row is gone now is looked for all the same',
      { referral: { serviceRecordId: 'row-9' } },
      forgotten('outcome-unknown'),
    ],
    [
      'and that names no service was never sent',
      { referral: { serviceRecordId: null } },
      attention('referral-without-service'),
    ],
  ])('%s', (_, given, expected) => {
    expect(look({ inDoubt: true, ...given })).toEqual(expected)
  })
})
