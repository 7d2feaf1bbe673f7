import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDecisionCodes } from './decision-codes-table.ts'
import { readFieldMap } from './field-map-table.ts'
import { cell, rawCell, readTable } from './table.ts'
import { readValueMap } from './value-map-table.ts'

describe('a table', () => {
  test('is read with its lines, byte order mark, quotation marks and mixed line ends', () => {
    const table = readTable('\ufeffkey,value\r\n"Dinka, Northeastern", language3 \n\n\n,\nNuer,language2')
    expect(table.header).toEqual(['key', 'value'])
    expect(table.rows.map((row) => [row.line, cell(table, row, 'key'), cell(table, row, 'value')])).toEqual([
      [2, 'Dinka, Northeastern', 'language3'],
      [6, 'Nuer', 'language2'],
    ])
    expect(table.problems).toEqual([])
  })

  test.each([
    ['', { line: null, key: 'file', found: 'nothing', expected: 'a header and rows' }],
    [
      `a,b${',c'.repeat(99)}\n1,2`,
      { line: 1, key: 'header', found: '101 columns', expected: 'the columns of the mapping' },
    ],
    [
      'a,b\n1,"x',
      {
        line: 2,
        key: 'row',
        found: 'a quotation mark that is never closed',
        expected: 'values separated by commas, quotation marks in pairs',
      },
    ],
    [
      'a,b\n1,x"y',
      {
        line: 2,
        key: 'row',
        found: 'a quotation mark inside a value',
        expected: 'values separated by commas, quotation marks in pairs',
      },
    ],
    [
      'a,b\n1,"x"y',
      {
        line: 2,
        key: 'row',
        found: 'text after a closing quotation mark',
        expected: 'values separated by commas, quotation marks in pairs',
      },
    ],
    [
      'a,b\n1,2\nSwahili, Congo,language1',
      {
        line: 3,
        key: 'row',
        found: '3 cells',
        expected: '2 cells; a value with a comma in it stands in quotation marks',
      },
    ],
  ])('%j is named', (text, problem) => {
    expect(readTable(text).problems).toEqual([problem])
  })

  test('names its columns without the blanks around them', () => {
    const table = readTable('\n key , value \n a , b ')
    expect(table.header).toEqual(['key', 'value'])
    expect(table.rows.map((row) => [cell(table, row, 'key'), rawCell(table, row, 'value')])).toEqual([
      ['a', ' b '],
    ])
  })

  test('may begin with a byte order mark and a quotation mark', () => {
    expect(readTable('\ufeff"key","value"\na,b')).toEqual({
      header: ['key', 'value'],
      headerLine: 1,
      rows: [{ line: 2, cells: ['a', 'b'] }],
      problems: [],
    })
  })

  test('has nothing in a column or a cell that is not there', () => {
    const table = readTable('key,value\na')
    const [row] = table.rows
    expect(row === undefined ? null : [cell(table, row, 'value'), cell(table, row, 'none')]).toEqual(['', ''])
  })

  test('may have blank rows, and blank cells after its columns', () => {
    expect(readTable('key,value\n , \na,b,, ')).toEqual({
      header: ['key', 'value'],
      headerLine: 1,
      rows: [{ line: 3, cells: ['a', 'b', '', ' '] }],
      problems: [],
    })
  })

  test('may have a hundred columns', () => {
    expect(readTable(`a${',c'.repeat(99)}`).problems).toEqual([])
  })

  test.each(['', `a,b${',c'.repeat(99)}\n1,2`, 'a,b\n1,"x'])('of %j nothing is read', (text) => {
    const { header, rows, problems } = readTable(text)
    expect([header, rows, problems.length]).toEqual([[], [], 1])
  })

  test('no text makes any reader throw', () => {
    const pieces = fc.constantFrom(
      ',',
      '"',
      '\n',
      '\r',
      'target',
      'map:',
      'join:',
      '*',
      'list,code,means\n',
      '\ufeff',
    )
    const around = { valueMaps: new Set<string>(), deploymentPaths: new Set<string>() }
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' }))), (parts) => {
        const text = parts.join('')
        expect(readValueMap('x', text).problems.length === 0).toBe(readValueMap('x', text).map !== null)
        expect(readDecisionCodes(text).codes).toBeNull()
        expect(readFieldMap('1.1-case', text, around).fieldMap).toBeNull()
      }),
    )
  })
})

describe('a value map', () => {
  test('takes first column, second column and priority, and keeps what the others say to people', () => {
    expect(readValueMap('concerns', 'key,value,name,priority\n a , b ,for people,2\nc,d,,\n')).toEqual({
      map: {
        name: 'concerns',
        rows: [
          { key: 'a', value: 'b', priority: 2, beside: { name: 'for people' } },
          { key: 'c', value: 'd', priority: null },
        ],
      },
      problems: [],
    })
  })

  test.each([
    ['key\na', 1, 'header', 'the columns key', 'a column for the key and one for the value'],
    ['key,value\n', null, 'file', 'a header without rows', 'at least one row'],
    ['key,value\n,b', 2, 'key', 'an empty key', 'a key, or * for anything unlisted'],
    ['key,value\na,', 2, 'a', 'an empty value', 'the value that the key stands for'],
    ['key,value\na', 2, 'a', 'an empty value', 'the value that the key stands for'],
    ['key,value\na,b\nc,d\na,e', 4, 'a', 'the same key as in line 2', 'each key once'],
    ['key,value\n*,b\n*,c', 3, '*', 'the same key as in line 2', 'one row with the key *'],
    [
      'key,value,priority\na,b,0',
      2,
      'a',
      'the priority "0"',
      'a whole number from 1 on (1 wins), or nothing',
    ],
    [
      'key,value,priority\na,b,high',
      2,
      'a',
      'the priority "high"',
      'a whole number from 1 on (1 wins), or nothing',
    ],
    [
      'key,value,priority\na,b,no 1',
      2,
      'a',
      'the priority "no 1"',
      'a whole number from 1 on (1 wins), or nothing',
    ],
    [
      'key,value,priority\na,b,1st',
      2,
      'a',
      'the priority "1st"',
      'a whole number from 1 on (1 wins), or nothing',
    ],
    [
      'key,value\n"a',
      2,
      'row',
      'a quotation mark that is never closed',
      'values separated by commas, quotation marks in pairs',
    ],
  ])('%j is refused', (text, line, key, found, expected) => {
    expect(readValueMap('x', text)).toEqual({ map: null, problems: [{ line, key, found, expected }] })
  })
})

test('two empty keys of a value map are empty, not the same', () => {
  expect(readValueMap('x', 'key,value\n,b\n,c').problems.map(({ line, found }) => [line, found])).toEqual([
    [2, 'an empty key'],
    [3, 'an empty key'],
  ])
})

test('a priority may have several digits', () => {
  expect(readValueMap('x', 'key,value,priority\na,b,12').map?.rows).toEqual([
    { key: 'a', value: 'b', priority: 12 },
  ])
})

describe('decision codes', () => {
  const sound = [
    'list,code,means',
    'referral-status,125080001,accepted',
    'referral-status,125080002,rejected',
    'review-decision,125080000,accepted',
    'review-decision,125080001,rejected',
    'unhcr-referral-status,accepted,accepted',
    'unhcr-referral-status,rejected,rejected',
  ].join('\n')

  test('are kept list by list', () => {
    const { codes, problems } = readDecisionCodes(`${sound}\nreview-decision,125080003,ignore`)
    expect(problems).toEqual([])
    expect(codes?.get('review-decision')).toEqual(
      new Map([
        ['125080000', 'accepted'],
        ['125080001', 'rejected'],
        ['125080003', 'ignore'],
      ]),
    )
  })

  test.each([
    ['review-decision,1,maybe', 8, 'means', '"maybe"', 'one of accepted, rejected, open, synced, ignore'],
    [
      'decisions,1,open',
      8,
      'list',
      '"decisions"',
      'one of referral-status, review-decision, unhcr-referral-status',
    ],
    ['review-decision,,open', 8, 'code', 'an empty code', 'a code of the list'],
    ['review-decision,125080000,', 8, 'means', '""', 'one of accepted, rejected, open, synced, ignore'],
    [
      'review-decision,125080000,rejected',
      8,
      '125080000',
      'the code a second time in review-decision',
      'each code once per list',
    ],
  ])('%j is refused', (row, line, key, found, expected) => {
    expect(readDecisionCodes(`${sound}\n${row}`)).toEqual({
      codes: null,
      problems: [{ line, key, found, expected }],
    })
  })

  test('a list that cannot state a rejection is refused', () => {
    expect(readDecisionCodes(sound.replace('review-decision,125080001,rejected\n', '')).problems).toEqual([
      {
        line: null,
        key: 'review-decision',
        found: 'no code that means rejected',
        expected: 'a code for each decision',
      },
    ])
  })

  test('a file that cannot be taken apart is refused for that alone', () => {
    expect(readDecisionCodes(`${sound}\n"a`)).toEqual({
      codes: null,
      problems: [
        {
          line: 8,
          key: 'row',
          found: 'a quotation mark that is never closed',
          expected: 'values separated by commas, quotation marks in pairs',
        },
      ],
    })
  })

  test('a missing column is named', () => {
    expect(readDecisionCodes('list,code\nreferral-status,1').problems).toEqual([
      { line: 1, key: 'means', found: 'the columns list, code', expected: 'a column means' },
    ])
  })
})
