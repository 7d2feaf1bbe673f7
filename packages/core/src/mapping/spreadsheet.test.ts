import { describe, expect, test } from 'vitest'
import { readDecisionCodes } from './decision-codes-table.ts'
import { readFieldMap } from './field-map-table.ts'
import { readTable } from './table.ts'
import { readValueMap } from './value-map-table.ts'

const codesText =
  'the code in full, like 125080001; tell the spreadsheet that the column is text, and put the codes in anew'
const rows = (text: string, name = 'some') =>
  readValueMap(name, text).map?.rows.map(({ key, value }) => [key, value])
const problems = (text: string, name = 'some') => readValueMap(name, text).problems

describe('a table that spreadsheets write otherwise is the same table', () => {
  const plain = [
    ['Shelter, other', 'shelter'],
    ['BID', 'bid'],
  ]
  test.each([
    ['a byte order mark', '\ufeffkey,value\r\n"Shelter, other",shelter\r\nBID,bid\r\n'],
    ['semicolons', 'key;value\nShelter, other;shelter\nBID;bid\n'],
    [
      'semicolons said in the first line',
      '\ufeffsep=;\r\nkey;value\r\nShelter, other;shelter\r\nBID;bid\r\n',
    ],
    ['tabs', 'key\tvalue\nShelter, other\tshelter\nBID\tbid\n'],
    ['line ends of an old Mac', 'key,value\r"Shelter, other",shelter\rBID,bid\r'],
    ['line ends of all kinds', 'key,value\r\n"Shelter, other",shelter\rBID,bid\n'],
    [
      'empty rows and columns',
      ',,,\nkey,value,,\n"Shelter, other",shelter,,\n,,,\nBID,bid,,\n,,,\n \u00a0,\u200b,,\n',
    ],
    ['headings in capitals', 'KEY, Value \n"Shelter, other",shelter\nBID,bid\n'],
    ['no-break and wide blanks', 'key,value\n"Shelter,\u00a0other",\u3000shelter\nBID\u202f,bid\n'],
    ['a separator said with blanks', 'SEP = ;\nkey;value\nShelter, other;shelter\nBID;bid\n'],
    ['a line break within a cell', 'key,value\n"Shelter,\nother",shelter\nBID,bid\n'],
  ])('%s', (_, text) => {
    expect(rows(text)).toEqual(plain)
  })

  test('letters put together of two are written as one', () => {
    expect(rows('key,value\nE\u0301ducation,e\u0301duc\n')).toEqual([['Éducation', 'éduc']])
  })

  test('what stands in columns for people is theirs', () => {
    expect(rows('key,value,note,remark\nBID,bid,\u200fرأي\u200b “so”,1.2508E+08\n')).toEqual([['BID', 'bid']])
  })

  test('labels in any script, GUIDs in braces and capitals, and dashes between words go through', () => {
    const labels = [
      ['می\u200cخواهم', '{7AD37DD0-0306-E611-80D9-00155D34051A}'],
      ['ክ/ከተማ', '7ad37dd0-0306-e611-80d9-00155d34051a'],
      ['Côte d\u2019Ivoire', 'legal \u2013 other'],
      ['0-5 years', 'murle_fce1c91'],
      ['3.5', '1e5'],
      ['٥ سنوات', 'true'],
      ['Other?', 'a1b2c3d4e5'],
      ['Water & hygiene', 'illo'],
      ['*', 'language6'],
      ['CAFÉ…', 'x'],
      ['PERÚ–ECUADOR', 'x'],
      ['IRMÃ', 'x'],
      ['Relais d’École', 'x'],
      ['5-17', 'x'],
      ['1 set', 'x'],
      ['#1 need!', 'x'],
      ['Food&NFI; other', 'x'],
      ['under <5', 'x'],
      ['None', 'x'],
      ['Shelter / Приют с питанием', 'x'],
      ['*Other', 'x'],
      ['m²', 'x'],
    ]
    expect(rows(['key,value', ...labels.map((row) => row.join(','))].join('\n'))).toEqual(labels)
  })
})

describe('what has no plain meaning is refused with line and heading', () => {
  test.each([
    ['Nu\u200ber', 'U+200B (zero width space)'],
    ['Nuer\ufeff', 'U+FEFF (byte order mark)'],
    ['\u202dNuer\u202c', 'U+202D (a mark of direction)'],
    ['Nu\u00ader', 'U+00AD (soft hyphen)'],
    ['\u201cNuer\u201d', 'U+201C, a quotation mark of a word processor'],
    ['Nuer\u201d', 'U+201D, a quotation mark of a word processor'],
    ['\u00abNuer\u00bb', 'U+00AB, a quotation mark of a word processor'],
    ['N\u0443er', 'U+0443, a letter of another script within a word'],
    ['1250800\u041e1', 'U+041E, a letter of another script within a word'],
    ['\u00c3\u2030ducation'.replace('\u2030', '\u0089'), 'U+0089 (a mark that nobody sees)'],
    ['\u00c3\u00a9cole', '"Ã©", UTF-8 that was read as something else'],
    ['Ã‰ducation', '"Ã‰", UTF-8 that was read as something else'],
    ['Aide Ã domicile', '"Ã", UTF-8 that was read as something else'],
    ['√âducation', '"√â", UTF-8 that was read as something else'],
    ['áŠ‘á‹Œ', '"áŠ‘", UTF-8 that was read as something else'],
    ['ÐŸÑ€Ð¸ÑŽÑ‚', '"ÐŸ", UTF-8 that was read as something else'],
    ['Education \u0430', 'U+0430, a letter of another script'],
    ['\u0421\u0420', 'U+0421, a letter of another script'],
    ['Women\u00e2\u20ac\u2122s', '"â€™", UTF-8 that was read as something else'],
  ])('%j', (cell, found) => {
    expect(problems(`key,value\nAnyuak,language1\n${cell},language2\n`)).toMatchObject([
      { line: 3, key: 'key', found },
    ])
    expect(problems(`key,value\nAnyuak,language1\nNuer,${cell}\n`)).toMatchObject([
      { line: 3, key: 'value', found },
    ])
  })

  test.each([
    ['1.2508E+08', 'a number in powers of ten'],
    ['"1,2508E+08"', 'a number in powers of ten'],
    ['1E+08', 'a number in powers of ten'],
    ['125080001.0', 'a number with decimals'],
    ['125080001.', 'a number with decimals'],
    ['"125080001,00"', 'a number with decimals'],
    ['125 080 001', 'a number in groups of three'],
    ['125\u202f080\u202f001', 'a number in groups of three'],
    ['"125,080,001"', 'a number in groups of three'],
    ["125'080'001", 'a number in groups of three'],
    ['-125080001', 'a number with a sign'],
    ['+125080001', 'a number with a sign'],
    ['125080001 €', 'a sum or a share'],
    ['$125080001', 'a sum or a share'],
    ['12508000100%', 'a sum or a share'],
    ['01-Mar', 'a date'],
    ['1-mars', 'a date'],
    ['Mar-01', 'a date'],
    ['01/03/2026', 'a date'],
    ['2026-03-01 00:00:00', 'a date'],
    ["'125080001", 'an apostrophe before a number'],
    ['#N/A', 'an error of a spreadsheet'],
    ['#N/D', 'an error of a spreadsheet'],
    ['#¡REF!', 'an error of a spreadsheet'],
    ['#¿NOMBRE?', 'an error of a spreadsheet'],
    ['#BEZUG!', 'an error of a spreadsheet'],
    ['#NV', 'an error of a spreadsheet'],
    ['#SPILL!', 'an error of a spreadsheet'],
    ['Err:502', 'an error of a spreadsheet'],
    ['1-abr', 'a date'],
    ['ene-26', 'a date'],
    ['05/out', 'a date'],
    ['5-set', 'a date'],
    ['3-Mrz', 'a date'],
    ['05-مايو', 'a date'],
    ['2026-03-01T00:00:00', 'a date'],
    ['########', 'an error of a spreadsheet'],
    ['=A1', 'a formula'],
    ['7ad37dd0-0306-e611-80d9-00155d34', 'a part of a GUID'],
  ])('%s, which a spreadsheet made of a code', (cell, what) => {
    const found = `"${cell.replaceAll('"', '').replaceAll('\u202f', ' ')}", ${what}`
    const problem = { line: 2, found, expected: codesText }
    expect(problems(`key,value\n${cell},a\n`)).toEqual([{ ...problem, key: 'key' }])
    expect(problems(`key,value\na,${cell}\n`)).toEqual([{ ...problem, key: 'value' }])
    expect(readDecisionCodes(`list,code,means\nreview-decision,${cell},open\n`).problems).toEqual([
      { ...problem, key: 'code' },
    ])
  })

  test.each([
    ['TRUE', 'a truth value of a spreadsheet'],
    ['VRAI', 'a truth value of a spreadsheet'],
    ['VERDADERO', 'a truth value of a spreadsheet'],
    ['NULL', 'what a program writes for nothing'],
    ['\\N', 'what a program writes for nothing'],
    ['[object Object]', 'what a program writes for nothing'],
    ['caf&eacute;', 'a sign of a web page'],
    ['Nuer<br>', 'a sign of a web page'],
    ['Shelter%20Assistance', 'signs of an address'],
    ['%C3%A9cole', 'signs of an address'],
    ['Nuer_x000D_', 'a sign that was written as its number'],
    ['\\u00e9cole', 'a sign that was written as its number'],
    ['?ducation', 'question marks for letters that were lost'],
    ['\u0301cole', 'an accent without a letter'],
    ['125 080001', 'blanks among the digits of a code'],
    ['125080001;', 'signs beside the digits of a code'],
    ['(125080001)', 'signs beside the digits of a code'],
    ['125080001-', 'signs beside the digits of a code'],
    ['\u{1d40d}uer', 'letters or digits of another width'],
    ['Legal\uff0cother', 'letters or digits of another width'],
    ['Shelter&nbsp;Assistance', 'a sign of a web page'],
    ['Ch?rif', 'question marks for letters that were lost'],
    ['?????', 'question marks for letters that were lost'],
    ['\uff11\uff12\uff15', 'letters or digits of another width'],
    ['١٢٥٠٨٠٠٠٢', 'digits of another script'],
    ['1250800O2', 'letters among the digits of a code'],
  ])('%s, which other programs made of a label or code', (cell, what) => {
    const problem = {
      line: 2,
      found: `"${cell}", ${what}`,
      expected: 'the label or code as its system shows it',
    }
    expect(problems(`key,value\n${cell},a\n`)).toEqual([{ ...problem, key: 'key' }])
    expect(problems(`key,value\na,${cell}\n`)).toEqual([{ ...problem, key: 'value' }])
  })

  test('a dash of a word processor in a code', () => {
    expect(problems('key,value\na,legal\u2013aid\n')).toEqual([
      {
        line: 2,
        key: 'value',
        found: 'U+2013, a dash of a word processor',
        expected: 'the code with its own hyphen',
      },
    ])
  })

  test.each([
    ['a\nb\n\ufffd,c', 3, 'U+FFFD (a character that was lost before)'],
    ['key,value\na,b,\ufffd', 2, 'U+FFFD (a character that was lost before)'],
    ['key,value\na,b\0', 2, 'U+0000 (NUL)'],
  ])('%j, anywhere in a file', (text, line, found) => {
    const expected = 'the text as it was meant, saved as UTF-8'
    expect(readTable(text).problems).toEqual([{ line, key: 'file', found, expected }])
  })
})

describe('what only a value cannot be', () => {
  test.each([
    ["'bid'", `"'bid'", quotation marks within the value`],
    ['bid;', '"bid;", a comma or semicolon at its end'],
    ['<id>', '"<id>", a sign of a web page'],
    ['{{ id }}', '"{{ id }}", a placeholder that nothing filled in'],
    ['*', '*'],
  ])('%s', (value, found) => {
    expect(problems(`key,value\nBID,${value}\n`)).toMatchObject([{ line: 2, key: 'value', found }])
  })

  test('* is one for sex alone, which is read both ways', () => {
    expect(rows('progres_sex_code,primero_sex\n125080003,*\n', 'sex')).toEqual([['125080003', '*']])
  })
})

test.each(['**', '*.*', '\u2217', '* (anything else)'])('%s is not quite the key *', (star) => {
  expect(problems(`key,value\n${star},a\n`)).toEqual([
    { line: 2, key: 'key', found: `"${star}"`, expected: '* alone, for anything unlisted' },
  ])
})

test('letters that look like Latin are ordinary where the column has others of their script', () => {
  expect(rows('key,value\nРОТ,a\nПриют,b\nNuer,c\n')).toHaveLength(3)
  expect(rows('key,value\nСОР,1\nРОТ,2\n')).toHaveLength(2)
})

test('a table of thirty thousand rows is read at once: no row is compared with each other', () => {
  const table = Array.from({ length: 30_000 }, (_, at) => `Label ${at},${125_080_000 + at}`)
  expect(rows(['key,value', ...table].join('\n'))).toHaveLength(30_000)
})

describe('a field map', () => {
  const header = 'target,source,transform,required,default,form,localised,note'
  const around = { valueMaps: new Set<string>(), deploymentPaths: new Set<string>() }
  const read = (row: string, heading = header) =>
    readFieldMap(
      '2.2-decision',
      `${heading}\nstatus,decision.status,text,yes,,referral,no,\n${row}\n`,
      around,
    )

  test.each([
    ['rea\u200bson,decision.reason,text,no,,referral,no,', 'target', 'U+200B (zero width space)'],
    [
      're\u0430son,decision.reason,text,no,,referral,no,',
      'target',
      'U+0430, a letter of another script within a word',
    ],
    ['réason,decision.reason,text,no,,referral,no,', 'target', '"é" in a name'],
    ['reason,decision.réason,text,no,,referral,no,', 'source', '"é" in a name'],
    ['reason,1.2508E+08,constant,no,,referral,no,', 'source', '"1.2508E+08", a number in powers of ten'],
    [
      'reason,decision.reason,text,no,125080003.0,referral,no,',
      'default',
      '"125080003.0", a number with decimals',
    ],
    ['reason,decision.reason,te\u00adxt,no,,referral,no,', 'transform', 'U+00AD (soft hyphen)'],
  ])('%j is refused', (row, key, found) => {
    expect(read(row)).toMatchObject({ fieldMap: null, problems: [{ line: 3, key, found }] })
  })

  test('takes texts in any script, dates as defaults, and the note as it is', () => {
    const row = 'reason,می\u200cخواهم 👩\u200d👧,constant,no,,referral,no,\u200fx\u200b'
    expect(read(row).fieldMap?.rules[1]?.transform).toEqual({
      kind: 'constant',
      value: 'می\u200cخواهم 👩\u200d👧',
    })
    expect(read('when,decision.when,date,no,2026-03-01,referral,no,').problems).toEqual([])
  })

  test('may have its columns in any order, and no others', () => {
    const turned = 'note,target,source,transform,required,default,form,localised'
    expect(
      readFieldMap('2.2-decision', `${turned}\n,status,decision.status,text,yes,,referral,no\n`, around)
        .problems,
    ).toEqual([])
    expect(read('', `${header},sourse`).problems).toMatchObject([
      { line: 1, key: 'sourse', found: 'a column of another name' },
    ])
  })
})

describe('a code that has lost a digit, or has one twice, among codes of one length', () => {
  test.each([
    ['12508001', '8 digits'],
    ['1250800012', '10 digits'],
  ])('%s is refused', (code, digits) => {
    const codes = `list,code,means\nreferral-status,125080000,open\nreferral-status,${code},accepted\n`
    const whole = `${codes}referral-status,125080002,rejected\n`
    const expected = {
      line: 3,
      key: code,
      found: `"${code}", ${digits}`,
      expected: '9 digits, as the other codes have',
    }
    expect(readDecisionCodes(whole).problems).toContainEqual(expected)
    expect(problems(`key,value\n125080000,a\n${code},b\n125080002,c\n`)).toEqual([expected])
    expect(problems(`key,value\na,125080000\nb,${code}\nc,125080002\n`)).toEqual([{ ...expected, key: 'b' }])
  })

  test('codes of different lengths are ordinary where they do not agree otherwise, and short ones always', () => {
    expect(problems('key,value\n125080000,1\n125080001,22\n7,333\n12508001,4\n1250801,5\n')).toEqual([])
  })
})
