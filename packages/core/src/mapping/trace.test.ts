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
    [{ kind: 'today' }, {}, { sources: [] }, '2026-05-06'],
    [{ kind: 'text' }, { decision: { status: '125080003' } }, { sources: ['decision.status'] }, '125080003'],
    [{ kind: 'text' }, { decision: { comment: 'why' } }, { sources: ['decision.comment'] }, '[redacted]'],
    [{ kind: 'text' }, { case: { owned_by: 'someone' } }, { sources: ['case.owned_by'] }, '[redacted]'],
  ])('%j of %j', (transform, sources, cells, shows) => {
    expect(map(transform, sources, cells).trace[0]?.shows).toBe(shows)
  })

  test('the rule beside it', () => {
    expect(map({ kind: 'join', separator: ', ' }, {}, { sources: ['case.a', 'service.b'] }).trace).toEqual([
      { target: 'out', source: 'case.a|service.b', transform: 'join:, ', shows: 'absent' },
    ])
    expect(map({ kind: 'map', map: 'sex' }, {}).trace[0]?.transform).toBe('map:sex')
  })
})
