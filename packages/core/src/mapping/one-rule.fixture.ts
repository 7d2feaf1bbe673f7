import { sourceNames, type FieldMap, type FieldMapName, type FieldRule, type Transform } from './field-map.ts'
import { mapRecord, type MappedRecord, type Sources } from './map-record.ts'
import type { ValueMap, ValueMaps } from './value-map.ts'

/** The time of every run here. */
export const now = '2026-05-06T07:08:09.123Z'

function valueMap(name: string, rows: readonly (readonly [string, string])[]): readonly [string, ValueMap] {
  return [name, { name, rows: rows.map(([key, value]) => ({ key, value, priority: null })) }]
}

/** Small value maps of each sort. */
export const valueMaps: ValueMaps = {
  maps: new Map([
    valueMap('sex', [
      ['125080000', 'female'],
      ['125080001', 'male'],
    ]),
    valueMap('service-types-in', [['Alternative Care', 'alternative_care']]),
    valueMap('languages-in', [
      ['Nuer', 'language2'],
      ['Anyuak', 'language1'],
      ['Swahili', 'language1'],
      ['*', 'language6'],
    ]),
    valueMap('languages-strict', [['Nuer', 'language2']]),
    valueMap('protection-concerns', [
      ['neglect', 'guid-risk'],
      ['rape', 'guid-sgbv'],
    ]),
  ]),
  decisionCodes: new Map(),
}

/** The cells of a rule that differ from one test to the next. */
export interface Cells {
  readonly sources?: readonly string[]
  readonly required?: boolean
  readonly default?: string
  readonly target?: string
}

/** One rule with the target `out` and the source `case.a`, unless said otherwise. */
export function rule(
  transform: Transform,
  { sources = ['case.a'], required = false, default: fallback, target = 'out' }: Cells,
): FieldRule {
  return {
    target,
    sources: sources.map((path) => ({
      object: sourceNames.find((name) => path.startsWith(`${name}.`)) ?? 'case',
      column: path.slice(path.indexOf('.') + 1),
    })),
    transform,
    required,
    default: fallback ?? null,
    form: '',
    localised: false,
    note: '',
  }
}

/** A record mapped by this one rule. */
export function map(
  transform: Transform,
  sources: Sources,
  cells: Cells = {},
  name: FieldMapName = '1.1-case',
): MappedRecord {
  const fieldMap: FieldMap = { name, rules: [rule(transform, cells)] }
  return mapRecord(fieldMap, sources, { valueMaps, timezone: 'UTC', now })
}

/** The target's value, or what became of it. */
export function outcome(record: MappedRecord): unknown {
  if (record.unreadable.length > 0) return { unreadable: record.unreadable }
  if (record.missing.length > 0) return { missing: record.missing }
  if (record.unmapped.length > 0) return { unmapped: record.unmapped }
  const [value] = Object.values(record.fields)
  return value === undefined ? 'left out' : { is: value }
}
