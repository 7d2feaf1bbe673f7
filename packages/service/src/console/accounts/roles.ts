import type { Role } from '@ping-primero/console/roles.ts'
import type { ProviderSettings } from '../../configuration/console/schema.ts'

/** Of several roles in one deployment the one that may do most counts. */
const mostFirst: readonly Role[] = ['administrator', 'operator', 'auditor', 'viewer']

/** The role that the groups of an account give in each deployment; a group counts whatever its letter case. */
export function rolesOf(
  groups: readonly string[],
  roles: ProviderSettings['roles'],
): Readonly<Record<string, Role>> {
  const mine = new Set(groups.map((group) => group.trim().toLowerCase()))
  const given = Object.entries(roles)
    .filter(([group]) => mine.has(group.trim().toLowerCase()))
    .flatMap(([, inDeployments]) => Object.entries(inDeployments))
  return Object.fromEntries(
    given.toSorted(([, one], [, other]) => mostFirst.indexOf(other) - mostFirst.indexOf(one)),
  )
}
