import type { Deployment } from '../deployment/deployment.ts'
import type { FieldRule } from '../mapping/field-map.ts'
import { anythingElse, reverse, type ValueMap } from '../mapping/value-map.ts'
import type { Place } from './field-needs.ts'
import type { Gap } from './finding.ts'
import { optionsOf, type LiveFields, type LiveLookups, type LiveOption } from './live-fields.ts'

/** Primero as it stands: its fields and its lists. */
export interface LivePrimero {
  readonly fields: LiveFields
  readonly lookups: LiveLookups
}

/**
 * Compares every mapping value that concerns Primero with the options of the field it goes to or comes from.
 * Fields fed from agencies, users or places have no options to compare with.
 */
export function optionGaps(deployment: Deployment, live: LivePrimero): readonly Gap[] {
  return [
    ...writtenGaps(deployment, live, '1.1-case', 'case'),
    ...writtenGaps(deployment, live, '1.1-service', 'service'),
    ...statusGaps(deployment, live),
    ...outgoingGaps(deployment, live),
    ...unusedMapGaps(deployment, live),
  ]
}

function liveOptions(live: LivePrimero, place: Place, name: string): readonly LiveOption[] | null {
  const field = live.fields[place].get(name)
  return field === undefined ? null : optionsOf(field, live.lookups)
}

function writtenGaps(
  deployment: Deployment,
  live: LivePrimero,
  map: '1.1-case' | '1.1-service',
  place: Place,
): readonly Gap[] {
  return (deployment.fieldMaps.get(map)?.rules ?? []).flatMap((rule) => {
    const options = liveOptions(live, place, rule.target)
    if (options === null) return []
    return writtenValues(deployment, map, rule).flatMap(({ value, from }): readonly Gap[] => {
      const option = options.find(({ id }) => id === value)
      if (option?.disabled === false) return []
      return [
        {
          code: option === undefined ? 'primero-option-missing' : 'primero-option-disabled',
          severity: option === undefined ? 'holds' : 'note',
          flows: ['1.1'],
          subject: `${from}: ${value}`,
          found:
            option === undefined ? `no such option of ${rule.target}` : `a disabled option of ${rule.target}`,
          expected: `one of the options of ${rule.target} in Primero`,
        },
      ]
    })
  })
}

/** The values that a rule can write and that the deployment states: from its map, its constant and its default. */
function writtenValues(
  deployment: Deployment,
  file: string,
  rule: FieldRule,
): readonly { readonly value: string; readonly from: string }[] {
  const { transform } = rule
  const inRule = { from: `${file}.csv, ${rule.target}` }
  const stated = [
    ...(transform.kind === 'constant' ? [{ value: transform.value, ...inRule }] : []),
    ...(rule.default === null ? [] : [{ value: rule.default, ...inRule }]),
  ]
  if (transform.kind !== 'map' && transform.kind !== 'map-list') return stated
  const rows = deployment.valueMaps.maps.get(transform.map)?.rows ?? []
  const values = new Set(rows.map(({ value }) => value).filter((value) => value !== anythingElse))
  const from = `${transform.map}.csv`
  return [
    ...[...values].map((value) => ({ value, from })),
    ...stated.filter(({ value }) => !values.has(value)),
  ]
}

/** The caseworker's decision: every option must have a meaning, and both decisions an option. */
function statusGaps(deployment: Deployment, live: LivePrimero): readonly Gap[] {
  const options = liveOptions(live, 'service', 'unhcr_referral_status')
  const codes = deployment.valueMaps.decisionCodes.get('unhcr-referral-status')
  if (options === null || codes === undefined) return []
  const about = { flows: ['1.2'] } as const
  const unlisted = options.filter(({ id, disabled }) => !disabled && !codes.has(id))
  return [
    ...unlisted.map(({ id }): Gap => ({
      ...about,
      code: 'decision-code-unknown',
      severity: 'holds',
      subject: `decision-codes.csv, unhcr-referral-status: ${id}`,
      found: 'an option of unhcr_referral_status without a row',
      expected: 'a row that says what it means',
    })),
    ...[...codes].flatMap(([code, means]): readonly Gap[] => {
      if (options.some(({ id }) => id === code)) return []
      const decides = means === 'accepted' || means === 'rejected'
      return [
        {
          ...about,
          code: 'primero-option-missing',
          severity: decides ? 'holds' : 'note',
          subject: `decision-codes.csv, unhcr-referral-status: ${code}`,
          found: 'no such option of unhcr_referral_status',
          expected: 'one of the options of unhcr_referral_status in Primero',
        },
      ]
    }),
  ]
}

/** What flow 2.1 translates: keys that Primero does not have, and options that no row names. */
function outgoingGaps(deployment: Deployment, live: LivePrimero): readonly Gap[] {
  return (deployment.fieldMaps.get('2.1-referral')?.rules ?? []).flatMap((rule) => {
    const { transform } = rule
    if (transform.kind !== 'map' && transform.kind !== 'map-list') return []
    const map = deployment.valueMaps.maps.get(transform.map)
    if (map === undefined) return []
    const read = map.name === 'sex' ? reverse(map) : map
    return rule.sources.flatMap(({ object, column }) => {
      if (object !== 'case' && object !== 'service') return []
      const options = liveOptions(live, object, column)
      return options === null
        ? []
        : [...unusedKeys(read, column, options), ...unmapped(rule, read, column, options)]
    })
  })
}

function unusedKeys(map: ValueMap, field: string, options: readonly LiveOption[]): readonly Gap[] {
  const keys = map.rows.map(({ key }) => key).filter((key) => key !== anythingElse)
  const unused = keys.filter((key) => !options.some(({ id }) => id === key))
  if (unused.length === 0) return []
  return [
    {
      code: 'mapping-key-unused',
      severity: 'note',
      flows: ['2.1'],
      subject: `${map.name}.csv: ${unused.join(', ')}`,
      found: `${unused.length} keys that are no option of ${field}`,
      expected: `options of ${field} in Primero`,
    },
  ]
}

/**
 * Options that no row names. A service type without a row is no more than a note: Primero lists every service there is,
 * and those that UNHCR does not offer are left out of the mapping on purpose.
 */
function unmapped(
  rule: FieldRule,
  map: ValueMap,
  field: string,
  options: readonly LiveOption[],
): readonly Gap[] {
  const keys = new Set(map.rows.map(({ key }) => key))
  const lacking = options.filter(({ id, disabled }) => !disabled && !keys.has(id))
  if (keys.has(anythingElse) || lacking.length === 0) return []
  const isService = map.name.startsWith('service-types')
  return [
    {
      code: isService ? 'service-type-unmapped' : 'value-unmapped',
      severity: rule.required && !isService ? 'holds' : 'note',
      flows: ['2.1'],
      subject: `${map.name}.csv`,
      found: `no row for the options ${lacking.map(({ id }) => id).join(', ')}`,
      expected: `a row for each option of ${field} that is to go to proGres; the others are ${rule.required ? 'held' : 'left out'}`,
    },
  ]
}

/** Maps `X-out` that no field map uses yet are compared with the field that `X-in` fills. */
function unusedMapGaps(deployment: Deployment, live: LivePrimero): readonly Gap[] {
  const rules = [...deployment.fieldMaps.values()].flatMap((fieldMap) => fieldMap.rules)
  const usedBy = (name: string): FieldRule | undefined =>
    rules.find(({ transform }) => 'map' in transform && transform.map === name)
  return [...deployment.valueMaps.maps.values()].flatMap((map) => {
    if (!map.name.endsWith('-out') || usedBy(map.name) !== undefined) return []
    const field = usedBy(map.name.replace(/-out$/, '-in'))?.target
    if (field === undefined) return []
    const options = liveOptions(live, 'case', field) ?? liveOptions(live, 'service', field)
    return options === null ? [] : unusedKeys(map, field, options)
  })
}
