import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { redacted } from '../../privacy/redacted.ts'
import { deployment, keys } from '../scene.fixture.ts'
import { decide, rejectionText, statusOfVersion, versionOf } from './decide.ts'
import { readDecision, type ProgresReferral } from './progres-referral.ts'

const { valueMaps } = deployment
const asked = '11111111-2222-4333-8444-555555555555'
const column = 'progres_interoperabilityreferralid'

function referral(row: Readonly<Record<string, unknown>>): ProgresReferral {
  const read = readDecision([{ [column]: asked, ...row }], asked)
  if (read === null) throw new Error('the row is about the referral')
  return read
}

function verdict(status: unknown, review: unknown): string {
  const row = { progres_interoperabilityreferralstatus: status, progres_reviewdecision: review }
  const said = decide(referral(row), valueMaps)
  return said.kind === 'decided' ? said.decision : said.kind === 'unclear' ? said.reason : said.kind
}

describe('what two codes say', () => {
  test.each([
    [125080001, 125080000, 'accepted'],
    [125080001, null, 'accepted'],
    [125080001, 125080003, 'accepted'],
    [null, 125080000, 'accepted'],
    ['125080001', '125080000', 'accepted'],
    [' 125080001 ', '', 'accepted'],
    [125080002, 125080001, 'rejected'],
    [125080002, null, 'rejected'],
    [null, 125080001, 'rejected'],
    [125080000, null, 'open'],
    [125080000, 125080000, 'open'],
    [125080003, 125080001, 'synced'],
    [125080001, 125080001, 'decision-contradictory'],
    [125080002, 125080000, 'decision-contradictory'],
    [null, null, 'decision-code-unknown'],
    [null, 125080003, 'decision-code-unknown'],
    [125080001, 125080002, 'decision-code-unknown'],
    [125080009, 125080000, 'decision-code-unknown'],
    ['accepted', null, 'decision-code-unknown'],
    [true, 125080000, 'decision-code-unknown'],
    [{ Value: 125080001 }, 125080000, 'decision-code-unknown'],
  ])('status %j with review decision %j is %s', (status, review, said) => {
    expect(verdict(status, review)).toBe(said)
  })

  test('no number but the two of its list is ever a decision', () => {
    const decisions: string[] = []
    for (let code = 125_079_000; code < 125_081_000; code += 1) {
      for (const [status, review] of [
        [code, null],
        [null, code],
      ]) {
        const said = verdict(status, review)
        if (said === 'accepted' || said === 'rejected') decisions.push(`${status} ${review} ${said}`)
      }
    }
    expect(decisions).toEqual([
      'null 125080000 accepted',
      '125080001 null accepted',
      'null 125080001 rejected',
      '125080002 null rejected',
    ])
  })

  test('a code with anything added, left out or changed is no decision', () => {
    const digits = '0123456789'.split('')
    for (const code of ['125080001', '125080002']) {
      for (let at = 0; at <= code.length; at += 1) {
        const [before, after] = [code.slice(0, at), code.slice(at)]
        const near = [
          before + after.slice(1),
          ...[...digits, '-', '.', 'x', ' '].map((digit) => before + digit + after),
          ...digits.map((digit) => before + digit + after.slice(1)),
        ]
        for (const text of near) {
          if (text.trim() === '125080001' || text.trim() === '125080002') continue
          expect(['decision-code-unknown', 'open', 'synced']).toContain(verdict(text, null))
        }
      }
    }
  })

  test('rows of one referral that state different codes contradict each other', () => {
    const row = { [column]: asked, progres_interoperabilityreferralstatus: 125080001 }
    const other = { ...row, progres_interoperabilityreferralstatus: '125080002' }
    const same = { ...row, progres_interoperabilityreferralstatus: '125080001' }
    const said = (rows: readonly Readonly<Record<string, unknown>>[]): unknown => {
      const read = readDecision(rows, asked)
      return read === null ? null : decide(read, valueMaps)
    }
    expect(said([row, other])).toEqual({ kind: 'unclear', reason: 'decision-contradictory', about: [] })
    expect(said([row, same])).toEqual({ kind: 'decided', decision: 'accepted' })
    expect(said([{ ...other, [column]: asked.replace('1', '2') }, row])).toEqual({
      kind: 'decided',
      decision: 'accepted',
    })
    expect(said([{ ...other, [column]: asked.replace('1', '2') }])).toBe(null)
    expect(said([])).toBe(null)
  })

  test('what is unclear names both codes, or that there is none', () => {
    const about = (status: unknown, review: unknown): unknown =>
      decide(
        referral({ progres_interoperabilityreferralstatus: status, progres_reviewdecision: review }),
        valueMaps,
      )
    expect([
      about(125080001, 125080001),
      about(125080009, 125080000),
      about(null, 125080003),
      about(null, null),
    ]).toEqual([
      { kind: 'unclear', reason: 'decision-contradictory', about: ['status 125080001', 'review 125080001'] },
      { kind: 'unclear', reason: 'decision-code-unknown', about: ['status 125080009', 'review 125080000'] },
      { kind: 'unclear', reason: 'decision-code-unknown', about: ['status absent', 'review 125080003'] },
      { kind: 'unclear', reason: 'decision-code-unknown', about: ['status absent', 'review absent'] },
    ])
  })

  describe('a code that a deployment lists', () => {
    const codes = new Map([
      ['1', 'open'],
      ['2', 'synced'],
      ['3', 'ignore'],
    ] as const)
    const decisionCodes: typeof valueMaps.decisionCodes = new Map([
      ['referral-status', new Map([...(valueMaps.decisionCodes.get('referral-status') ?? []), ...codes])],
      ['review-decision', new Map([...(valueMaps.decisionCodes.get('review-decision') ?? []), ...codes])],
    ])
    const listed = { ...valueMaps, decisionCodes }
    const said = (status: unknown, review: unknown): unknown =>
      decide(
        referral({ progres_interoperabilityreferralstatus: status, progres_reviewdecision: review }),
        listed,
      )

    test('as no decision of a review does not decide, nor does it contradict', () => {
      expect([said(null, '1'), said(null, '2'), said(125080001, '1'), said(125080002, '2')]).toEqual([
        { kind: 'unclear', reason: 'decision-code-unknown', about: ['status absent', 'review 1'] },
        { kind: 'unclear', reason: 'decision-code-unknown', about: ['status absent', 'review 2'] },
        { kind: 'decided', decision: 'accepted' },
        { kind: 'decided', decision: 'rejected' },
      ])
    })

    test('as a status to be ignored leaves the word to the review', () => {
      expect([said('3', 125080001), said('3', '3'), said('3', null)]).toEqual([
        { kind: 'decided', decision: 'rejected' },
        { kind: 'unclear', reason: 'decision-code-unknown', about: ['status 3', 'review 3'] },
        { kind: 'unclear', reason: 'decision-code-unknown', about: ['status 3', 'review absent'] },
      ])
    })
  })

  test('a text in place of a code is not repeated', () => {
    const read = referral({ progres_interoperabilityreferralstatus: 'Marisol was told on Monday' })
    expect(decide(read, valueMaps)).toEqual({
      kind: 'unclear',
      reason: 'decision-code-unknown',
      about: ['status ?', 'review absent'],
    })
  })
})

describe('a version', () => {
  const base = referral({
    progres_interoperabilityreferralstatus: 125080002,
    progres_reviewdecision: 125080001,
  })

  test('changes with each code, the reason and the comment, and keeps none of the words', () => {
    const versions = [
      base,
      { ...base, status: '125080001' },
      { ...base, reviewDecision: null },
      { ...base, reason: redacted('Marisol') },
      { ...base, comment: redacted('Marisol') },
    ].map((one) => versionOf(one, keys))
    expect(new Set(versions).size).toBe(5)
    expect(versions.join(' ')).not.toContain('Marisol')
    expect(versionOf({ ...base }, keys)).toBe(versions[0])
  })

  test('says its status code', () => {
    expect([statusOfVersion(versionOf(base, keys)), statusOfVersion(null)]).toEqual(['125080002', null])
  })

  test('is the two codes and a keyed hash of the words, in a form that never changes', () => {
    const hashed = (text: string): string =>
      createHmac('sha256', keys.current).update(text).digest('hex').slice(0, 16)
    const spoken = { ...base, reason: redacted('Not eligible'), comment: redacted('Called') }
    expect(
      [base, spoken, { ...base, status: null, reviewDecision: null }].map((one) => versionOf(one, keys)),
    ).toEqual([
      `125080002 125080001 ${hashed('said:|')}`,
      `125080002 125080001 ${hashed('said:Not eligible|Called')}`,
      `- - ${hashed('said:|')}`,
    ])
  })

  test('a rejection says reason and comment, or that there is none', () => {
    const texts = [
      { ...base, reason: redacted('Not applicable') },
      { ...base, comment: redacted('Called on Monday') },
      { ...base, reason: redacted('Not applicable'), comment: redacted('Called on Monday') },
    ].map(rejectionText)
    expect(texts).toEqual([
      'Not applicable — No comment provided',
      'Rejected in proGres (no reason provided) — Called on Monday',
      'Not applicable — Called on Monday',
    ])
  })
})

describe('the return address', () => {
  test.each([
    [
      'C0FFEE00-0000-4000-A000-000000000001',
      '{AA000000-0000-4000-A000-000000000001}',
      'c0ffee00-0000-4000-a000-000000000001',
      'aa000000-0000-4000-a000-000000000001',
    ],
    [
      '',
      'C0FFEE00-0000-4000-A000-000000000001#0123456789AB',
      'c0ffee00-0000-4000-a000-000000000001',
      '0123456789ab',
    ],
    ['GAM-17', 'c0ffee00-0000-4000-a000-000000000001#0123456789ab', 'GAM-17', '0123456789ab'],
    ['GAM-17', 'case#short', 'GAM-17', null],
    ['', '', null, null],
  ])('of offline id %j and referral id %j', (offlineId, orgReferralId, caseId, serviceUniqueId) => {
    const read = referral({ progres_offlineid: offlineId, progres_orgreferralid: orgReferralId })
    expect([read.caseId, read.serviceUniqueId]).toEqual([caseId, serviceUniqueId])
  })
})
