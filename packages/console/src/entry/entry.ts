import type { Viewer } from '../roles.ts'
import { failedAttempts } from './attempts.ts'
import type { OneTimeValues } from './one-time.ts'
import { digestOf, newSecret, sealOf } from './secrets.ts'
import type { KeptSession, SessionStore } from './sessions.ts'

const minuteMs = 60_000
/** After so long without a request a session ends. */
const idleMs = 15 * minuteMs
/** No session lasts longer. */
const longestMs = 8 * 60 * minuteMs
/** So many wrong values in a minute, and nobody is let in for a while. */
const mostAttempts = 10

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

/** What came of trying a one-time value. */
export type Attempt =
  | { readonly kind: 'let-in'; readonly token: string }
  | { readonly kind: 'no' }
  | { readonly kind: 'too-many' }

/** Who may enter, and how. */
export interface Entry {
  /** Whoever holds a token. Notes that they were here, and ends a session whose time has come. */
  readonly visitOf: (token: string | undefined) => Promise<Visit>
  /** Spends a one-time value for a new session; the one that `before` opened ends. */
  readonly enter: (value: string, before: string | undefined) => Promise<Attempt>
  readonly leave: (session: string) => Promise<void>
  /** Tells another one-time address where the first one was told; false when that was too often. */
  readonly tellAnother: () => boolean
  /** Whether a proxy in front of the console says by `X-Forwarded-Proto` how a request reached it. */
  readonly isBehindProxy: boolean
}

/** What an entry by one-time addresses is given. */
export interface OneTimeEntry {
  readonly sessions: SessionStore
  readonly values: OneTimeValues
  /** Tells a new value to whoever may enter. */
  readonly tell: (value: string) => void
  /** As whom one enters. */
  readonly as: Pick<KeptSession, 'account' | 'roles'>
  readonly now: () => number
}

/** Why a session lets nobody in at a time; null = it does. */
function absenceOf({ startedAt, seenAt, endedAt }: KeptSession, nowMs: number): Absence | null {
  if (endedAt !== null) return 'none'
  if (nowMs - Date.parse(startedAt) >= longestMs) return 'over'
  return nowMs - Date.parse(seenAt) >= idleMs ? 'idle' : null
}

/** Lets in whoever has an address that was told, as one account, and keeps sessions on the server. */
export function oneTimeEntry({ sessions, values, tell, as, now }: OneTimeEntry): Entry {
  const wrong = failedAttempts(mostAttempts, now)
  const told = failedAttempts(mostAttempts, now)
  const time = (): string => new Date(now()).toISOString()
  return {
    isBehindProxy: false,
    visitOf: async (token) => {
      const session = token === undefined ? null : await sessions.find(digestOf(token))
      if (token === undefined || session === null) return { kind: 'nobody', why: 'none' }
      const why = absenceOf(session, now())
      if (why !== null) {
        if (why !== 'none') await sessions.end(session.id, time())
        return { kind: 'nobody', why }
      }
      await sessions.seen(session.id, time())
      const { account, roles } = session
      const roleIn: Viewer['roleIn'] = (name) => (Object.hasOwn(roles, name) ? (roles[name] ?? null) : null)
      return { kind: 'entered', viewer: { account, roleIn }, session: session.id, seal: sealOf(token) }
    },
    enter: async (value, before) => {
      if (wrong.areTooMany()) return { kind: 'too-many' }
      if (!values.spend(value)) {
        wrong.note()
        return { kind: 'no' }
      }
      if (before !== undefined) await sessions.end(digestOf(before), time())
      const token = newSecret()
      const at = time()
      await sessions.begin({ ...as, id: digestOf(token), startedAt: at, seenAt: at, endedAt: null })
      return { kind: 'let-in', token }
    },
    leave: (session) => sessions.end(session, time()),
    tellAnother: () => {
      if (told.areTooMany()) return false
      told.note()
      tell(values.issue())
      return true
    },
  }
}
