import type { Role } from '../roles.ts'
import type { Key } from '../words/catalogue.ts'
import type { PageName } from './addresses.ts'
import type { Content, Reading } from './reading.ts'

/** A page of a deployment. */
export interface Route {
  readonly page: PageName
  /** What one that stands below that page is called; the page itself has the name of the menu. */
  readonly title?: Key
  /** Below the deployment's address. */
  readonly path: `/${string}`
  /** Who may open it. */
  readonly may: readonly Role[]
  readonly read: (reading: Reading) => Promise<Content>
}
