import { describe, expect, test } from 'vitest'
import { oneOrAll, type RefusalForm, type Subject } from './one-or-all.ts'

const about = (record: string | null, more: Partial<Subject> = {}): Subject => ({
  kind: 'tell',
  records: record === null ? [] : [record],
  stumbled: false,
  ...more,
})

/** Whose each refusal of a row is; `+` = a good answer in between. */
function verdicts(form: RefusalForm, row: readonly (string | null)[], proven = false): readonly string[] {
  const judgement = oneOrAll()
  if (proven) judgement.wentWell(about('before'))
  return row.map((record) => {
    if (record === '+') judgement.wentWell(about('good'))
    return record === '+' ? '+' : judgement.refused(about(record), form)
  })
}

describe('a refusal', () => {
  test.each<readonly [string, RefusalForm, readonly (string | null)[], readonly string[]]>([
    ['of one record', 'own', ['a'], ['one']],
    ['of one record, twice', 'own', ['a', 'a'], ['one', 'one']],
    ['of two records in a row', 'own', ['a', 'b'], ['one', 'all']],
    ['of two records in a row, by somebody else', 'other', ['a', 'b'], ['one', 'all']],
    ['of two records, and a good answer between', 'own', ['a', '+', 'b'], ['one', '+', 'one']],
    ['of a list', 'own', [null], ['all']],
    ['of a list, by somebody else', 'other', [null, null], ['again', 'all']],
    ['of a list and then of a record, by somebody else', 'other', [null, 'a'], ['again', 'all']],
    ['in words that can be about no record', 'at-once', ['a'], ['all']],
  ])('%s', (_, form, row, whose) => {
    expect(verdicts(form, row)).toEqual(whose)
  })

  test('by somebody else needs five records in a row once a request of that kind went well', () => {
    expect(verdicts('other', ['a', 'b', 'c', 'd', 'e'], true)).toEqual(['one', 'one', 'one', 'one', 'all'])
    expect(verdicts('own', ['a', 'b'], true)).toEqual(['one', 'all'])
  })

  test('of several records together says nothing of all, however often', () => {
    const judgement = oneOrAll()
    const batch = about(null, { records: ['a', 'b'] })
    expect([1, 2, 3].map(() => judgement.refused(batch, 'own'))).toEqual(['one', 'one', 'one'])
    expect(judgement.refused(about('c'), 'own')).toBe('one')
  })

  test('of one kind of request says nothing of another', () => {
    const judgement = oneOrAll()
    expect(judgement.refused(about('a'), 'own')).toBe('one')
    expect(judgement.refused(about('b', { kind: 'create' }), 'own')).toBe('one')
  })
})

describe('trouble', () => {
  test('of one record counts once, and is of it alone until another one fails as well', () => {
    const judgement = oneOrAll()
    const seen = ['a', 'a', 'b'].map((record) => judgement.troubled(about(record)))
    expect(seen).toEqual([
      { inARow: 1, ofOne: true },
      { inARow: 1, ofOne: true },
      { inARow: 2, ofOne: false },
    ])
  })

  test('of one record counts again after one repetition, until the system is heard: it may be down for a single child', () => {
    const judgement = oneOrAll()
    const ask = (): number => judgement.troubled(about('a')).inARow
    expect([ask(), ask(), ask(), ask(), ask(), ask()]).toEqual([1, 1, 2, 3, 4, 5])
    judgement.heard()
    expect([ask(), ask(), ask()]).toEqual([1, 1, 2])
  })

  test('of lists and batches counts each time, and is of nobody', () => {
    const judgement = oneOrAll()
    const seen = [about(null), about(null), about(null, { records: ['a', 'b'] })].map(judgement.troubled)
    expect(seen.map(({ inARow, ofOne }) => [inARow, ofOne])).toEqual([
      [1, false],
      [2, false],
      [3, false],
    ])
  })

  test('of what is known to make it stumble does not count while others of its kind go well', () => {
    const judgement = oneOrAll()
    judgement.wentWell(about('good'))
    judgement.heard()
    const known = ['a', 'b', 'c', 'd', 'e', 'f'].map((one) =>
      judgement.troubled(about(one, { stumbled: true })),
    )
    expect(known.map(({ inARow }) => inARow)).toEqual([0, 0, 0, 0, 0, 0])
    expect(judgement.troubled(about('new')).inARow).toBe(1)
  })

  test('of what is known to make it stumble counts while nothing of its kind goes well: it may be down', () => {
    const judgement = oneOrAll()
    const known = ['a', 'b', 'c', 'd', 'e'].map((one) => judgement.troubled(about(one, { stumbled: true })))
    expect(known.at(-1)).toEqual({ inARow: 5, ofOne: true })
  })
})
