import { describe, expect, test } from 'vitest'
import type { PrimeroReferral } from '../../primero/record.ts'
import { primeroReferral } from '../scene.fixture.ts'
import { onlyOpen } from './bind.ts'

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
      'neither after one that stands at this very decision',
      [
        ['accepted', 1],
        ['in_progress', 2],
      ],
      ['r0', 'r1'],
      'several',
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
      'accepted',
    )
    expect(typeof chosen === 'string' ? chosen : chosen.id).toBe(expected)
  })
})
