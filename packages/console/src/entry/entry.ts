import type { EntryRefusal } from './refusals.ts'
import type { Language } from '../words/languages.ts'
import type { Role, Viewer } from '../roles.ts'

/** Somebody who has entered. */
export interface Entered {
  readonly kind: 'entered'
  readonly viewer: Viewer
  /** Names the session where it is kept. */
  readonly session: string
  /** What every form of the session carries. */
  readonly seal: string
}

/** Why a request is from nobody: there is no session, or it ended by itself. */
export type Absence = 'none' | 'idle' | 'over'

/** Whoever a request is from. */
export type Visit = Entered | { readonly kind: 'nobody'; readonly why: Absence }

/** As whom one enters. */
export interface Newcomer {
  /** The name of the account, as the history keeps it. */
  readonly account: string
  /** Its role in each deployment that it may see. */
  readonly roles: Readonly<Record<string, Role>>
}

/** What came of trying a one-time value. */
export type Attempt =
  | { readonly kind: 'let-in'; readonly token: string }
  | { readonly kind: 'no' }
  | { readonly kind: 'too-many' }

/** By addresses that are told in a terminal, each once. */
export interface OneTimeWay {
  /** Spends a one-time value for a new session; the one that `before` opened ends. */
  readonly enter: (value: string, before: string | undefined) => Promise<Attempt>
  /** Tells another one-time address where the first one was told; false when that was too often. */
  readonly tellAnother: () => boolean
}

/** An organisation whose accounts may sign in. */
export interface Provider {
  /** Stands in addresses. */
  readonly name: string
  /** Stands on its button. */
  readonly title: string
}

/** What came of signing in at an organisation. */
export type Arrival =
  | { readonly kind: 'let-in'; readonly token: string }
  | { readonly kind: 'refused'; readonly why: EntryRefusal }

/** With accounts of organisations. A sign-in is bound to one browser by a secret that it alone holds meanwhile. */
export interface AccountsWay {
  readonly providers: readonly Provider[]
  /** Where an account signs in. */
  readonly begin: (
    provider: string,
    secret: string,
    language: Language,
  ) => Promise<
    | { readonly kind: 'to'; readonly address: string }
    | { readonly kind: 'refused'; readonly why: EntryRefusal }
  >
  /** Takes what an organisation says by its query for a new session; the one that `before` opened ends. */
  readonly arrive: (
    provider: string,
    secret: string,
    query: URLSearchParams,
    before: string | undefined,
  ) => Promise<Arrival>
  /** Where one signs out at the organisation itself; null where it has no such address, or does not answer. */
  readonly endAddress: (provider: string) => Promise<string | null>
}

/** Who may enter, and how. */
export interface Entry {
  /** Whoever holds a token. Notes that they were here, and ends a session whose time has come. */
  readonly visitOf: (token: string | undefined) => Promise<Visit>
  readonly leave: (session: string) => Promise<void>
  /** Ends the sessions of an account with a role in a deployment, in every browser; false where none is open. */
  readonly endSessions: (account: string, deployment: string, by: string) => Promise<boolean>
  /** Notes that somebody wanted what their role in a deployment does not include: once for each session and deployment. */
  readonly overstepped: (entered: Entered, deployment: string) => Promise<void>
  /** null = nobody enters so. */
  readonly oneTime: OneTimeWay | null
  /** null = nobody enters so. */
  readonly accounts: AccountsWay | null
  /** Whether a proxy in front of the console says by `X-Forwarded-Proto` how a request reached it. */
  readonly isBehindProxy: boolean
  /** The address by which people open the console, as far as its port; null = whichever they used. */
  readonly origin: string | null
}
