import type { KeptSession, SessionStore } from '@ping-primero/console/entry/sessions.ts'

/** Sessions that outlive the ledger in which they are kept. */
export interface CarriedSessions extends SessionStore {
  /** Keeps them in another ledger from now on; that they began stands in its history as well. */
  readonly moveTo: (next: SessionStore) => Promise<void>
}

/** Sessions of a sandbox: whoever is in stays in when its story begins anew, with another ledger. */
export function carriedSessions(first: SessionStore): CarriedSessions {
  const open = new Map<string, KeptSession>()
  let current = first
  return {
    begin: async (session) => {
      open.set(session.id, session)
      await current.begin(session)
    },
    find: (id) => current.find(id),
    seen: async (id, at) => {
      const session = open.get(id)
      if (session !== undefined) open.set(id, { ...session, seenAt: at })
      await current.seen(id, at)
    },
    end: async (id, at) => {
      open.delete(id)
      await current.end(id, at)
    },
    leave: async (id, at) => {
      open.delete(id)
      await current.leave(id, at)
    },
    endOf: async (account, deployment, since, by, at) => {
      const isEnded = await current.endOf(account, deployment, since, by, at)
      for (const id of open.keys()) if ((await current.find(id))?.endedAt !== null) open.delete(id)
      return isEnded
    },
    refuse: (what, deployments, by, at) => current.refuse(what, deployments, by, at),
    moveTo: async (next) => {
      current = next
      for (const session of open.values()) await next.begin(session)
    },
  }
}
