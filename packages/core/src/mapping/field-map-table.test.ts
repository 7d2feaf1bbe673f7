import { describe, expect, test } from 'vitest'
import { readFieldMap } from './field-map-table.ts'

const header = 'target,source,transform,required,default,form,localised,note'
const around = { valueMaps: new Set(['sex']), deploymentPaths: new Set(['primero.moduleId']) }
const key = 'status,decision.status,text,yes,,,no,'

function read(...rows: readonly string[]): ReturnType<typeof readFieldMap> {
  return readFieldMap('2.2-decision', [header, key, ...rows].join('\n'), around)
}

describe('a rule', () => {
  test.each([
    ['a,case.b,text,no,,,no,', [{ object: 'case', column: 'b' }], { kind: 'text' }, null],
    [
      'a,progres.x.y.z| case.b,plain-text,no,d,,yes,',
      [
        { object: 'progres', column: 'x.y.z' },
        { object: 'case', column: 'b' },
      ],
      { kind: 'plain-text' },
      'd',
    ],
    ['a,,today,no,,,no,', [], { kind: 'today' }, null],
    ['a,open,constant,no,,,no,', [], { kind: 'constant', value: 'open' }, null],
    ['a,,constant,no,open,,no,', [], { kind: 'constant', value: 'open' }, null],
    ['a,,boolean,no,true,,no,', [], { kind: 'boolean' }, 'true'],
    ['a,case.b,date-time,no,now,,no,', [{ object: 'case', column: 'b' }], { kind: 'date-time' }, 'now'],
    ['a,case.b,map:sex,no,x,,no,', [{ object: 'case', column: 'b' }], { kind: 'map', map: 'sex' }, 'x'],
    [
      'a,case.b,map-list:sex,no,,,,',
      [{ object: 'case', column: 'b' }],
      { kind: 'map-list', map: 'sex' },
      null,
    ],
    [
      'a,case.b,"join:, ",no,,,no,',
      [{ object: 'case', column: 'b' }],
      { kind: 'join', separator: ', ' },
      null,
    ],
    [
      'a,case.b,"join-all:,",no,,,no,',
      [{ object: 'case', column: 'b' }],
      { kind: 'join-all', separator: ',' },
      null,
    ],
    [
      'a,deployment.primero.moduleId,text,no,,,no,',
      [{ object: 'deployment', column: 'primero.moduleId' }],
      { kind: 'text' },
      null,
    ],
  ])('%s', (row, sources, transform, fallback) => {
    const { fieldMap, problems } = read(row)
    expect(problems).toEqual([])
    expect(fieldMap?.rules[1]).toMatchObject({ target: 'a', sources, transform, default: fallback })
  })

  test('keeps form, localised and note', () => {
    expect(read('a,case.b,text,yes,,services,yes,why').fieldMap?.rules[1]).toEqual({
      target: 'a',
      sources: [{ object: 'case', column: 'b' }],
      transform: { kind: 'text' },
      required: true,
      default: null,
      form: 'services',
      localised: true,
      note: 'why',
    })
  })
})

const kinds =
  'one of text, plain-text, date, date-time, today, integer, boolean, age, address, constant, map:NAME, map-list:NAME, join:SEP, join-all:SEP'
const objects =
  'a path that begins with one of progres. case. service. referral. owner. decision. deployment.'

describe('refused', () => {
  test.each([
    [',case.b,text,no,,,no,', 3, 'target', 'an empty cell', 'the field that is written'],
    ['status,case.b,text,no,,,no,', 3, 'status', 'the same target as in line 2', 'each target once'],
    ['a,case.b,upper,no,,,no,', 3, 'transform', '"upper"', kinds],
    ['a,case.b,map:,no,,,no,', 3, 'transform', '"map:"', kinds],
    ['a,case.b,join:,no,,,no,', 3, 'transform', '"join:"', kinds],
    ['a,case.b,map:sexes,no,,,no,', 3, 'transform', 'map:sexes', 'a file mappings/sexes.csv'],
    ['a,kase.b,text,no,,,no,', 3, 'source', '"kase.b"', objects],
    ['a,case,text,no,,,no,', 3, 'source', '"case"', objects],
    ['a,case.,text,no,,,no,', 3, 'source', '"case."', objects],
    ['a,case.b|,text,no,,,no,', 3, 'source', '""', objects],
    [
      'a,deployment.primero.password,text,no,,,no,',
      3,
      'source',
      '"deployment.primero.password"',
      'a path of deployment.yaml that holds a value',
    ],
    ['a,,text,no,,,no,', 3, 'source', 'an empty cell', 'a source path, or a default'],
    ['a,,constant,no,,,no,', 3, 'source', 'an empty cell', 'the constant itself'],
    ['a,case.b,text,maybe,,,no,', 3, 'required', '"maybe"', 'yes or no'],
    ['a,case.b,text,,,,no,', 3, 'required', 'an empty cell', 'yes or no'],
    ['a,case.b,text,no,,,often,', 3, 'localised', '"often"', 'yes or no'],
    ['a,case.b,date,no,soon,,no,', 3, 'default', '"soon"', 'a value of the kind date'],
    ['a,case.b,integer,no,few,,no,', 3, 'default', '"few"', 'a value of the kind integer'],
    ['a,case.b,boolean,no,perhaps,,no,', 3, 'default', '"perhaps"', 'a value of the kind boolean'],
  ])('%s', (row, line, key, found, expected) => {
    expect(read(row)).toEqual({ fieldMap: null, problems: [{ line, key, found, expected }] })
  })

  test('a header without its columns', () => {
    expect(readFieldMap('2.2-decision', 'target,source\nstatus,decision.status', around).problems[0]).toEqual(
      {
        line: 1,
        key: 'transform',
        found: 'the columns target, source',
        expected: 'a column transform',
      },
    )
  })

  test('a map without the row its flow cannot do without', () => {
    expect(readFieldMap('2.2-decision', `${header}\na,case.b,text,no,,,no,`, around).problems).toEqual([
      {
        line: null,
        key: 'status',
        found: 'no row',
        expected: 'a row for status: the flow cannot do without it',
      },
    ])
  })
})
