import type { Deployment } from '../deployment/deployment.ts'
import type { Flow } from '../domain/flow.ts'
import { identityFields } from '../domain/identity.ts'
import type { FieldMapName, FieldRule } from '../mapping/field-map.ts'
import type { Severity } from './report.ts'

/** A field of the case, or of the rows of its `services_section`. */
export type Place = 'case' | 'service'

/** That a flow writes or reads a field, and what follows when it cannot. */
export interface FieldNeed {
  readonly place: Place
  readonly name: string
  readonly flow: Flow
  readonly use: 'write' | 'read'
  readonly severity: Severity
  /** The rule that writes it; null for what is read. */
  readonly rule: FieldRule | null
}

/** What the way back needs in a service row: without them no decision can return (`flows.md`, 1.1 and 1.2). */
export const wayBack: readonly string[] = [
  'progres_interventionnumber',
  'unhcr_referral_status',
  'service_request_agency',
  'service_referral',
]

const read = (place: Place, name: string, flow: Flow, severity: Severity): FieldNeed => ({
  place,
  name,
  flow,
  use: 'read',
  severity,
  rule: null,
})

/** What the flows search by or test themselves, whatever the field maps say. */
const alwaysRead: readonly FieldNeed[] = [
  read('case', 'unhcr_individual_no', '1.1', 'stops'),
  ...wayBack.map((name) => read('service', name, '1.2', 'stops')),
  read('service', 'unhcr_referral_rejection_reason', '1.2', 'note'),
  read('case', 'consent_for_services', '2.1', 'holds'),
  read('case', 'disclosure_other_orgs', '2.1', 'holds'),
  read('service', 'service_implementing_agency', '2.1', 'holds'),
  read('case', 'case_id', '2.2', 'stops'),
]

/** Every field of Primero that a deployment's flows write or read. */
export function fieldNeeds(deployment: Deployment): readonly FieldNeed[] {
  return [
    ...written(deployment, '1.1-case', 'case'),
    ...written(deployment, '1.1-service', 'service'),
    ...alwaysRead,
    ...compared(deployment),
    ...readByMap(deployment, '1.2-decision', '1.2'),
    ...readByMap(deployment, '2.1-referral', '2.1'),
  ]
}

/** What is hidden from the account says nothing in a comparison: another child's case is known by what is left. */
function compared({ policies }: Deployment): readonly FieldNeed[] {
  return policies.identity === 'number-only'
    ? []
    : identityFields.map((name) => read('case', name, '1.1', 'note'))
}

function severityOf(rule: FieldRule): Severity {
  return rule.required ? 'holds' : 'note'
}

function written(deployment: Deployment, map: FieldMapName, place: Place): readonly FieldNeed[] {
  return (deployment.fieldMaps.get(map)?.rules ?? []).map((rule) => {
    const returns = place === 'service' && wayBack.includes(rule.target)
    // A required field that Primero drops stops the flow at the first record (`flows.md`, 1.1).
    const severity = returns || rule.required ? 'stops' : 'note'
    return { place, name: rule.target, flow: '1.1', use: 'write', severity, rule }
  })
}

function readByMap(deployment: Deployment, map: FieldMapName, flow: Flow): readonly FieldNeed[] {
  return (deployment.fieldMaps.get(map)?.rules ?? []).flatMap((rule) =>
    rule.sources.flatMap(({ object, column }) => {
      if (object !== 'case' && object !== 'service') return []
      return [read(object, column, flow, rule.default === null ? severityOf(rule) : 'note')]
    }),
  )
}
