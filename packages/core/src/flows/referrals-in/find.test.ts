import { describe, expect, test } from 'vitest'
import type { PrimeroCase } from '../../primero/record.ts'
import { primeroCase, serviceRow } from '../scene.fixture.ts'
import { destination, rowOf } from './find.ts'

const number = '803-26-PRTITV-7'
const guid = 'e0000000-0000-4000-a000-000000000007'

describe('the row of an intervention in a case', () => {
  const other = serviceRow({ uniqueId: 'other', returnAddress: `803-26-PRTITV-8,${guid},803` })
  const holding = (returnAddress: string | null): PrimeroCase =>
    primeroCase({ services: [other, serviceRow({ uniqueId: 'Mine', returnAddress })] })

  test.each([
    ['its id, in any letter case', holding(null), 'mine', undefined],
    ['its id before any address', holding(null), 'mine', '803-26-PRTITV-8'],
    ['its return address', holding(`${number},${guid},803`), 'gone', number],
    ['the first part of an address that nobody can read', holding(` ${number} ,?`), 'gone', number],
    ['an address of one part', holding(number), 'gone', number],
  ])('is known by %s', (_, found, rowId, interventionNumber) => {
    expect(rowOf(found, rowId, interventionNumber)?.uniqueId).toBe('Mine')
  })

  test.each([
    ['neither fits', holding(`${number},${guid},803`), 'gone', '803-26-PRTITV-9'],
    ['there is no number to go by', holding(''), 'gone', undefined],
    ['the number stands in another place of the address', holding(`x,${number},803`), 'gone', number],
    ['there is no row', primeroCase({ services: [] }), 'mine', number],
  ])('is not there where %s', (_, found, rowId, interventionNumber) => {
    expect(rowOf(found, rowId, interventionNumber)).toBeNull()
  })
})

describe('where a referral goes', () => {
  const mine = { services: [serviceRow({ uniqueId: 'mine' })] }
  const one = primeroCase({ id: 'one' })
  const closed = primeroCase({ id: 'closed', status: 'closed' })
  const disabled = primeroCase({ id: 'disabled', enabled: false })
  const there = primeroCase({ id: 'there', ...mine })
  const goes = (cases: readonly PrimeroCase[], policy: 'attention' | 'append' = 'attention'): string => {
    const where = destination(
      cases,
      { rowId: 'mine', interventionNumber: undefined, isKnown: false, othersFields: () => [] },
      policy,
    )
    if (where.kind === 'held') return `${where.outcome.state} ${where.outcome.reason}`
    return 'found' in where ? `${where.kind} ${where.found.id}` : where.kind
  }

  test.each<readonly [string, readonly PrimeroCase[], string]>([
    ['a child that Primero does not know', [], 'new'],
    ['a child with one case', [one], 'case one'],
    ['a child with one case and a disabled one', [disabled, one], 'case one'],
    ['a child with two cases', [one, closed], 'attention several-cases'],
    ['a child with a disabled case alone', [disabled], 'attention case-disabled'],
    ['a child whose case is closed', [closed], 'attention case-closed'],
    ['a case that has the row', [there], 'there there'],
    ['a closed case that has the row', [primeroCase({ ...there, status: 'closed' })], 'there there'],
    ['one of two cases that has the row', [one, there], 'there there'],
    [
      'two cases that both have the row',
      [there, primeroCase({ id: 'too', ...mine })],
      'attention several-cases',
    ],
    ['a disabled case that has the row', [one, primeroCase({ ...disabled, ...mine })], 'there disabled'],
    [
      'an enabled and a disabled case with the row',
      [primeroCase({ ...disabled, ...mine }), there],
      'there there',
    ],
    [
      'an enabled case of two and a disabled one with the row',
      [one, there, primeroCase({ ...disabled, ...mine })],
      'there there',
    ],
    [
      'two disabled cases with the row',
      [primeroCase({ ...disabled, ...mine }), primeroCase({ id: 'too', enabled: false, ...mine })],
      'attention case-disabled',
    ],
  ])('%s', (_, cases, expected) => {
    expect(goes(cases)).toBe(expected)
  })

  test.each([
    [false, 'held'],
    [true, 'there'],
  ])('a row in the case of another child, known in proGres: %s', (isKnown, expected) => {
    const othersFields = () => ['sex', 'name'] as const
    const wanted = { rowId: 'mine', interventionNumber: undefined, isKnown, othersFields }
    expect(destination([there], wanted, 'attention').kind).toBe(expected)
    expect(destination([one], wanted, 'attention').kind).toBe('held')
  })

  test('a closed case takes it where the deployment says so', () => {
    expect(goes([closed], 'append')).toBe('case closed')
  })
})
