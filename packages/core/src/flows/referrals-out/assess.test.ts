import { describe, expect, test } from 'vitest'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroCase, PrimeroReferral } from '../../primero/record.ts'
import { deployment, ledgerItem, primeroCase, primeroReferral, serviceRow } from '../scene.fixture.ts'
import { assess, isLetGo, isWithPerson } from './assess.ts'
import type { Outgoing } from './referral.ts'

const row = serviceRow({})
const released = '2026-11-20T09:00:00.000Z'
const sentAt = '2026-11-20T08:30:00.000Z'

/** What differs from a referral that may go out. */
interface Given {
  readonly item?: Partial<LedgerItem>
  readonly referral?: Partial<PrimeroReferral>
  readonly case?: Partial<PrimeroCase>
  readonly siblings?: Outgoing['siblings']
  readonly inDoubt?: boolean
}

function look({ item = {}, referral = {}, siblings = [], inDoubt = false, ...given }: Given): unknown {
  const outgoing: Outgoing = {
    item: ledgerItem(item),
    open: true,
    case: primeroCase({ services: [row], ...given.case }),
    referral: primeroReferral(referral),
    siblings,
    inDoubt,
  }
  return assess(outgoing, deployment)
}

const leave = { kind: 'leave' }
function attention(reason: string, ...about: readonly string[]): unknown {
  return { kind: 'settle', outcome: { state: 'attention', reason, about } }
}
function forgotten(reason: string, ...about: readonly string[]): unknown {
  return { kind: 'settle', outcome: { state: 'attention', reason, about }, step: 'intended' }
}

const noConsent = { consent: { services: false, otherOrganisations: false } }
const onlyServices = { consent: { services: true, otherOrganisations: false } }
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

describe('another referral of the same row', () => {
  const other = (
    referral: Partial<PrimeroReferral>,
    item: Partial<LedgerItem> | null = null,
  ): Outgoing['siblings'][number] => ({
    referral: primeroReferral({ id: 'referral-0', ...referral }),
    item: item === null ? null : ledgerItem(item),
  })
  const send = { kind: 'send', service: row }
  const repeated = attention('referral-repeated')
  const earlier = { createdAt: '2026-11-19T11:00:00.000Z' }
  const later = { createdAt: '2026-11-19T13:00:00.000Z' }

  test.each<[string, Outgoing['siblings'][number], unknown]>([
    ['holds it when it is open and was made earlier', other(earlier), repeated],
    ['does not hold it when it was made later', other({ ...later, id: 'referral-0' }), send],
    ['holds it when made at the same moment with an id before it', other({}), repeated],
    ['does not hold it when made at the same moment with an id after it', other({ id: 'referral-2' }), send],
    ['never stands before itself', other({ id: 'referral-1' }), send],
    ['is the earlier one when nobody knows when it was made', other({ createdAt: null, id: 'z' }), repeated],
    ['does not hold it once it is decided', other({ ...earlier, status: 'accepted' }), send],
    ['does not hold it when it was revoked and never sent', other({ ...earlier, status: 'revoked' }), send],
    [
      'does not hold it when the ledger knows it was not sent and it is revoked',
      other({ ...earlier, status: 'revoked' }, {}),
      send,
    ],
    ['holds it when it waits to be sent and was made earlier', other(earlier, {}), repeated],
    ['does not hold it when it waits to be sent and was made later', other(later, {}), send],
    ['holds it when it was sent, although made later', other(later, { sentAt }), repeated],
    [
      'holds it when it was sent and revoked since',
      other({ ...later, status: 'revoked' }, { sentAt }),
      repeated,
    ],
    [
      'does not hold it when it was sent and decided',
      other({ ...later, status: 'rejected' }, { sentAt }),
      send,
    ],
    [
      'holds it when it was sent and a person handled it, while it is undecided',
      other(earlier, { state: 'handled', sentAt }),
      repeated,
    ],
    [
      'does not hold it when it was sent and revoked, once a person handled it',
      other({ ...earlier, status: 'revoked' }, { state: 'handled', sentAt }),
      send,
    ],
    ['does not hold it when a person handled it unsent', other(earlier, { state: 'handled' }), send],
  ])('%s', (_, sibling, expected) => {
    expect(look({ siblings: [sibling] })).toEqual(expected)
  })

  test('among several the one that holds it counts', () => {
    expect(look({ siblings: [other(later), other(earlier)] })).toEqual(repeated)
  })

  test('holds it no longer when a person let it go', () => {
    expect(look({ siblings: [other(earlier)], item: { releasedAt: released } })).toEqual(send)
  })

  test('of which both are without time is before it by its id', () => {
    const siblings = [other({ createdAt: null })]
    expect(look({ siblings, referral: { createdAt: null } })).toEqual(repeated)
    expect(look({ siblings, referral: { createdAt: null, id: 'a' } })).toEqual(send)
  })

  test('is named beside the overridden consent', () => {
    expect(look({ siblings: [other(earlier)], referral: { consentOverridden: true } })).toEqual(
      attention('consent-overridden', 'referral-repeated'),
    )
  })

  test('is named after the consent that is missing', () => {
    expect(look({ siblings: [other(earlier)], case: noConsent })).toEqual(attention('consent-missing'))
  })
})

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
