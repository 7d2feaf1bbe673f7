import { describe, expect, test } from 'vitest'
import { codeOf, readDecision } from './progres-referral.ts'

const asked = '11111111-2222-4333-8444-555555555555'
const other = '21111111-2222-4333-8444-555555555555'
const key = 'progres_interoperabilityreferralid'
const service = 'aa000000-0000-4000-a000-000000000001'

type Row = Readonly<Record<string, unknown>>

function read(...rows: readonly Row[]): Row | null {
  const referral = readDecision(rows, asked)
  if (referral === null) return null
  return {
    ...referral,
    reason: referral.reason?.reveal() ?? null,
    comment: referral.comment?.reveal() ?? null,
  }
}

const nothing = {
  refIopGuid: asked,
  refIopNumber: null,
  caseId: null,
  serviceUniqueId: null,
  status: null,
  reviewDecision: null,
  contradictory: false,
  reason: null,
  comment: null,
}

test('a referral is read from its row', () => {
  const row = {
    [key]: `{${asked.toUpperCase()}}`,
    progres_interoperabilityreferralnumber: ' REF-IOP-12 ',
    progres_offlineid: ' C0FFEE00-0000-4000-A000-000000000001 ',
    progres_orgreferralid: service.toUpperCase(),
    progres_interoperabilityreferralstatus: 125080002,
    progres_reviewdecision: ' 125080001 ',
    progres_interoperabiltyreferralrejectionreasonname: ' Not eligible ',
    progres_interoperabilityreferralrejectionomment: ' Called on Monday ',
  }
  expect(read(row)).toEqual({
    refIopGuid: asked,
    refIopNumber: 'REF-IOP-12',
    caseId: 'c0ffee00-0000-4000-a000-000000000001',
    serviceUniqueId: service,
    status: '125080002',
    reviewDecision: '125080001',
    contradictory: false,
    reason: 'Not eligible',
    comment: 'Called on Monday',
  })
})

test('an empty row says nothing', () => {
  expect(readDecision([{}], asked)).toEqual(nothing)
})

test('a reason and a comment print as redacted', () => {
  const referral = readDecision(
    [
      {
        progres_interoperabiltyreferralrejectionreasonname: 'Marisol',
        progres_interoperabilityreferralrejectionomment: 'Marisol',
      },
    ],
    asked,
  )
  expect(JSON.stringify(referral)).not.toContain('Marisol')
})

test('a comment is also read under the name that is spelt right, after the other', () => {
  const [wrong, right] = [
    'progres_interoperabilityreferralrejectionomment',
    'progres_interoperabilityreferralrejectioncomment',
  ]
  expect(read({ [right]: 'right' })?.['comment']).toBe('right')
  expect(read({ [right]: 'right', [wrong]: 'wrong' })?.['comment']).toBe('wrong')
  expect(read({ [right]: 'right', [wrong]: ' ' })?.['comment']).toBe('right')
})

test('a number that comes as a number is a text', () => {
  expect(read({ progres_interoperabilityreferralnumber: 17 })?.['refIopNumber']).toBe('17')
})

test('what is no text is not read', () => {
  expect(read({ progres_interoperabilityreferralnumber: ['REF-IOP-12'] })?.['refIopNumber']).toBeNull()
})

describe('only rows of the referral that was asked for count', () => {
  test('another one alone is none', () => {
    expect(read({ [key]: other })).toBeNull()
    expect(read()).toBeNull()
  })

  test('a row without an id counts as its own', () => {
    const row = { [key]: ' ', progres_interoperabilityreferralstatus: 125080001 }
    expect(read(row)).toEqual({ ...nothing, status: '125080001' })
  })

  test('another one beside it changes nothing', () => {
    const row = { [key]: asked, progres_reviewdecision: 125080000 }
    expect(read({ [key]: other, progres_reviewdecision: 125080001 }, row)).toEqual({
      ...nothing,
      reviewDecision: '125080000',
    })
  })
})

describe('several rows', () => {
  const [status, review] = ['progres_interoperabilityreferralstatus', 'progres_reviewdecision']
  test.each<[string, readonly Row[], Row]>([
    [
      'are one referral',
      [{ [status]: 125080001 }, { [status]: '125080001', [review]: 125080000 }],
      { ...nothing, status: '125080001', reviewDecision: '125080000' },
    ],
    [
      'contradict each other in their status',
      [{ [status]: 125080001 }, { [status]: 125080002 }],
      { ...nothing, status: '125080001', contradictory: true },
    ],
    [
      'contradict each other in their review decision',
      [{ [review]: 125080001 }, { [review]: 125080000 }],
      { ...nothing, reviewDecision: '125080001', contradictory: true },
    ],
  ])('%s', (_, rows, expected) => {
    expect(read(...rows)).toEqual(expected)
  })
})

describe('a code', () => {
  test.each<[unknown, string | null]>([
    [125080001, '125080001'],
    [' 125080001 ', '125080001'],
    ['in_progress-2.1', 'in_progress-2.1'],
    ['x'.repeat(20), 'x'.repeat(20)],
    ['x'.repeat(21), '?'],
    ['two words', '?'],
    ['code ', 'code'],
    ['a\nb', '?'],
    ['!code', '?'],
    ['code!', '?'],
    [' ', null],
    [null, null],
    [undefined, null],
    [true, '?'],
    [{ Value: 1 }, '?'],
  ])('in %j is %j', (value, code) => {
    expect(codeOf({ column: value }, 'column')).toBe(code)
  })
})

describe('where the decision goes back to', () => {
  const caseId = 'c0ffee00-0000-4000-a000-000000000001'
  test.each([
    ['a service by its id', '', `{${service.toUpperCase()}}`, null, service],
    ['a service by an id of another form, lower case', '', 'ROW-17', null, 'row-17'],
    [
      'a case and a service of the old form',
      '',
      `${caseId.toUpperCase()}#0123456789AB`,
      caseId,
      '0123456789ab',
    ],
    ['a case of another form', '', 'GAM-17#0123456789ab', 'GAM-17', '0123456789ab'],
    ['the offline id before the old form', 'GAM-18', `${caseId}#0123456789ab`, 'GAM-18', '0123456789ab'],
    ['no service when the end is too short', '', `${caseId}#0123456789a`, caseId, null],
    ['no service when the end is too long', '', `${caseId}#00123456789ab`, caseId, null],
    ['no service when the end has other letters', '', `${caseId}#0123456789ag`, caseId, null],
    ['no service when there is no end', '', `${caseId}#`, caseId, null],
  ])('%s', (_, offlineId, orgReferralId, expectedCase, expectedService) => {
    const found = read({ progres_offlineid: offlineId, progres_orgreferralid: orgReferralId })
    expect([found?.['caseId'], found?.['serviceUniqueId']]).toEqual([expectedCase, expectedService])
  })
})
