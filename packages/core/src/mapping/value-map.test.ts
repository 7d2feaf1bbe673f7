import { describe, expect, test } from 'vitest'
import {
  decisionMeaning,
  isRanked,
  lookUp,
  lookUpRanked,
  reverse,
  type DecisionList,
  type DecisionMeaning,
  type ValueMap,
  type ValueMaps,
} from './value-map.ts'

function mapOf(
  name: string,
  rows: readonly (readonly [key: string, value: string, priority?: number])[],
): ValueMap {
  return { name, rows: rows.map(([key, value, priority]) => ({ key, value, priority: priority ?? null })) }
}

const sex = mapOf('sex', [
  ['125080000', 'female'],
  ['125080001', 'male'],
])

describe('look-up', () => {
  test.each([
    [125080000, { found: true, value: 'female', listed: true }],
    ['125080000', { found: true, value: 'female', listed: true }],
    [' 125080001 ', { found: true, value: 'male', listed: true }],
    ['125080009', { found: false }],
    ['Female', { found: false }],
  ])('%j', (key, answer) => {
    expect(lookUp(sex, key)).toEqual(answer)
  })

  test('letter case counts: a renamed label is not guessed', () => {
    expect(lookUp(mapOf('languages-in', [['Nuer', 'language2']]), 'nuer')).toEqual({ found: false })
  })

  test('the row * answers for anything unlisted, and says so, wherever it stands', () => {
    const map = mapOf('languages-in', [
      ['*', 'language6'],
      ['Nuer', 'language2'],
    ])
    expect(lookUp(map, 'Nuer')).toEqual({ found: true, value: 'language2', listed: true })
    expect(lookUp(map, 'French')).toEqual({ found: true, value: 'language6', listed: false })
    expect(lookUp(map, '*')).toEqual({ found: true, value: 'language6', listed: false })
  })
})

describe('sex read back', () => {
  test('gives the code of a Primero value', () => {
    expect(lookUp(reverse(sex), 'male')).toEqual({ found: true, value: '125080001', listed: true })
  })

  test('a row for anything never becomes a code', () => {
    const back = reverse(mapOf('sex', [...sexRows, ['*', 'unknown']]))
    expect(lookUp(back, 'unknown')).toEqual({ found: false })
    expect(back).toEqual({ name: 'sex', rows: [{ key: 'female', value: '125080000', priority: null }] })
  })

  test('a row whose Primero value is * takes in what is unlisted on the way back only', () => {
    const map = mapOf('sex', [...sexRows, ['125080003', '*']])
    expect(lookUp(reverse(map), 'something else')).toEqual({ found: true, value: '125080003', listed: false })
    expect(lookUp(map, '125080003')).toEqual({ found: false })
  })
})

const sexRows: readonly (readonly [string, string])[] = [['125080000', 'female']]

describe('rank', () => {
  const concerns = mapOf('protection-concerns', [
    ['rape', 'SGBV', 6],
    ['child_labour', 'at risk', 1],
    ['street_child', 'at risk too', 1],
    ['disabled', 'disability'],
  ])

  test('hazard 23: the priority decides, whatever was ticked first', () => {
    expect(lookUpRanked(concerns, ['rape', 'child_labour'])).toEqual({ value: 'at risk', unlisted: 0 })
    expect(lookUpRanked(concerns, ['child_labour', 'rape'])).toEqual({ value: 'at risk', unlisted: 0 })
  })

  test('equal priorities: the order of the rows; none: after all others', () => {
    expect(lookUpRanked(concerns, ['street_child', 'child_labour']).value).toBe('at risk')
    expect(lookUpRanked(concerns, ['disabled', 'rape']).value).toBe('SGBV')
    expect(lookUpRanked(concerns, ['disabled']).value).toBe('disability')
  })

  test('unlisted concerns are counted and do not hide a listed one', () => {
    expect(lookUpRanked(concerns, ['other', 'rape', 'statelessness'])).toEqual({ value: 'SGBV', unlisted: 2 })
    expect(lookUpRanked(concerns, ['other'])).toEqual({ value: null, unlisted: 1 })
  })

  test('a concern that only the row * answers has its value and counts as unlisted', () => {
    const open = mapOf('protection-concerns', [
      ['rape', 'SGBV', 6],
      ['*', 'other'],
    ])
    expect(lookUpRanked(open, ['statelessness'])).toEqual({ value: 'other', unlisted: 1 })
    expect(lookUpRanked(open, ['statelessness', 'rape'])).toEqual({ value: 'SGBV', unlisted: 1 })
  })

  test('only protection concerns, or a map with priorities, are ranked', () => {
    expect(isRanked(mapOf('protection-concerns', [['a', 'b']]))).toBe(true)
    expect(isRanked(mapOf('needs', [['a', 'b', 1]]))).toBe(true)
    expect(
      isRanked(
        mapOf('needs', [
          ['a', 'b', 1],
          ['c', 'd'],
        ]),
      ),
    ).toBe(true)
    expect(isRanked(sex)).toBe(false)
  })
})

describe('what a decision code means', () => {
  const valueMaps: ValueMaps = {
    maps: new Map(),
    decisionCodes: new Map<DecisionList, ReadonlyMap<string, DecisionMeaning>>([
      ['referral-status', new Map([['125080001', 'accepted']])],
      ['review-decision', new Map([['125080001', 'rejected']])],
    ]),
  }

  test('hazard 26: the same number is read in its own list', () => {
    expect(decisionMeaning(valueMaps, 'referral-status', 125080001)).toBe('accepted')
    expect(decisionMeaning(valueMaps, 'review-decision', 125080001)).toBe('rejected')
  })

  test('blanks around a code are no part of it', () => {
    expect(decisionMeaning(valueMaps, 'referral-status', ' 125080001 ')).toBe('accepted')
  })

  test('hazard 25: a code that stands nowhere means nothing, least of all accepted', () => {
    expect(decisionMeaning(valueMaps, 'referral-status', 125080007)).toBe('unlisted')
    expect(decisionMeaning(valueMaps, 'unhcr-referral-status', 'accepted')).toBe('unlisted')
  })
})
