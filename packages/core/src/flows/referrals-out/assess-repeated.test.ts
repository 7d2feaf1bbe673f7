import { describe, expect, test } from 'vitest'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroReferral } from '../../primero/record.ts'
import { ledgerItem, primeroReferral } from '../scene.fixture.ts'
import { attention, look, noConsent, released, row, sentAt } from './assess.fixture.ts'
import type { Outgoing } from './referral.ts'

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
