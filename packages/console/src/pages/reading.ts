import type { ConsoleDeployment, ConsoleHost } from '../host.ts'
import type { Times } from '../parts/times.ts'
import type { PageName } from './addresses.ts'
import type { Role, Viewer } from '../roles.ts'
import type { Html } from '../parts/html.ts'
import type { Say } from '../words/say.ts'

/** What every page of a deployment is made from. */
export interface Reading {
  readonly deployment: ConsoleDeployment
  readonly host: ConsoleHost
  readonly say: Say
  readonly times: Times
  readonly nowMs: number
  readonly query: URLSearchParams
  readonly viewer: Viewer
  /** The role of whoever looks, in this deployment. */
  readonly role: Role
  /** Whether that role may open a page. */
  readonly opens: (page: PageName) => boolean
  /** What every form of an act carries unseen; of each form its own. */
  readonly fields: () => Html
}

/** What a page says, and what stands at the menu. */
export interface Content {
  readonly content: Html
  /** How many items need attention. */
  readonly attention: number
}
