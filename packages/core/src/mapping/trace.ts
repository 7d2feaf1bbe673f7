import type { FieldRule, SourcePath } from './field-map.ts'
import type { Transformed } from './transform-value.ts'
import type { FieldTrace } from './field-trace.ts'

export type { FieldTrace } from './field-trace.ts'

/** Columns that name a record, an office or a code, never a person: a dry run shows them. */
const impersonal: ReadonlySet<string> = new Set([
  'progres.progres_interventionnumber',
  'progres.progres_lpinterventionid',
  'progres.progres_businessunit',
  'progres.progres_interoperabilityreferralid',
  'case.id',
  'case.case_id',
  'service.unique_id',
  'decision.status',
  'deployment.progres.businessUnit',
  'deployment.progres.organizationFrom',
  'deployment.primero.moduleId',
  'deployment.primero.unhcr.agency',
])

/** One field as a dry run shows it: the rule, and the value only where it cannot say anything about a person. */
export function traceOf(rule: FieldRule, result: Transformed): FieldTrace {
  return {
    target: rule.target,
    source: rule.sources.map(pathText).join('|'),
    transform: transformText(rule),
    shows:
      result.kind === 'value' ? shown(rule, result.value) : result.kind === 'blank' ? 'absent' : result.kind,
  }
}

function shown(rule: FieldRule, value: unknown): string {
  const { transform } = rule
  const open =
    transform.kind === 'constant' ||
    transform.kind === 'today' ||
    // The category of a protection concern can be the most sensitive fact of all.
    ('map' in transform && transform.map !== 'protection-concerns') ||
    // Without a source only the default of the mapping itself can have spoken.
    rule.sources.every((path) => impersonal.has(pathText(path)))
  if (!open) return '[redacted]'
  return Array.isArray(value) ? value.join(', ') : String(value)
}

function pathText(path: SourcePath): string {
  return `${path.object}.${path.column}`
}

function transformText({ transform }: FieldRule): string {
  if ('map' in transform) return `${transform.kind}:${transform.map}`
  return 'separator' in transform ? `${transform.kind}:${transform.separator}` : transform.kind
}
