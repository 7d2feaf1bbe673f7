import type { Deployment } from '../deployment/deployment.ts'

/** What field maps may read of the configuration, by path below `deployment.`. */
export function deploymentSource(deployment: Deployment): Readonly<Record<string, unknown>> {
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
