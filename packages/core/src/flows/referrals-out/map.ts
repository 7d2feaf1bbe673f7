import type { Deployment } from '../../deployment/deployment.ts'
import type { FieldMap } from '../../mapping/field-map.ts'
import { mapRecord, type MappedRecord } from '../../mapping/map-record.ts'
import type { PrimeroUser, ServiceRow } from '../../primero/record.ts'
import { configSource } from '../../deployment/config-source.ts'
import type { Outgoing } from './referral.ts'

/** How the role mailbox shows itself, so that nobody takes it for the caseworker. */
const roleMailbox = ' (role mailbox)'

/** The target that says what kind of need a child has (ping-contract §4.4). */
const needCategory = 'progres_spneedcategory'

/** The case owner's own profile if it is whole, else the role mailbox as a whole: never a mix (`hazards.md`, 20). */
function contactOf(owner: PrimeroUser | null, deployment: Deployment): Readonly<Record<string, unknown>> {
  const profile = owner?.profile.reveal()
  const whole = [profile?.position, profile?.email, profile?.phone].every(
    (value) => (value ?? '').trim() !== '',
  )
  if (profile !== undefined && whole) return { ...profile }
  const { position, email, phone } = deployment.progres.contact
  return { position: `${position}${roleMailbox}`, email, phone }
}

/**
 * The field map of outgoing referrals; undefined where the deployment has none. Whether a category of need leaves at all
 * is the deployment's choice: where it does not, the concerns behind it are not even read.
 */
export function outgoingMap(deployment: Deployment): FieldMap | undefined {
  const map = deployment.fieldMaps.get('2.1-referral')
  if (map === undefined || deployment.policies.shareProtectionConcern) return map
  return { ...map, rules: map.rules.filter((rule) => rule.target !== needCategory) }
}

/** Maps a referral to what SHP-2731 takes. Pure. */
export function mapOutgoing(
  outgoing: Outgoing,
  service: ServiceRow,
  owner: PrimeroUser | null,
  deployment: Deployment,
  now: string,
): MappedRecord {
  const map = outgoingMap(deployment)
  if (map === undefined) throw new Error('Flow 2.1 runs only with its field map.')
  const { record, individualNumber } = outgoing.case
  const sources = {
    // As proGres itself writes the number, however a caseworker did.
    case: {
      ...record.reveal(),
      ...(individualNumber === null ? {} : { unhcr_individual_no: individualNumber }),
    },
    service: service.record.reveal(),
    referral: outgoing.referral.record.reveal(),
    owner: contactOf(owner, deployment),
    deployment: configSource(deployment),
  }
  return mapRecord(map, sources, { valueMaps: deployment.valueMaps, timezone: deployment.timezone, now })
}
