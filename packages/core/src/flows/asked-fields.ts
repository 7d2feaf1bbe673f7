import type { Deployment } from '../deployment/deployment.ts'
import type { FieldMapName } from '../mapping/field-map.ts'

/**
 * The fields of a case that a flow asks Primero for: those it always needs and those its field maps read. Nothing
 * else is read, and nothing twice.
 */
export function askedFields(
  deployment: Deployment,
  maps: readonly FieldMapName[],
  always: readonly string[],
): string {
  const mapped = maps
    .flatMap((name) => deployment.fieldMaps.get(name)?.rules ?? [])
    .flatMap((rule) => rule.sources)
    .filter((source) => source.object === 'case')
    .map((source) => source.column)
  return [...new Set([...always, ...mapped])].filter((field) => field !== 'id').join(',')
}
