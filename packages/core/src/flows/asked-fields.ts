import type { FieldMap } from '../mapping/field-map.ts'

/**
 * The fields of a case that a flow asks Primero for: those it always needs and those its field map reads. Nothing else
 * is read, and nothing twice.
 */
export function askedFields(map: FieldMap | undefined, always: readonly string[]): string {
  const mapped = (map?.rules ?? [])
    .flatMap((rule) => rule.sources)
    .filter((source) => source.object === 'case')
    .map((source) => source.column)
  return [...new Set([...always, ...mapped])].filter((field) => field !== 'id').join(',')
}
