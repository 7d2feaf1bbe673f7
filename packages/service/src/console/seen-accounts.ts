import type { Kysely } from 'kysely'
import type { ConsoleHost } from '@ping-primero/console/host.ts'
import type { LedgerTables } from '../ledger/schema.ts'
import { KeptRoles } from './kept-roles.ts'

/** The accounts whose sessions were used since a time and have a role in a deployment; of several the last. */
export function seenAccounts(db: Kysely<LedgerTables>): ConsoleHost['ledger']['accounts'] {
  return async (deployment, since) => {
    const rows = await db
      .selectFrom('console_session')
      .select(({ fn }) => ['account', 'roles', fn.max('seen_at').as('seen_at')])
      .where('seen_at', '>=', since)
      .groupBy(['account', 'roles'])
      .orderBy('seen_at', 'desc')
      .execute()
    const known = new Set<string>()
    return rows.flatMap(({ account, roles, seen_at: seenAt }) => {
      const role = KeptRoles.parse(JSON.parse(roles))[deployment]
      if (role === undefined || known.has(account)) return []
      known.add(account)
      return [{ account, role, seenAt }]
    })
  }
}
