import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PrimeroCase, ServiceRow } from '../../primero/record.ts'
import { redacted } from '../../privacy/redacted.ts'
import { deployment, keys, ledgerItem, primeroCase, serviceRow } from '../scene.fixture.ts'
import { asKnown, statedDecisions, type StatedDecision } from './stated.ts'

const guid = 'e0000000-0000-4000-a000-000000000001'

function stated(
  rows: readonly Partial<ServiceRow>[],
  given: Partial<PrimeroCase> = {},
): readonly StatedDecision[] {
  const found = primeroCase({ ...given, services: rows.map(serviceRow) })
  return statedDecisions(found, deployment, keys)
}

function decisions(...rows: readonly Partial<ServiceRow>[]): readonly string[] {
  return stated(rows).map(({ decision }) => decision)
}

/** The first 16 characters of a keyed hash, made another way. */
function hashed(text: string): string {
  return createHmac('sha256', keys.current).update(text).digest('hex').slice(0, 16)
}

describe('a row states', () => {
  test.each<[string, Partial<ServiceRow>, readonly string[]]>([
    ['an acceptance', { decision: 'accepted' }, ['accepted']],
    ['a rejection', { decision: 'rejected' }, ['rejected']],
    ['a decision with blanks around it', { decision: ' accepted ' }, ['accepted']],
    ['something that no list names', { decision: 'Accepted' }, ['unlisted']],
    ['nothing while it is open', { decision: 'pending' }, []],
    ['nothing when it was told', { decision: 'told' }, []],
    ['nothing in a code to be ignored', { decision: 'none' }, []],
    ['nothing without a code', { decision: null }, []],
    ['nothing in blanks', { decision: ' ' }, []],
    ['nothing of UNHCR when nobody asked for it', { decision: 'accepted', referral: null }, []],
    ['nothing of UNHCR when it is a service of our own', { decision: 'accepted', referral: 'referral' }, []],
    ['nothing of UNHCR when another agency asked', { decision: 'accepted', requestAgency: 'UNICEF' }, []],
    [
      'a decision for UNHCR in any letter case',
      { decision: 'accepted', requestAgency: ' unhcr ' },
      ['accepted'],
    ],
  ])('%s', (_, row, expected) => {
    expect(decisions(row)).toEqual(expected)
  })

  test('its own decision, each row of a case', () => {
    expect(decisions({ decision: 'accepted' }, {}, { decision: 'rejected' })).toEqual([
      'accepted',
      'rejected',
    ])
  })
})

describe('what is noted of a decision', () => {
  test('is its intervention, its numbers and pseudonyms of the rest', () => {
    const [one] = stated([{ decision: ' rejected ', decisionReason: redacted(' no place left ') }])
    const individual = createHmac('sha256', keys.current)
      .update('individual:lakeside:803-100016547')
      .digest('hex')
    expect(one?.finding).toEqual({
      flow: '1.2',
      key: guid,
      version: `rejected ${hashed('reason:no place left')}`,
      decision: 'rejected',
      individual,
      numbers: {
        primeroId: 'record-1',
        serviceUniqueId: 'row-1',
        caseId: 'case-1',
        caseIdDisplay: 'c1',
        interventionNumber: '803-26-PRTITV-1',
        interventionGuid: guid,
      },
    })
    expect(one?.address).toEqual({
      interventionNumber: '803-26-PRTITV-1',
      interventionGuid: guid,
      businessUnit: '803',
    })
  })

  test('keeps the case and the row', () => {
    const row = serviceRow({ decision: 'accepted' })
    const found = primeroCase({ services: [serviceRow({ uniqueId: 'row-0' }), row] })
    const [one] = statedDecisions(found, deployment, keys)
    expect(one?.case).toBe(found)
    expect(one?.row).toBe(row)
  })

  test('without a way back goes by the row, and names only what there is', () => {
    const given = { individualNumber: null, caseId: null, caseIdDisplay: null }
    const [one] = stated([{ decision: 'accepted', returnAddress: '803-26-PRTITV-1' }], given)
    expect(one?.address).toBeNull()
    expect(one?.finding).toEqual({
      flow: '1.2',
      key: 'row-1',
      version: `accepted ${hashed('reason:')}`,
      decision: 'accepted',
      individual: null,
      numbers: { primeroId: 'record-1', serviceUniqueId: 'row-1' },
    })
  })
})

describe('a decision that the ledger knows under a former key', () => {
  const former = 'the key before this one, long enough to be a key'
  const found = primeroCase({ services: [serviceRow({ decision: 'accepted' })] })
  const [before] = statedDecisions(found, deployment, { ...keys, current: former })
  const [now] = statedDecisions(found, deployment, { ...keys, old: ['an older one still', former] })
  const version = before?.finding.version ?? ''

  test.each([
    ['found', { version }],
    ['delivered', { version: 'another one', deliveredVersion: version }],
  ])('keeps the version under which it was %s', (_, known) => {
    if (now === undefined) throw new Error('nothing is stated')
    expect(now.finding.version).not.toBe(version)
    expect(asKnown(now, ledgerItem(known))).toEqual({ ...now, finding: { ...now.finding, version } })
  })

  test('is as it is where the ledger knows another one, or none', () => {
    if (now === undefined) throw new Error('nothing is stated')
    expect(asKnown(now, ledgerItem({ version: 'another one', deliveredVersion: null }))).toBe(now)
    expect(asKnown(now, undefined)).toBe(now)
  })
})

test('no reason and a blank one are one version of a decision, and a reason makes another', () => {
  const [silent] = stated([{ decision: 'rejected' }])
  const [blank] = stated([{ decision: 'rejected', decisionReason: redacted('  ') }])
  const [said] = stated([{ decision: 'rejected', decisionReason: redacted('no place') }])
  expect(blank?.finding.version).toBe(silent?.finding.version)
  expect(silent?.finding.version).toBe(`rejected ${hashed('reason:')}`)
  expect(said?.finding.version).not.toBe(silent?.finding.version)
})
