import type { Deployment } from '../../deployment/deployment.ts'
import type { FieldRule, SourceName, Transform } from '../../mapping/field-map.ts'
import { deployment as bare } from '../scene.fixture.ts'

/** The intervention of every test here. */
export const guid = 'e0000000-0000-4000-a000-000000000001'

function rule(
  target: string,
  transform: Transform,
  source: readonly [object: SourceName, column: string] | null,
  required = true,
): FieldRule {
  const sources = source === null ? [] : [{ object: source[0], column: source[1] }]
  return { target, sources, transform, required, default: null, form: '', localised: false, note: '' }
}

const text = { kind: 'text' } as const

/** A field map that takes something from every source. */
export const rules: readonly FieldRule[] = [
  rule('guid', text, ['progres', 'progres_lpinterventionid']),
  rule('number', text, ['progres', 'progres_interventionnumber']),
  rule('unit', text, ['progres', 'progres_businessunit']),
  rule('status', text, ['decision', 'status']),
  rule('on', { kind: 'today' }, null),
  rule('worker', text, ['case', 'owned_by'], false),
  rule('type', { kind: 'map', map: 'types' }, ['service', 'service_type'], false),
  rule('name', text, ['deployment', 'name']),
  rule('Attachments.Comment', text, ['decision', 'comment']),
]

const types = {
  name: 'types',
  rows: [
    { key: 'care', value: 'Care', priority: null },
    { key: '*', value: 'Other', priority: null },
  ],
}

/** A deployment with that field map. */
export const deployment: Deployment = {
  ...bare,
  valueMaps: { ...bare.valueMaps, maps: new Map([['types', types]]) },
  fieldMaps: new Map([['1.2-decision', { name: '1.2-decision', rules }]]),
}

/** What proGres is told of an acceptance. */
export const update = {
  externalId: 'case-1',
  fields: {
    guid,
    number: '803-26-PRTITV-1',
    unit: '803',
    status: '125080003',
    on: '2026-11-20',
    name: 'lakeside',
  },
  comment: 'Referral acknowledged by PRIMERO',
}
