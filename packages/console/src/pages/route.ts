import type { Role } from '../roles.ts'
import type { PageName } from './addresses.ts'
import type { Content, Reading } from './reading.ts'

/** A page of a deployment. */
export interface Route {
  readonly page: PageName
  /** Below the deployment's address. */
  readonly path: `/${string}`
  /** Who may open it. */
  readonly may: readonly Role[]
  readonly read: (reading: Reading) => Promise<Content>
}
