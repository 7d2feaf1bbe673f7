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

  test('may have blanks around its transform and the name of its map', () => {
    const rules = read(
      'a,case.b,text ,no,,,no,',
      'b,case.b,constant ,no,x,,no,',
      'c,case.b,map: sex ,no,,,no,',
    )
    expect(rules.problems).toEqual([])
    expect(rules.fieldMap?.rules.slice(1).map(({ transform }) => transform)).toEqual([
      { kind: 'text' },
      { kind: 'constant', value: 'case.b' },
      { kind: 'map', map: 'sex' },
    ])
  })

  test('of a date needs no default', () => {
    expect(read('a,case.b,date,no,,,no,').problems).toEqual([])
  })

  test('is not required where it says no, and not localised where it says nothing', () => {
    expect(read('a,case.b,text,no,,,,').fieldMap?.rules[1]).toEqual({
      target: 'a',
      sources: [{ object: 'case', column: 'b' }],
      transform: { kind: 'text' },
      required: false,
      default: null,
      form: '',
      localised: false,
      note: '',
    })
    expect(read('a,case.b,text,no,,,no,').fieldMap?.rules[1]?.localised).toBe(false)
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
    ['a,case.b,upper ,no,,,no,', 3, 'transform', '"upper"', kinds],
    ['a,case.b,my map:sex,no,,,no,', 3, 'transform', '"my map:sex"', kinds],
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

  test('a header without its columns, all of them and nothing else', () => {
    expect(readFieldMap('2.2-decision', 'target,source\na,case.b', around)).toEqual({
      fieldMap: null,
      problems: ['transform', 'required', 'default', 'form', 'localised', 'note'].map((column) => ({
        line: 1,
        key: column,
        found: 'the columns target, source',
        expected: `a column ${column}`,
      })),
    })
  })

  test('a file that cannot be taken apart, for that alone', () => {
    expect(readFieldMap('2.2-decision', `${header}\n"a`, around)).toEqual({
      fieldMap: null,
      problems: [
        {
          line: 2,
          key: 'row',
          found: 'a quotation mark that is never closed',
          expected: 'values separated by commas, quotation marks in pairs',
        },
      ],
    })
  })

  test.each([
    ['1.1-case', ['unhcr_individual_no']],
    ['1.1-service', ['service_type', 'progres_interventionnumber', 'unhcr_referral_status']],
    ['1.1-status', ['progres_lpinterventionid', 'progres_primerotransferstatus']],
    ['1.2-decision', ['progres_lpinterventionid', 'progres_primerotransferstatus']],
    ['2.1-referral', ['progres_orgreferralid', 'progres_offlineid', 'progres_requestedservice']],
    ['2.2-decision', ['status']],
    ['2.2-synced', ['progres_interoperabilityreferralid', 'progres_interoperabilityreferralstatus']],
  ] as const)('%s without the rows its flow cannot do without', (name, targets) => {
    const read = readFieldMap(name, `${header}\na,case.b,text,no,,,no,`, around)
    expect(read).toEqual({
      fieldMap: null,
      problems: targets.map((target) => ({
        line: null,
        key: target,
        found: 'no row',
        expected: `a row for ${target}: the flow cannot do without it`,
      })),
    })
  })
})
