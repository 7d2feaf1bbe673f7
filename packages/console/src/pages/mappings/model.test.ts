import { expect, test } from 'vitest'
import type { SubjectAge } from '@ping-primero/core/ledger/questions.ts'
import type { FieldMap } from '@ping-primero/core/mapping/field-map.ts'
import type { DecisionList, DecisionMeaning, ValueMap } from '@ping-primero/core/mapping/value-map.ts'
import { mappingsWith } from '../../host.fixture.ts'
import { missingWords } from './missing.ts'
import { mappingsOf } from './model.ts'
import { tablesOf } from './tables.ts'

const rule = (target: string, map: string, required = true): FieldMap['rules'][number] => ({
  target,
  sources: [],
  transform: { kind: 'map', map },
  required,
  default: null,
  form: '',
  localised: false,
  note: '',
})

const row = (key: string, value: string): ValueMap['rows'][number] => ({ key, value, priority: null })

const sex: ValueMap = { name: 'sex', rows: [row('125080000', 'female'), row('125080001', 'male')] }
const types: ValueMap = { name: 'service-types-in', rows: [row('Legal Aid', 'legal_support')] }
const rest: ValueMap = { name: 'languages-in', rows: [row('Nuer', 'language2'), row('*', 'language6')] }
const own: ValueMap = { name: 'camps', rows: [row('camp_a', 'A')] }

const mappings = mappingsWith({
  fieldMaps: new Map([
    ['1.1-case', { name: '1.1-case', rules: [rule('sex', 'sex'), rule('language', 'languages-in', false)] }],
    ['1.1-service', { name: '1.1-service', rules: [rule('service_type', 'service-types-in')] }],
    ['2.1-referral', { name: '2.1-referral', rules: [rule('camp', 'camps', false), rule('poc_sex', 'sex')] }],
  ]),
  valueMaps: {
    maps: new Map([own, rest, sex, types].map((map) => [map.name, map])),
    decisionCodes: new Map<DecisionList, ReadonlyMap<string, DecisionMeaning>>([
      ['review-decision', new Map([['125080000', 'accepted']])],
      ['unhcr-referral-status', new Map([['pending', 'open']])],
    ]),
  },
})

const age = (
  code: SubjectAge['code'],
  about: readonly string[],
  more: Partial<SubjectAge> = {},
): SubjectAge => ({
  flow: '1.1',
  code,
  state: 'attention',
  count: 1,
  since: '2026-11-24T00:00:00.000Z',
  about,
  ...more,
})

test('words stand first, then decisions, then fields, in the order in which people ask for them', () => {
  expect(tablesOf(mappings).map(({ kind, name }) => [kind, name])).toEqual([
    ['words', 'service-types-in'],
    ['words', 'sex'],
    ['words', 'languages-in'],
    ['words', 'camps'],
    ['decisions', 'decision-codes'],
    ['fields', '1.1-case'],
    ['fields', '1.1-service'],
    ['fields', '2.1-referral'],
  ])
})

test.each([
  ['service-types-in', 'progres', false, ['1.1'], 'held'],
  ['sex', 'progres', true, ['1.1', '2.1'], 'held'],
  ['languages-in', 'progres', false, ['1.1'], 'row'],
  ['camps', 'primero', false, ['2.1'], 'left-out'],
])(
  '%s says whose words it translates, for whom, and what becomes of others',
  (name, from, isBothWays, flows, unlisted) => {
    const table = tablesOf(mappings).find((one) => one.name === name)
    expect(table).toMatchObject({ from, isBothWays, flows, unlisted })
  },
)

test('a table that nothing reads does not say what becomes of others', () => {
  const unread = mappingsWith({ ...mappings, fieldMaps: new Map() })
  expect(tablesOf(unread)).toContainEqual(
    expect.objectContaining({ name: 'camps', unlisted: null, flows: [] }),
  )
})

test('further columns explain the word of the system they are named after, and are remarks else', () => {
  const beside = { progres_service_name: 'Shelter Assistance', comment: 'asked for in May' }
  const out = { name: 'service-types-out', rows: [{ key: 'shelter', value: 'a-guid', priority: 2, beside }] }
  const valueMaps = { maps: new Map([[out.name, out]]), decisionCodes: new Map() }
  const [table] = tablesOf(mappingsWith({ fieldMaps: new Map(), valueMaps }))
  expect(table).toMatchObject({
    rows: [
      {
        from: { word: 'shelter', label: null },
        to: { word: 'a-guid', label: 'Shelter Assistance' },
        rank: 2,
        notes: ['asked for in May'],
        isRest: false,
      },
    ],
  })
})

test('protection concerns are said to be sent only where the deployment has switched that on', () => {
  const concerns = { name: 'protection-concerns', rows: [row('unaccompanied', 'a-guid')] }
  const valueMaps = { maps: new Map([[concerns.name, concerns]]), decisionCodes: new Map() }
  const sent = (sharesConcerns: boolean) =>
    tablesOf(mappingsWith({ fieldMaps: new Map(), valueMaps, sharesConcerns }))
  expect(sent(false)).toMatchObject([{ isSent: false }])
  expect(sent(true)).toMatchObject([{ isSent: true }])
})

test.each<[string, SubjectAge, readonly (readonly [string | null, string | null])[]]>([
  ['a type of service', age('service-type-unmapped', ['Shelter']), [['service-types-in', 'Shelter']]],
  ['a word that nobody may tell', age('value-unmapped', ['sex'], { flow: '2.1' }), [['sex', null]]],
  ['a code', age('value-unmapped', ['125080009']), [['sex', '125080009']]],
  [
    'an answer of a caseworker',
    age('decision-code-unknown', ['perhaps'], { flow: '1.2' }),
    [['decision-codes', 'perhaps']],
  ],
  [
    'a decision of UNHCR, by the code that no row names',
    age('decision-code-unknown', ['status absent', 'review 125080009'], { flow: '2.2' }),
    [['decision-codes', '125080009']],
  ],
  [
    'a decision that no code states',
    age('decision-code-unknown', ['status absent', 'review absent'], { flow: '2.2' }),
    [['decision-codes', null]],
  ],
  ['a type that has got its row since', age('service-type-unmapped', ['Legal Aid']), []],
])('what is held for %s names its table and its word', (_what, held, expected) => {
  expect(missingWords([held], mappings).map(({ table, word }) => [table, word])).toEqual(expected)
})

test('the same word under several causes is counted once, since the oldest; the oldest stands first', () => {
  const held = [
    age('value-unmapped', ['125080009'], { since: '2026-11-25T00:00:00.000Z' }),
    age('service-type-unmapped', ['Shelter'], { count: 2 }),
    age('service-type-unmapped', ['Shelter', 'Food'], { count: 3, since: '2026-11-23T00:00:00.000Z' }),
  ]
  const said = missingWords(held, mappings).map(({ word, count, since }) => [word, count, since.slice(0, 10)])
  expect(said).toEqual([
    ['Shelter', 5, '2026-11-23'],
    ['Food', 3, '2026-11-23'],
    ['125080009', 1, '2026-11-25'],
  ])
})

test('the table that was asked for is shown, else the first; what flows need and is not there is named', () => {
  const shown = (asked: string | null) => mappingsOf({ mappings, ages: [], asked }).shown?.name
  expect([shown('sex'), shown(null), shown('no such table')]).toEqual([
    'sex',
    'service-types-in',
    'service-types-in',
  ])
  const { unreadable } = mappingsOf({
    mappings: { ...mappings, valueMaps: { maps: new Map(), decisionCodes: new Map() } },
    ages: [],
    asked: null,
  })
  expect(unreadable).toEqual([
    'sex',
    'languages-in',
    'service-types-in',
    'camps',
    'decision-codes',
    '1.1-status',
    '1.2-decision',
    '2.2-decision',
    '2.2-synced',
  ])
})

test('what only waits is no word without a row', () => {
  const ages = [age('service-type-unmapped', ['Shelter'], { state: 'waiting' })]
  expect(mappingsOf({ mappings, ages, asked: null }).missing).toEqual([])
})
