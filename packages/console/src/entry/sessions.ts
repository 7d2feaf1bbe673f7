import type { Role } from '../roles.ts'

/** A session as it is kept: without the token that opens it. Times are ISO 8601 in UTC. */
export interface KeptSession {
  /** The SHA-256 of its token. */
  readonly id: string
  readonly account: string
  /** Its role in each deployment that it may see. */
  readonly roles: Readonly<Record<string, Role>>
  readonly startedAt: string
  readonly seenAt: string
  /** null = nobody has ended it. */
  readonly endedAt: string | null
}

/** Where sessions are kept. */
export interface SessionStore {
  /** That it began stands in the history of each deployment in which it has a role. */
  readonly begin: (session: KeptSession) => Promise<void>
  readonly find: (id: string) => Promise<KeptSession | null>
  readonly seen: (id: string, at: string) => Promise<void>
  /** One that has ended stays as it ended. */
  readonly end: (id: string, at: string) => Promise<void>
  /** Ends it because whoever it is of signed out: that stands in the history as well, once. */
  readonly leave: (id: string, at: string) => Promise<void>
  /**
   * Ends the sessions of an account that has a role in a deployment, wherever they are, as far as they began and were used
   * since these times; false where there are none. That stands in the history of the deployment, by whoever did it.
   */
  readonly endOf: (
    account: string,
    deployment: string,
    since: { readonly begun: string; readonly seen: string },
    by: string,
    at: string,
  ) => Promise<boolean>
  /**
   * Notes in the history of some deployments that somebody was not let in who would have a role there, or that somebody who
   * is in wanted what their role does not include.
   */
  readonly refuse: (
    what: 'sign-in-refused' | 'access-refused',
    deployments: readonly string[],
    by: string,
    at: string,
  ) => Promise<void>
}

/** Whether the act of a form may be done now, by the one-time value of that form. */
export type Claim =
  | { readonly kind: 'ours' }
  | { readonly kind: 'under-way' }
  | { readonly kind: 'done'; readonly outcome: string }

/** Where the one-time values of forms are kept, by their SHA-256. */
export interface ActStore {
  /** Of several who claim a value at once, one gets it. A value that another session used counts as under way. */
  readonly claim: (value: string, session: string, at: string) => Promise<Claim>
  /** Notes the address at which the act's result stands. */
  readonly settle: (value: string, outcome: string) => Promise<void>
  /** Gives back a value whose act was not done. */
  readonly release: (value: string) => Promise<void>
}
