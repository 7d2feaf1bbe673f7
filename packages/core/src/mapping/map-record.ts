import type { FieldMap, FieldRule } from './field-map.ts'
import type { Sources } from './source-value.ts'
import { traceOf, type FieldTrace } from './trace.ts'
import { transformValue, type TransformContext } from './transform-value.ts'
import { reverse, type ValueMaps } from './value-map.ts'

export type { Sources } from './source-value.ts'

/** What mapping knows beside the sources. */
export interface MappingContext {
  readonly valueMaps: ValueMaps
  /** ISO instant of the first intent: what a default of `now`, `today` and `age` say, so that a repeat says the same. */
  readonly now: string
  /** IANA zone of the deployment: whose midnight a birth date may be told by. */
  readonly timezone: string
}

/** A value that no row of its map names. */
interface UnmappedValue {
  readonly target: string
  readonly map: string
  /** true = the item is held; false = the field was left out. */
  readonly required: boolean
  /** Only a service type or a proGres code; null for anything that could say something about a person. */
  readonly value: string | null
}

/** One record as it would be written, and all that stands in its way. No two lists name the same trouble. */
export interface MappedRecord {
  /** By target name; what is blank is left out. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Source columns that must be filled, for people. */
  readonly missing: readonly string[]
  readonly unmapped: readonly UnmappedValue[]
  /** Source columns that hold something their kind does not allow: an impossible date, several values for one. */
  readonly unreadable: readonly string[]
  /** Values that no row names, by map: left out, or taken by the row `*`. */
  readonly warnings: readonly { readonly map: string; readonly count: number }[]
  readonly trace: readonly FieldTrace[]
}

/**
 * Maps one record by its field map (`interface.md`, Field maps). Pure: the same sources, maps and time give the same
 * record. Never throws on any source: what cannot be mapped is named in the result.
 */
export function mapRecord(fieldMap: FieldMap, sources: Sources, context: MappingContext): MappedRecord {
  const transformContext: TransformContext = {
    now: context.now,
    timezone: context.timezone,
    mapNamed: (name) => mapFor(fieldMap, context.valueMaps, name),
  }
  const fields = new Map<string, unknown>()
  const missing = new Set<string>()
  const unmapped: UnmappedValue[] = []
  const unreadable = new Set<string>()
  const warnings = new Map<string, number>()
  const trace: FieldTrace[] = []
  const warn = (rule: FieldRule, count: number): void => {
    const map = mapOf(rule)
    if (count > 0) warnings.set(map, (warnings.get(map) ?? 0) + count)
  }
  for (const rule of fieldMap.rules) {
    const result = transformValue(rule, sources, transformContext)
    trace.push(traceOf(rule, result))
    if (result.kind === 'value') {
      fields.set(rule.target, result.value)
      warn(rule, result.unlisted)
    } else if (result.kind === 'unreadable') {
      for (const column of result.columns) unreadable.add(column)
    } else if (result.kind === 'unmapped') {
      const map = mapOf(rule)
      unmapped.push({ target: rule.target, map, required: rule.required, value: tellable(map, result.value) })
      if (!rule.required) warn(rule, result.count)
    } else if (rule.required) {
      for (const column of result.missing) missing.add(column)
    }
  }
  return {
    fields: Object.fromEntries(fields),
    missing: [...missing],
    unmapped,
    unreadable: [...unreadable],
    warnings: [...warnings].map(([map, count]) => ({ map, count })),
    trace,
  }
}

/** `sex` is kept from proGres to Primero and read the other way in the flows of group 2. */
function mapFor(
  fieldMap: FieldMap,
  valueMaps: ValueMaps,
  name: string,
): ReturnType<TransformContext['mapNamed']> {
  const map = valueMaps.maps.get(name) ?? null
  return map !== null && name === 'sex' && fieldMap.name.startsWith('2.') ? reverse(map) : map
}

function mapOf(rule: FieldRule): string {
  return 'map' in rule.transform ? rule.transform.map : ''
}

function tellable(map: string, value: string | null): string | null {
  return map.startsWith('service-types') || /^1250800\d\d$/.test(String(value)) ? value : null
}
