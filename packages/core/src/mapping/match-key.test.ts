import { describe, expect, test } from 'vitest'
import { matchKey } from './match-key.ts'
import { readValueMap } from './value-map-table.ts'
import { decisionMeaning, lookUp, type ValueMaps } from './value-map.ts'

describe('what people do not see is no difference between a key and a value', () => {
  test.each([
    ['Shelter\u00a0Assistance', 'Shelter Assistance'],
    ['Shelter  Assistance ', 'Shelter Assistance'],
    ['Shelter\tAssistance', 'Shelter Assistance'],
    ['Shelter\r\nAssistance', 'Shelter Assistance'],
    ['Shel\u00adter\u200b Assistance\ufeff', 'Shelter Assistance'],
    ['\u202aShelter Assistance\u202c', 'Shelter Assistance'],
    ['Women\u2019s centre', "Women's centre"],
    ['Legal \u2013 counselling', 'Legal - counselling'],
    ['Non\u2011formal', 'Non-formal'],
    ['\u201cOther\u201d', '"Other"'],
    ['Other\u2026', 'Other...'],
    ['E\u0301ducation', 'Éducation'],
    ['\u00ab\u00a0Autre\u00a0\u00bb', 'Autre'],
    ['\u2039Other\u203a', "'Other'"],
    ['"Other"', 'Other'],
    ['Legal\uff0cother', 'Legal,other'],
    ['\uff11\uff12\uff15', '125'],
    ['\ufb01nance', 'finance'],
    [' ', ''],
  ])('%j = %j', (one, other) => {
    expect(matchKey(one)).toBe(matchKey(other))
  })
})

describe('everything else is one', () => {
  test.each([
    ['nuer', 'Nuer'],
    ['Education', 'Éducation'],
    ['125080000', '125080001'],
    ['ShelterAssistance', 'Shelter Assistance'],
    ['می\u200cخواهم', 'میخواهم'],
    ['Legal-Aid', 'Legal Aid'],
    ['m²', 'm2'],
    ['"A" or "B"', 'A or B'],
    ["Women's", 'Womens'],
  ])('%j ≠ %j', (one, other) => {
    expect(matchKey(one)).not.toBe(matchKey(other))
  })
})

test('a map answers for a value in any such spelling, of the map or of the record', () => {
  const { map } = readValueMap('x', 'key,value\nShelter\u00a0Assistance,shelter\nWomen\u2019s centre,women\n')
  if (map === null) throw new Error('the map was not read')
  for (const typed of ['Shelter Assistance', 'Shelter\u202fAssistance', 'Shelter\u200b  Assistance']) {
    expect(lookUp(map, typed)).toEqual({ found: true, value: 'shelter', listed: true })
  }
  expect(lookUp(map, "Women's centre")).toEqual({ found: true, value: 'women', listed: true })
  expect(lookUp(map, 'shelter assistance')).toEqual({ found: false })
  expect(lookUp(map, '\u200b')).toEqual({ found: false })
})

test('two keys that differ in nothing visible are refused, for nobody could tell which is meant', () => {
  expect(readValueMap('x', 'key,value\nLegal - aid,a\nLegal \u2013  aid,b\n').problems).toEqual([
    { line: 3, key: 'Legal \u2013 aid', found: 'the same key as in line 2', expected: 'each key once' },
  ])
})

test('a decision code is found in the same way', () => {
  const decisionCodes: ValueMaps['decisionCodes'] = new Map([
    ['review-decision', new Map([['125080001', 'rejected']])],
  ])
  const typed = '\u00a0125080001\u200b'
  expect(decisionMeaning({ maps: new Map(), decisionCodes }, 'review-decision', typed)).toBe('rejected')
})
