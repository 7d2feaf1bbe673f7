import type { Kysely, Transaction } from 'kysely'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type {
  ItemPosition,
  Ledger,
  LedgerItem,
  ReasonCount,
  SeenRecord,
} from '@ping-primero/core/ledger/ledger.ts'
import { unavailable } from '@ping-primero/core/reasons/unavailable.ts'
import { isOutage } from '@ping-primero/core/ledger/item.ts'
import { readBeginning } from './beginning.ts'
import { inChunks, keysPerQuery } from './chunks.ts'
import { countHandled, countItems, countReasons, lookDueOnly, unsettledOnly } from './count.ts'
import { groupCommit } from './group-commit.ts'
import { itemOf, numberColumns } from './row.ts'
import { writeSaves } from './save.ts'
import type { SaveJob, SaveResult } from './save.ts'
import type { LedgerTables } from './schema.ts'
import { intendedSends } from './intended-sends.ts'
import { readDoubt } from './recover-sends.ts'
import type { SendJournal } from './send-journal.ts'
import type { Surroundings } from './surroundings.ts'
import { holdFence } from './turn.ts'
import { storageTrouble } from './unavailable.ts'

const seenPerInsert = 200

/** Items after a position in the order (foundAt, key). */
function walk(
  db: Kysely<LedgerTables>,
  deployment: string,
  flow: Flow,
  after: ItemPosition | null,
  limit: number,
) {
  const items = db
    .selectFrom('item')
    .selectAll()
    .where('deployment', '=', deployment)
    .where('flow', '=', flow)
    .orderBy('found_at')
    .orderBy('key')
    .limit(limit)
  if (after === null) return items
  return items.where((eb) => eb(eb.refTuple('found_at', 'key'), '>', eb.tuple(after.foundAt, after.key)))
}

/**
 * The ledger of one deployment, as core's port promises. With a token every write first makes sure that the turn is
 * still the token's, and throws TurnLost when it is not. A save that tells of a send to come resolves only when the
 * journal of sends has it too.
 */
export function deploymentLedger(
  db: Kysely<LedgerTables>,
  deployment: string,
  token: string | null,
  surroundings: Surroundings,
  journal: SendJournal,
): Ledger {
  function write<T>(act: (transaction: Transaction<LedgerTables>) => Promise<T>): Promise<T> {
    return db.transaction().execute(async (transaction) => {
      if (token !== null) await holdFence(transaction, deployment, token)
      return act(transaction)
    })
  }

  async function commit(jobs: readonly SaveJob[]): Promise<readonly SaveResult[]> {
    try {
      const results = await write((transaction) => writeSaves(transaction, deployment, jobs))
      const sends = intendedSends(deployment, jobs, results)
      // The database's write lock keeps others out of the journal meanwhile.
      if (sends.length > 0) await db.transaction().execute(async () => journal.append(sends))
      return results
    } catch (error) {
      throw storageTrouble(error) ?? error
    }
  }

  const save = groupCommit(commit, surroundings)

  async function itemsWhere(
    flow: Flow,
    column: 'key' | 'individual' | (typeof numberColumns)[keyof typeof numberColumns],
    values: readonly string[],
  ): Promise<readonly LedgerItem[]> {
    const found: LedgerItem[] = []
    for (const some of inChunks([...new Set(values)], keysPerQuery)) {
      const rows = await db
        .selectFrom('item')
        .selectAll()
        .where(column, 'in', some)
        .where('deployment', '=', deployment)
        .where('flow', '=', flow)
        .execute()
      found.push(...rows.map(itemOf))
    }
    return found
  }

  return {
    get: (flow, keys) => itemsWhere(flow, 'key', keys),
    byNumber: (flow, kind, values) => itemsWhere(flow, numberColumns[kind], values),
    byIndividual: (flow, individuals) => itemsWhere(flow, 'individual', individuals),

    unsettled: async (flow, after, limit) => {
      const rows = await walk(db, deployment, flow, after, limit).where(unsettledOnly).execute()
      return rows.map(itemOf)
    },

    lookDue: async (flow, after, limit) => {
      const rows = await walk(db, deployment, flow, after, limit)
        .where(lookDueOnly)
        .where('state', '=', 'confirmed')
        .execute()
      return rows.map(itemOf)
    },

    save: (items, events) => save({ items, events }),

    cursor: async (flow) => {
      const row = await db
        .selectFrom('cursor')
        .select('at')
        .where('deployment', '=', deployment)
        .where('flow', '=', flow)
        .executeTakeFirst()
      return row?.at ?? null
    },

    saveCursor: (flow, at) =>
      write(async (transaction) => {
        await transaction
          .insertInto('cursor')
          .values({ deployment, flow, at })
          .onConflict((conflict) => conflict.columns(['deployment', 'flow']).doUpdateSet({ at }))
          .execute()
      }),

    saveSeen: (shelf, seen) =>
      write(async (transaction) => {
        const versions = new Map(seen.map(({ id, version }) => [id, version]))
        for (const some of inChunks([...versions], seenPerInsert)) {
          await transaction
            .insertInto('seen')
            .values(some.map(([id, version]) => ({ deployment, shelf, id, version })))
            .onConflict((conflict) =>
              conflict
                .columns(['deployment', 'shelf', 'id'])
                .doUpdateSet((eb) => ({ version: eb.ref('excluded.version') })),
            )
            .execute()
        }
      }),

    seen: async (shelf, ids) => {
      const found: SeenRecord[] = []
      for (const some of inChunks([...new Set(ids)], keysPerQuery)) {
        const rows = await db
          .selectFrom('seen')
          .select(['id', 'version'])
          .where('deployment', '=', deployment)
          .where('shelf', '=', shelf)
          .where('id', 'in', some)
          .execute()
        found.push(...rows.map(({ id, version }) => ({ id, version })))
      }
      return found
    },

    forgetSeen: (shelf, version) =>
      write(async (transaction) => {
        await transaction
          .deleteFrom('seen')
          .where('deployment', '=', deployment)
          .where('shelf', '=', shelf)
          .where('version', '<', version)
          .execute()
      }),

    pauses: async () => {
      const rows = await db
        .selectFrom('pause')
        .selectAll()
        .where('deployment', '=', deployment)
        .orderBy('system')
        .execute()
      return rows.map((row) => ({ system: row.system, since: row.since, nextProbe: row.next_probe }))
    },

    savePause: (system, pause) =>
      write(async (transaction) => {
        const before = await transaction
          .deleteFrom('pause')
          .where('deployment', '=', deployment)
          .where('system', '=', system)
          .returningAll()
          .executeTakeFirst()
        if (pause !== null) {
          const { since, nextProbe } = pause
          const row = { deployment, system, since, next_probe: nextProbe }
          await transaction.insertInto('pause').values(row).execute()
          return
        }
        if (before === undefined || !isOutage({ system, since: before.since, nextProbe: before.next_probe }))
          return
        // Not a change that another save would have to know of: whoever read an item before is trying it.
        await transaction
          .updateTable('item')
          .set({ next_try: null })
          .where('deployment', '=', deployment)
          .where('state', '=', 'waiting')
          .where('reason', '=', unavailable[system])
          .execute()
      }),

    refusals: async (account) => {
      const rows = await db
        .selectFrom('refused_credential')
        .selectAll()
        .where('account', '=', account)
        .orderBy('tried_at')
        .execute()
      return rows.map(({ credential, why, since, tried_at: triedAt, next_try: nextTry, attempts }) => ({
        credential,
        why,
        since,
        triedAt,
        nextTry,
        attempts,
      }))
    },

    saveRefusals: (account, refused) =>
      write(async (transaction) => {
        await transaction.deleteFrom('refused_credential').where('account', '=', account).execute()
        for (const { triedAt, nextTry, ...row } of refused) {
          await transaction
            .insertInto('refused_credential')
            .values({ account, ...row, tried_at: triedAt, next_try: nextTry })
            .execute()
        }
      }),

    counts: (flow, runId) => countItems(db, deployment, flow, runId),
    handledSince: (flow, since, runId) => countHandled(db, deployment, flow, since, runId),

    reasons: async (flow, limit) => {
      const counted: ReasonCount[] = []
      for (const { code, state, count } of await countReasons(db, deployment, flow)) {
        const rows = await walk(db, deployment, flow, null, limit)
          .where(unsettledOnly)
          .where('reason', '=', code)
          .where('state', '=', state)
          .execute()
        counted.push({ code, state, count, items: rows.map(itemOf) })
      }
      return counted
    },

    doubt: () => readDoubt(db, deployment),
    beginning: () => readBeginning(db, deployment),

    saveLook: (doneAt) =>
      write(async (transaction) => {
        await transaction
          .updateTable('beginning')
          .set({ look: doneAt })
          .where('deployment', '=', deployment)
          .execute()
      }),

    saveRun: (run) =>
      write(async (transaction) => {
        await transaction
          .insertInto('run')
          .values({
            deployment,
            id: run.id,
            flow: run.flow,
            started_at: run.startedAt,
            finished_at: run.finishedAt,
            ...run.counts,
            requests_ping: run.requests.ping,
            requests_primero: run.requests.primero,
            stopped_by: run.stoppedBy,
            hindered_by: run.hinderedBy,
          })
          .execute()
      }),
  }
}
