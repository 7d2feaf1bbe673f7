import type { Deployment } from '../deployment/deployment.ts'
import type { FieldRule } from '../mapping/field-map.ts'
import { textsOf } from '../mapping/source-value.ts'
import { lookUp, type ValueMap } from '../mapping/value-map.ts'
import type { PingRow } from '../ping/envelope.ts'
import type { Gap } from './finding.ts'

/** What listed referrals show: sex codes of the list, and the records whose details were read. */
export interface Sightings {
  readonly sexes: ReadonlySet<string>
  readonly details: readonly PingRow[]
}

/** Maps whose keys are labels or codes of option lists, so that a report may name them. */
const namedMaps: ReadonlySet<string> = new Set(['sex', 'service-types-in', 'languages-in'])

/** A code as a report may show it: anything that is no code could be about a person. */
export function shownCode(code: string): string {
  return /^[A-Za-z0-9_.-]{1,40}$/.test(code) ? code : 'a value that is no code'
}

/** Compares every value of proGres that flow 1.1 translates, as far as listed referrals show it, with its map. */
export function valueSightings(deployment: Deployment, sightings: Sightings): readonly Gap[] {
  const rules = (['1.1-case', '1.1-service'] as const).flatMap(
    (name) => deployment.fieldMaps.get(name)?.rules ?? [],
  )
  return rules.flatMap((rule) => {
    const { transform } = rule
    if (transform.kind !== 'map' && transform.kind !== 'map-list') return []
    const map = deployment.valueMaps.maps.get(transform.map)
    return map === undefined ? [] : unlistedValues(rule, map, sightings)
  })
}

function unlistedValues(rule: FieldRule, map: ValueMap, sightings: Sightings): readonly Gap[] {
  const columns = rule.sources.filter(({ object }) => object === 'progres').map(({ column }) => column)
  const seen = new Set([
    ...(map.name === 'sex' ? sightings.sexes : []),
    ...sightings.details.flatMap((row) => columns.flatMap((column) => textsOf(row[column]) ?? [])),
  ])
  const values = [...seen].map((value) => ({ value, answer: lookUp(map, value) }))
  const lost = values.filter(({ answer }) => !answer.found).map(({ value }) => value)
  const byStar = values.filter(({ answer }) => answer.found && !answer.listed).map(({ value }) => value)
  return [
    ...gapOf(
      rule,
      map,
      lost,
      rule.required ? 'holds' : 'note',
      rule.required ? 'a row for it' : 'a row, else it is left out',
    ),
    ...gapOf(rule, map, byStar, 'note', 'a row of its own, else the row * takes it'),
  ]
}

function gapOf(
  rule: FieldRule,
  map: ValueMap,
  values: readonly string[],
  severity: Gap['severity'],
  expected: string,
): readonly Gap[] {
  const code = map.name.startsWith('service-types') ? 'service-type-unmapped' : 'value-unmapped'
  const gap = { code, severity, flows: ['1.1'], expected } as const
  const found = 'shown by listed referrals, without a row'
  if (values.length === 0) return []
  if (namedMaps.has(map.name)) {
    return values.map((value) => ({ ...gap, subject: `${map.name}.csv: ${shownLabel(map, value)}`, found }))
  }
  return [
    { ...gap, subject: `${map.name}.csv, for ${rule.target}`, found: `${values.length} values ${found}` },
  ]
}

/** A label of an option list is short and on one line; a sex is a code. */
function shownLabel(map: ValueMap, value: string): string {
  if (map.name === 'sex') return shownCode(value)
  return /^[^\r\n<>]{1,80}$/.test(value) ? value : 'a value that is no label'
}
