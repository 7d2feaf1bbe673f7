import { describe, expect, test } from 'vitest'
import { readDecisionCodes } from './decision-codes-table.ts'
import { readValueMap } from './value-map-table.ts'

const rows = (text: string, name = 'some') =>
  readValueMap(name, text).map?.rows.map(({ key, value }) => [key, value])
const problems = (text: string, name = 'some') => readValueMap(name, text).problems

describe('headings are known by name', () => {
  const expected = 'the columns progres_language, primero_language in this order, others after them'
  test.each([
    [
      'swapped',
      'primero_language,progres_language\nlanguage1,Nuer\n',
      'the columns primero_language, progres_language',
    ],
    ['unknown', 'language,primero_language\nNuer,language1\n', 'the columns language, primero_language'],
    [
      'shifted',
      'no,progres_language,primero_language\n1,Nuer,language1\n',
      'the columns no, progres_language, primero_language',
    ],
    [
      'a title',
      'Languages of Gambella,\nprogres_language,primero_language\nNuer,a\n',
      'the columns languages of gambella, ',
    ],
    ['swapped neutral ones', 'value,key\na,b\n', 'the columns value, key'],
  ])('%s: refused', (_, text, found) => {
    expect(problems(text, 'languages-in')).toEqual([{ line: 1, key: 'header', found, expected }])
  })

  test.each([
    'key,value',
    'Progres_Language , PRIMERO_LANGUAGE',
    'progres_language,primero_language,note,Code',
  ])('%s: taken', (heading) => expect(rows(`${heading}\nNuer,a\n`, 'languages-in')).toEqual([['Nuer', 'a']]))

  test('a map of a country may name its columns as it likes, but not the wrong way round', () => {
    expect(rows('need,what\na,b\n', 'needs')).toEqual([['a', 'b']])
    expect(problems('value,key\na,b\n', 'needs')).toHaveLength(1)
  })

  test('a mark in a heading is named', () => {
    expect(problems('key,\u200bvalue\na,b\n')).toEqual([
      { line: 1, key: 'value', found: 'U+200B (zero width space)', expected: 'the heading value without it' },
    ])
  })

  test('a heading that is read stands once', () => {
    expect(problems('key,value,priority,Priority\na,b,1,2\n')).toEqual([
      { line: 1, key: 'priority', found: 'several columns priority', expected: 'one column priority' },
    ])
    expect(readDecisionCodes('list,code,means,code\nreview-decision,1,open,2\n').problems).toEqual([
      { line: 1, key: 'code', found: 'several columns code', expected: 'one column code' },
    ])
  })

  test.each([
    ['a title above them', 'Needs of 2026,what\nkey,value\na,b\n', 2],
    ['two tables in one', 'need,what\na,b\nNeed,What\nc,d\n', 3],
  ])('headings below the first row are no row: %s', (_, text, line) => {
    expect(problems(text, 'needs')).toEqual([
      {
        line,
        key: 'header',
        found: 'headings below the first row',
        expected: 'one row of headings, the first',
      },
    ])
  })

  test.each([',key,value\n,a,b\n', 'Needs,\nkey,value\na,b\n'])(
    'the first two columns have one each: %j',
    (text) => {
      expect(problems(text, 'needs')).toMatchObject([{ key: 'header' }])
    },
  )

  test('separators after the last one are named', () => {
    expect(problems('need,what;;\na,b;;\n', 'needs')).toMatchObject([
      { line: 1, key: 'what', found: ';;', expected: 'the heading what without it' },
    ])
  })

  const concerns = 'primero_protection_concern,progres_category_guid'
  const guid = '7ad37dd0-0306-e611-80d9-00155d34051a'

  test('ranks below another heading are refused, for the order of the rows would decide instead', () => {
    expect(
      problems(`${concerns},name,rang\nrape,${guid},SGBV,2\nother,${guid},Risk,1\n`, 'protection-concerns'),
    ).toEqual([
      {
        line: 1,
        key: 'rang',
        found: 'a column of whole numbers that nothing reads',
        expected: 'the heading priority, if it says which concern wins; else no column of numbers alone',
      },
    ])
    expect(rows(`${concerns},name,Priority\nrape,${guid},SGBV,2\n`, 'protection-concerns')).toEqual([
      ['rape', guid],
    ])
  })

  test('below a heading that says GUID stand whole ones', () => {
    for (const value of [
      '7ad37dd00306e61180d900155d34051a',
      'Education',
      '00000000-0000-0000-0000-000000000000',
    ])
      expect(problems(`key,value\nx,${value}\n`, 'service-types-out')).toMatchObject([
        { found: `"${value}"` },
      ])
    expect(problems(`${concerns}\nrape,SGBV\n`, 'protection-concerns')).toEqual([
      {
        line: 2,
        key: 'progres_category_guid',
        found: '"SGBV"',
        expected: 'a whole GUID, like 00000000-0000-0000-0000-000000000000',
      },
    ])
  })
})
