import { routes } from '../routes.ts'
import type { Role } from '../roles.ts'
import type { PageName } from './addresses.ts'

/** The pages that a role may open, in the order of the menu. */
export function menuOf(role: Role): readonly PageName[] {
  return routes.filter(({ may, title }) => title === undefined && may.includes(role)).map(({ page }) => page)
}
