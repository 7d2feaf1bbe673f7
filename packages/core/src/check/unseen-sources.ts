import type { Deployment } from '../deployment/deployment.ts'
import type { Flow } from '../domain/flow.ts'
import type { FieldMapName, FieldRule } from '../mapping/field-map.ts'
import type { PingRow } from '../ping/envelope.ts'
import type { Gap } from './finding.ts'

/** Fewer records than this prove nothing: proGres leaves out what is empty. */
const fewestRecords = 3

/** Which columns of proGres a rule reads. */
function columnsOf({ sources }: FieldRule): readonly string[] {
  return sources.flatMap(({ object, column }) => (object === 'progres' ? column : []))
}

/**
 * Rules of field maps whose source no record shows that was read: a column that is spelled otherwise, or that this
 * proGres does not share. Says nothing where few records were there.
 */
export function unseenSources(
  deployment: Deployment,
  maps: readonly FieldMapName[],
  flow: Flow,
  records: readonly PingRow[],
): readonly Gap[] {
  if (records.length < fewestRecords) return []
  const shown = new Set(records.flatMap((record) => Object.keys(record)))
  return maps.flatMap((name) =>
    (deployment.fieldMaps.get(name)?.rules ?? [])
      .filter((rule) => columnsOf(rule).length > 0 && !columnsOf(rule).some((column) => shown.has(column)))
      .map((rule) => ({
        code: 'mapping-source-unseen' as const,
        severity: rule.required && rule.default === null ? ('holds' as const) : ('note' as const),
        flows: [flow],
        subject: `${name}.csv: ${rule.target}`,
        found: `none of ${records.length} listed records shows ${columnsOf(rule).join(' or ')}`,
        expected: 'a column that proGres shows',
      })),
  )
}
