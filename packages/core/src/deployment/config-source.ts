import type { Deployment } from './deployment.ts'

/** The parts of a deployment that a field map may read as `deployment.…`. */
export type ConfigSource = Readonly<Record<string, string>>

/** The settings a field map may read, by the path after `deployment.`; for `Sources.deployment`. */
export function configSource(deployment: Pick<Deployment, 'name' | 'progres' | 'primero'>): ConfigSource {
  const { progres, primero } = deployment
  return {
    name: deployment.name,
    'progres.businessUnit': progres.businessUnit,
    'progres.organizationFrom': progres.organizationFrom,
    'progres.referredBy': progres.referredBy,
    'progres.contact.position': progres.contact.position,
    'progres.contact.email': progres.contact.email,
    'progres.contact.phone': progres.contact.phone,
    'primero.moduleId': primero.moduleId,
    'primero.intakeUser': primero.intakeUser,
    'primero.unhcr.agency': primero.unhcr.agency,
    'primero.unhcr.user': primero.unhcr.user,
  }
}
