import { failedAttempts } from './attempts.ts'
import type { Entry, Newcomer } from './entry.ts'
import { keptSessions } from './kept-sessions.ts'
import type { OneTimeValues } from './one-time.ts'
import type { SessionStore } from './sessions.ts'

/** So many wrong values in a minute, and nobody is let in for a while. */
const mostAttempts = 10

/** What an entry by one-time addresses is given. */
export interface OneTimeEntry {
  readonly sessions: SessionStore
  readonly values: OneTimeValues
  /** Tells a new value to whoever may enter. */
  readonly tell: (value: string) => void
  readonly as: Newcomer
  readonly now: () => number
}

/** Lets in whoever has an address that was told, as one account, and keeps sessions on the server. */
export function oneTimeEntry({ sessions, values, tell, as, now }: OneTimeEntry): Entry {
  const wrong = failedAttempts(mostAttempts, now)
  const told = failedAttempts(mostAttempts, now)
  const { begin, ...kept } = keptSessions(sessions, now)
  return {
    ...kept,
    oneTime: {
      enter: async (value, before) => {
        if (wrong.areTooMany()) return { kind: 'too-many' }
        if (!values.spend(value)) {
          wrong.note()
          return { kind: 'no' }
        }
        return { kind: 'let-in', token: await begin(as, before) }
      },
      tellAnother: () => {
        if (told.areTooMany()) return false
        told.note()
        tell(values.issue())
        return true
      },
    },
    accounts: null,
    isBehindProxy: false,
    origin: null,
  }
}
