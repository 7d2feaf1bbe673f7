import { describe, expect, test } from 'vitest'
import type { Transform } from './field-map.ts'
import { type Sources } from './map-record.ts'
import { map, type Cells } from './one-rule.fixture.ts'

describe('a dry run shows', () => {
  test.each<[Transform, Sources, Cells, string]>([
    [{ kind: 'text' }, { case: { a: 'Nyakim' } }, {}, '[redacted]'],
    [{ kind: 'date' }, { case: { a: '2017-01-02' } }, {}, '[redacted]'],
    [{ kind: 'text' }, {}, {}, 'absent'],
    [{ kind: 'date' }, { case: { a: 'x' } }, {}, 'unreadable'],
    [{ kind: 'map', map: 'sex' }, { case: { a: 'x' } }, {}, 'unmapped'],
    [{ kind: 'map', map: 'sex' }, { case: { a: 125080001 } }, {}, 'male'],
    [
      { kind: 'map-list', map: 'languages-in' },
      { case: { a: ['Nuer', 'Anyuak'] } },
      {},
      'language2, language1',
    ],
    [{ kind: 'map', map: 'protection-concerns' }, { case: { a: 'rape' } }, {}, '[redacted]'],
    [{ kind: 'constant', value: 'open' }, {}, { sources: [] }, 'open'],
    [{ kind: 'boolean' }, {}, { sources: [], default: 'true' }, 'true'],
    [{ kind: 'constant', value: 'open' }, { case: { a: 'x' } }, {}, 'open'],
    [{ kind: 'today' }, {}, { sources: [] }, '2026-05-06'],
    [{ kind: 'today' }, { case: { a: 'x' } }, {}, '2026-05-06'],
    [{ kind: 'text' }, { decision: { status: '125080003' } }, { sources: ['decision.status'] }, '125080003'],
    [{ kind: 'text' }, { decision: { comment: 'why' } }, { sources: ['decision.comment'] }, '[redacted]'],
    [{ kind: 'text' }, { case: { owned_by: 'someone' } }, { sources: ['case.owned_by'] }, '[redacted]'],
  ])('%j of %j', (transform, sources, cells, shows) => {
    expect(map(transform, sources, cells).trace[0]?.shows).toBe(shows)
  })

  test.each([
    ['progres', 'progres_interventionnumber'],
    ['progres', 'progres_lpinterventionid'],
    ['progres', 'progres_businessunit'],
    ['progres', 'progres_interoperabilityreferralid'],
    ['case', 'id'],
    ['case', 'case_id'],
    ['service', 'unique_id'],
    ['decision', 'status'],
    ['deployment', 'progres.businessUnit'],
    ['deployment', 'progres.organizationFrom'],
    ['deployment', 'primero.moduleId'],
    ['deployment', 'primero.unhcr.agency'],
  ] as const)('%s.%s, but nothing that is joined with a person', (object, column) => {
    const shows = (...sources: readonly string[]): string | undefined => {
      const values = { [object]: { [column]: 'N-1' }, owner: { name: 'Tesfa' } }
      return map({ kind: 'address' }, values, { sources }).trace[0]?.shows
    }
    const path = `${object}.${column}`
    expect([shows(path), shows(path, 'owner.name')]).toEqual(['N-1', '[redacted]'])
  })

  test('the rule beside it', () => {
    expect(map({ kind: 'join', separator: ', ' }, {}, { sources: ['case.a', 'service.b'] }).trace).toEqual([
      { target: 'out', source: 'case.a|service.b', transform: 'join:, ', shows: 'absent' },
    ])
    expect(map({ kind: 'map', map: 'sex' }, {}).trace[0]?.transform).toBe('map:sex')
  })
})
