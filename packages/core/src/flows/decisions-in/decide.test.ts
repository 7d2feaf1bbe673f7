import { describe, expect, test } from 'vitest'
import type { PrimeroReferral } from '../../primero/record.ts'
import { redacted } from '../../privacy/redacted.ts'
import { deployment, keys, primeroReferral } from '../scene.fixture.ts'
import { onlyOpen } from './bind.ts'
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

  test('a rejection says reason and comment, or that there is none', () => {
    expect(rejectionText({ ...base, reason: redacted('Not applicable') })).toBe(
      'Not applicable — No comment provided',
    )
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

describe('the referral that an unbound decision must be on', () => {
  type Kind = readonly [PrimeroReferral['status'], number, string?]
  const make = ([status, day, row = 'row']: Kind, at: number): PrimeroReferral =>
    primeroReferral({
      id: `r${at}`,
      status,
      serviceRecordId: row,
      createdAt: `2026-11-0${day}T00:00:00.000Z`,
    })
  const cases: readonly [string, readonly Kind[], readonly string[], string][] = [
    ['nothing', [], [], 'none'],
    ['the only one', [['in_progress', 1]], ['r0'], 'r0'],
    ['the only one, whatever its status', [['revoked', 1]], ['r0'], 'r0'],
    ['none that is free', [['accepted', 1]], [], 'none'],
    [
      'the open one after a rejected one',
      [
        ['rejected', 1],
        ['in_progress', 2],
      ],
      ['r0', 'r1'],
      'r1',
    ],
    [
      'the open one after an accepted one that is done',
      [
        ['done', 1],
        ['in_progress', 2],
      ],
      ['r0', 'r1'],
      'r1',
    ],
    [
      'neither after a revoked one',
      [
        ['revoked', 1],
        ['in_progress', 2],
      ],
      ['r0', 'r1'],
      'several',
    ],
    [
      'neither of two open ones',
      [
        ['in_progress', 1],
        ['in_progress', 2],
      ],
      ['r0', 'r1'],
      'several',
    ],
    [
      'neither while an earlier one that is bound is open',
      [
        ['in_progress', 1],
        ['in_progress', 2],
      ],
      ['r1'],
      'several',
    ],
    [
      'the open one before a revoked one',
      [
        ['in_progress', 1],
        ['revoked', 2],
      ],
      ['r0', 'r1'],
      'r0',
    ],
    [
      'none of several that are all over',
      [
        ['rejected', 1],
        ['revoked', 2],
      ],
      ['r0', 'r1'],
      'several',
    ],
    [
      'none where the status is one nobody knows',
      [
        ['unknown', 1],
        ['in_progress', 2],
      ],
      ['r0', 'r1'],
      'several',
    ],
    [
      'none of two rows with one end',
      [
        ['rejected', 1, 'a-row'],
        ['in_progress', 2, 'b-row'],
      ],
      ['r0', 'r1'],
      'several',
    ],
  ]
  test.each(cases)('is %s', (_, kinds, free, expected) => {
    const ofRow = kinds.map(make)
    const chosen = onlyOpen(
      ofRow,
      ofRow.filter(({ id }) => free.includes(id)),
    )
    expect(typeof chosen === 'string' ? chosen : chosen.id).toBe(expected)
  })
})
