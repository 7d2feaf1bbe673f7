import type { Entry } from '@ping-primero/console/entry/entry.ts'
import type { Role } from '@ping-primero/console/roles.ts'

/** Everybody is one who has entered, with a role in every deployment. */
export function somebody(entry: Entry, role: Role): Entry {
  const viewer = { account: 'someone@agency.example', roleIn: () => role }
  const session = 'a session of somebody'
  return {
    ...entry,
    visitOf: async () => ({ kind: 'entered', viewer, session, seal: 'the seal of a session' }),
  }
}
