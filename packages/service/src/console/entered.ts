import type { Kysely } from 'kysely'
import type { ActStore, SessionStore } from '@ping-primero/console/entry/sessions.ts'
import type { ConsoleHost } from '@ping-primero/console/host.ts'
import type { HistoryEntry } from '@ping-primero/core/ledger/ledger.ts'
import { noFlow } from '@ping-primero/core/ledger/whole-flow.ts'
import { KeptRoles } from './kept-roles.ts'
import { seenAccounts } from './seen-accounts.ts'
import { appendEvents } from '../ledger/history.ts'
import type { LedgerTables } from '../ledger/schema.ts'

const dayMs = 24 * 60 * 60_000

function dayBefore(at: string): string {
  return new Date(Date.parse(at) - dayMs).toISOString()
}

/** What the console keeps in the ledger's database of those who entered it. */
export interface ConsoleEntered {
  readonly sessions: SessionStore
  readonly acts: ActStore
  readonly accounts: ConsoleHost['ledger']['accounts']
}

/** Keeps sessions, and the one-time values of forms, for a day: no session lasts as long. */
export function consoleEntered(db: Kysely<LedgerTables>): ConsoleEntered {
  return { sessions: sessionStore(db), acts: actStore(db), accounts: seenAccounts(db) }
}

/** Writes what somebody did at the door into the history of each deployment that it concerns. */
async function tell(
  transaction: Kysely<LedgerTables>,
  deployments: readonly string[],
  entry: Pick<HistoryEntry, 'what' | 'at' | 'why'> & { readonly by: string },
): Promise<void> {
  for (const deployment of deployments) {
    await appendEvents(transaction, deployment, [{ ...entry, flow: noFlow, key: noFlow }])
  }
}

function sessionStore(db: Kysely<LedgerTables>): SessionStore {
  const open = (id: string, within: Kysely<LedgerTables> = db) =>
    within.updateTable('console_session').where('id', '=', id).where('ended_at', 'is', null)
  return {
    begin: async ({ id, account, roles, startedAt, seenAt, endedAt }) => {
      const session = {
        id,
        account,
        roles: JSON.stringify(roles),
        started_at: startedAt,
        seen_at: seenAt,
        ended_at: endedAt,
      }
      await db.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('console_session').where('seen_at', '<', dayBefore(startedAt)).execute()
        await transaction.insertInto('console_session').values(session).execute()
        await tell(transaction, Object.keys(roles), { what: 'signed-in', by: account, at: startedAt })
      })
    },
    find: async (id) => {
      const row = await db.selectFrom('console_session').selectAll().where('id', '=', id).executeTakeFirst()
      if (row === undefined) return null
      return {
        id,
        account: row.account,
        roles: KeptRoles.parse(JSON.parse(row.roles)),
        startedAt: row.started_at,
        seenAt: row.seen_at,
        endedAt: row.ended_at,
      }
    },
    seen: async (id, at) => {
      await open(id).set({ seen_at: at }).execute()
    },
    end: async (id, at) => {
      await open(id).set({ ended_at: at }).execute()
    },
    leave: (id, at) =>
      db.transaction().execute(async (transaction) => {
        const [ended] = await open(id, transaction)
          .set({ ended_at: at })
          .returning(['account', 'roles'])
          .execute()
        if (ended === undefined) return
        const { account, roles } = ended
        const deployments = Object.keys(KeptRoles.parse(JSON.parse(roles)))
        await tell(transaction, deployments, { what: 'signed-out', by: account, at })
      }),
    endOf: (account, deployment, since, by, at) =>
      db.transaction().execute(async (transaction) => {
        const sessions = await transaction
          .selectFrom('console_session')
          .select(['id', 'roles'])
          .where('account', '=', account)
          .where('ended_at', 'is', null)
          .where('started_at', '>', since.begun)
          .where('seen_at', '>', since.seen)
          .execute()
        const here = sessions.filter(({ roles }) =>
          Object.hasOwn(KeptRoles.parse(JSON.parse(roles)), deployment),
        )
        if (here.length === 0) return false
        for (const { id } of here) await open(id, transaction).set({ ended_at: at }).execute()
        await tell(transaction, [deployment], { what: 'sessions-ended', by, at, why: account })
        return true
      }),
    refuse: async (what, deployments, by, at) => {
      await db.transaction().execute((transaction) => tell(transaction, deployments, { what, by, at }))
    },
  }
}

function actStore(db: Kysely<LedgerTables>): ActStore {
  return {
    claim: async (value, session, at) =>
      db.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('console_act').where('at', '<', dayBefore(at)).execute()
        const row = await transaction
          .selectFrom('console_act')
          .selectAll()
          .where('value', '=', value)
          .executeTakeFirst()
        if (row === undefined) {
          await transaction.insertInto('console_act').values({ value, session, at, outcome: null }).execute()
          return { kind: 'ours' }
        }
        const { outcome } = row
        return outcome === null || row.session !== session ? { kind: 'under-way' } : { kind: 'done', outcome }
      }),
    settle: async (value, outcome) => {
      await db.updateTable('console_act').set({ outcome }).where('value', '=', value).execute()
    },
    release: async (value) => {
      await db.deleteFrom('console_act').where('value', '=', value).where('outcome', 'is', null).execute()
    },
  }
}
