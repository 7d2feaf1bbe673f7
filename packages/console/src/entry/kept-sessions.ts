import type { Viewer } from '../roles.ts'
import type { Absence, Entry, Newcomer } from './entry.ts'
import { digestOf, newSecret, sealOf } from './secrets.ts'
import type { KeptSession, SessionStore } from './sessions.ts'

const minuteMs = 60_000
/** After so long without a request a session ends. */
const idleMs = 15 * minuteMs
/** No session lasts longer. */
const longestMs = 8 * 60 * minuteMs

/** How many refusals are remembered, so that each is noted once. */
const mostNoted = 10_000

/** The sessions of whoever has entered, by whichever way. */
export interface KeptSessions extends Pick<Entry, 'visitOf' | 'leave' | 'overstepped' | 'endSessions'> {
  /** Begins one, gives the token that opens it, and ends the one that `before` opened. */
  readonly begin: (as: Newcomer, before: string | undefined) => Promise<string>
}

/** Why a session opens nothing any more; null = it does. */
function absenceOf({ startedAt, seenAt, endedAt }: KeptSession, nowMs: number): Absence | null {
  if (endedAt !== null) return 'none'
  if (nowMs - Date.parse(startedAt) >= longestMs) return 'over'
  return nowMs - Date.parse(seenAt) >= idleMs ? 'idle' : null
}

/** Keeps sessions on the server, and ends them by its own clock. */
export function keptSessions(sessions: SessionStore, now: () => number): KeptSessions {
  const noted = new Set<string>()
  const time = (): string => new Date(now()).toISOString()
  return {
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
    begin: async (as, before) => {
      if (before !== undefined) await sessions.end(digestOf(before), time())
      const token = newSecret()
      const at = time()
      await sessions.begin({ ...as, id: digestOf(token), startedAt: at, seenAt: at, endedAt: null })
      return token
    },
    overstepped: async ({ session, viewer }, deployment) => {
      const once = `${session} ${deployment}`
      if (noted.has(once)) return
      if (noted.size >= mostNoted) noted.clear()
      noted.add(once)
      await sessions.refuse('access-refused', [deployment], viewer.account, time())
    },
    leave: (session) => sessions.leave(session, time()),
    endSessions: (account, deployment, by) => {
      const ago = (ms: number): string => new Date(now() - ms).toISOString()
      return sessions.endOf(account, deployment, { begun: ago(longestMs), seen: ago(idleMs) }, by, time())
    },
  }
}
