import { expect, test } from 'vitest'
import { flows, type Flow } from '@ping-primero/core/domain/flow.ts'
import type { Gap } from '@ping-primero/core/check/finding.ts'
import type { SubjectAge } from '@ping-primero/core/ledger/questions.ts'
import type { FieldMap, FieldMapName } from '@ping-primero/core/mapping/field-map.ts'
import { fieldMapNames } from '@ping-primero/core/mapping/field-map.ts'
import type { DecisionList, DecisionMeaning } from '@ping-primero/core/mapping/value-map.ts'
import { deploymentWith, flowStatus, mappingsWith, nowMs } from '../../host.fixture.ts'
import { goingLiveOf, type GoingLiveInput } from './model.ts'

const whole = mappingsWith({
  agreement: { reference: 'ISP Gambella 2026', date: '2026-01-31', parties: ['UNHCR', 'UNICEF'] },
  fieldMaps: new Map<FieldMapName, FieldMap>(fieldMapNames.map((name) => [name, { name, rules: [] }])),
  valueMaps: {
    maps: new Map(),
    decisionCodes: new Map<DecisionList, ReadonlyMap<string, DecisionMeaning>>([
      ['review-decision', new Map([['125080000', 'accepted']])],
    ]),
  },
})

const gap = (code: Gap['code'], subject: string): Gap => ({
  code,
  severity: 'stops',
  flows: [],
  subject,
  found: '',
  expected: '',
})

const checkedAt = '2026-11-26T05:00:00.000Z'
const report = { deployment: 'gambella', ok: true, findings: [], unreachable: false }
const act = { by: 'someone@agency.example', at: checkedAt }

const ready: GoingLiveInput = {
  deployment: deploymentWith({ mappings: whole }),
  nowMs,
  flows: flows.map((flow) => flowStatus({ flow })),
  ages: [],
  check: {
    act,
    progress: null,
    end: { kind: 'done', at: checkedAt, report },
  },
}

function owedIn(input: GoingLiveInput) {
  const { groups } = goingLiveOf(input)
  return groups
    .flatMap(({ steps }) => steps)
    .filter(({ isDone }) => !isDone)
    .map(({ name, owner, subjects }) => [name, owner, subjects.map((subject) => subject.name)])
}

test('where nothing is wrong, every step stands', () => {
  expect(goingLiveOf(ready)).toMatchObject({ environment: 'test', done: 9, steps: 9 })
  expect(owedIn(ready)).toEqual([])
})

const unknownCode: SubjectAge = {
  flow: '2.2',
  code: 'decision-code-unknown',
  state: 'attention',
  count: 1,
  since: '2026-11-24T00:00:00.000Z',
  about: ['status absent', 'review 125080009'],
}
const readiness = (...gaps: readonly Gap[]) => ({ environment: 'test', gaps: () => gaps }) as const
const isEnabled = (flow: Flow): boolean => flow !== '2.1'

test.each<[string, Partial<GoingLiveInput>, readonly unknown[]]>([
  [
    'no agreement',
    { deployment: deploymentWith({ mappings: { ...whole, agreement: null } }) },
    ['agreement', null, []],
  ],
  [
    'what the template left',
    {
      deployment: deploymentWith({
        mappings: whole,
        readiness: readiness(gap('setting-placeholder', 'ping.baseUrl')),
      }),
    },
    ['placeholders', 'administrator', ['ping.baseUrl']],
  ],
  [
    'a table that cannot be read',
    { deployment: deploymentWith({ mappings: { ...whole, valueMaps: mappingsWith().valueMaps } }) },
    ['tables', 'mapping-owner', ['decision-codes']],
  ],
  ['a word without a row', { ages: [unknownCode] }, ['words', 'mapping-owner', ['decision-codes']]],
  [
    'a beginning that is yet to come',
    {
      deployment: deploymentWith({
        mappings: whole,
        readiness: readiness(gap('setting-ahead', 'startDate')),
      }),
    },
    ['beginning', 'administrator', ['startDate']],
  ],
  [
    'a timetable that never comes',
    {
      deployment: deploymentWith({
        mappings: whole,
        readiness: readiness(gap('schedule-never', 'flows.1.1.schedule')),
      }),
    },
    ['timetable', 'administrator', ['flows.1.1.schedule']],
  ],
  [
    'a flow that is off',
    { deployment: deploymentWith({ mappings: whole, isEnabled }) },
    ['on', 'administrator', ['2.1']],
  ],
  [
    'flows that have never run to their end',
    { flows: [flowStatus({ flow: '1.1' }), flowStatus({ flow: '1.2', lastSuccess: null })] },
    ['run', null, ['1.2', '2.1', '2.2']],
  ],
])('%s is one step that is owed, by whom, and for what', (_what, more, owed) => {
  expect(owedIn({ ...ready, ...more })).toEqual([owed])
})

test.each<[string, GoingLiveInput['check']]>([
  ['not asked', null],
  ['being asked', { act, progress: null, end: null }],
  [
    'not to be asked',
    { act, progress: null, end: { kind: 'refused', at: checkedAt, owner: 'administrator' } },
  ],
  [
    'in disagreement',
    { act, progress: null, end: { kind: 'done', at: checkedAt, report: { ...report, ok: false } } },
  ],
  ['asked a day ago', { act, progress: null, end: { kind: 'done', at: '2026-11-25T05:42:00.000Z', report } }],
])('systems that are %s do not say that all fits', (_what, check) => {
  expect(owedIn({ ...ready, check })).toEqual([['systems', 'administrator', []]])
})
