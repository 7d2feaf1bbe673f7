import type { Kysely, Transaction } from 'kysely'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { EventCode, LedgerEvent, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { reasons } from '@ping-primero/core/reasons/catalogue.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import { unsettledOnly } from './count.ts'
import { findItems } from './find.ts'
import type { FoundItem, NumberQuery } from './find.ts'
import { longest, plainLine, readHistory, verifyHistory } from './history.ts'
import type { HistoryCheck } from './history.ts'
import { itemOf } from './row.ts'
import { writeSaves } from './save.ts'
import type { LedgerTables } from './schema.ts'
import { knownDeployments, pauseOf, statusOf } from './status.ts'
import type { FlowPause, FlowStatus } from './status.ts'

/** Who acts, and when (ISO 8601, UTC). */
export interface Act {
  readonly by: string
  readonly at: string
}

/** Items named one by one. */
interface NamedItem {
  readonly flow: Flow
  readonly key: string
}

/** Which items to make due: those named, or all unsettled ones of a flow or reason (null = of every). */
type Selection =
  | { readonly items: readonly NamedItem[] }
  | { readonly flow: Flow | null; readonly reason: ReasonCode | null }

/** What commands and console ask of the ledger, and do to it. Acts of persons enter the history with their names. */
export interface Operators {
  readonly deployments: () => Promise<readonly string[]>
  readonly find: (query: NumberQuery) => Promise<readonly FoundItem[]>
  readonly history: (deployment: string, flow: Flow, key: string) => Promise<readonly LedgerEvent[]>
  readonly verify: (deployment: string) => Promise<HistoryCheck>
  readonly status: (deployment: string) => Promise<readonly FlowStatus[]>
  readonly pauseOf: (deployment: string, flow: Flow) => Promise<FlowPause | null>
  /** Flows with waiting items whose next try has come. */
  readonly dueFlows: (deployment: string, now: string) => Promise<readonly Flow[]>
  /** Pauses a flow; one that is paused stays so with its first reason, which is answered. */
  readonly pause: (deployment: string, flow: Flow, why: string, act: Act) => Promise<FlowPause>
  /** Resumes a flow; false when it was not paused. */
  readonly resume: (deployment: string, flow: Flow, act: Act) => Promise<boolean>
  /** Makes unsettled items due now and ends the pause between probes; answers the items made due. */
  readonly retry: (deployment: string, selection: Selection, act: Act) => Promise<readonly LedgerItem[]>
  /** Lets go what only a person may; items that wait for something else are left and not answered. */
  readonly release: (
    deployment: string,
    items: readonly NamedItem[],
    act: Act,
  ) => Promise<readonly LedgerItem[]>
  /** Settles items as done outside; settled ones are left and not answered. */
  readonly handle: (
    deployment: string,
    items: readonly NamedItem[],
    why: string,
    act: Act,
  ) => Promise<readonly LedgerItem[]>
}

/** Whether an item waits for a person to let it go. */
export function isReleasable(item: LedgerItem): boolean {
  return item.state === 'attention' && item.reason !== null && reasons[item.reason].release === true
}

/** Items changed per query, so that memory stays flat. */
const itemsPerStep = 500

async function unsettledItems(
  db: Kysely<LedgerTables>,
  deployment: string,
  flow: Flow,
  keys: readonly string[],
): Promise<readonly LedgerItem[]> {
  const rows = await db
    .selectFrom('item')
    .selectAll()
    .where('deployment', '=', deployment)
    .where('flow', '=', flow)
    .where('key', 'in', keys)
    .where(unsettledOnly)
    .orderBy('found_at')
    .orderBy('key')
    .execute()
  return rows.map(itemOf)
}

async function selectedKeys(
  db: Kysely<LedgerTables>,
  deployment: string,
  flow: Flow,
  selection: Selection,
): Promise<readonly string[]> {
  if ('items' in selection) {
    return selection.items.filter((item) => item.flow === flow).map((item) => item.key)
  }
  if (selection.flow !== null && selection.flow !== flow) return []
  const items = db
    .selectFrom('item')
    .select('key')
    .where('deployment', '=', deployment)
    .where('flow', '=', flow)
    .where(unsettledOnly)
    .orderBy('found_at')
    .orderBy('key')
  const rows = await (
    selection.reason === null ? items : items.where('reason', '=', selection.reason)
  ).execute()
  return rows.map(({ key }) => key)
}

interface Change {
  readonly item: LedgerItem
  readonly what: EventCode
  readonly by: string
  readonly why?: string
}

/** Changes unsettled items in one transaction; a run that read them before sees a conflict. */
async function changeItems(
  transaction: Transaction<LedgerTables>,
  deployment: string,
  selection: Selection,
  at: string,
  change: (item: LedgerItem) => Change | null,
): Promise<readonly LedgerItem[]> {
  const changed: LedgerItem[] = []
  for (const flow of flows) {
    const keys = await selectedKeys(transaction, deployment, flow, selection)
    for (let start = 0; start < keys.length; start += itemsPerStep) {
      const some = await unsettledItems(
        transaction,
        deployment,
        flow,
        keys.slice(start, start + itemsPerStep),
      )
      const changes = some.map(change).filter((made) => made !== null)
      const events = changes.map(({ item, what, by, why }): LedgerEvent => ({
        at,
        flow,
        key: item.key,
        what,
        state: item.state,
        ...(item.reason === null ? {} : { reason: item.reason }),
        by,
        ...(why === undefined ? {} : { why }),
      }))
      const items = changes.map(({ item }) => item)
      await writeSaves(transaction, deployment, [{ items, events }])
      changed.push(...items)
    }
  }
  return changed
}

async function endSystemPauses(transaction: Transaction<LedgerTables>, deployment: string): Promise<void> {
  await transaction.deleteFrom('pause').where('deployment', '=', deployment).execute()
}

/** The operators' side of an open ledger. */
export function ledgerOperators(db: Kysely<LedgerTables>): Operators {
  return {
    deployments: () => knownDeployments(db),
    find: (query) => findItems(db, query),
    history: (deployment, flow, key) => readHistory(db, deployment, flow, key),
    verify: (deployment) => verifyHistory(db, deployment),
    status: (deployment) => statusOf(db, deployment),
    pauseOf: (deployment, flow) => pauseOf(db, deployment, flow),

    dueFlows: async (deployment, now) => {
      const rows = await db
        .selectFrom('item')
        .select('flow')
        .distinct()
        .where('deployment', '=', deployment)
        .where(unsettledOnly)
        .where('next_try', '<=', now)
        .execute()
      return flows.filter((flow) => rows.some((row) => row.flow === flow))
    },

    pause: (deployment, flow, why, act) =>
      db.transaction().execute(async (transaction) => {
        const already = await pauseOf(transaction, deployment, flow)
        if (already !== null) return already
        const pause = { at: act.at, by: plainLine(act.by, longest.by), why: plainLine(why, longest.why) }
        await transaction
          .insertInto('switch')
          .values({
            deployment,
            flow,
            paused_at: pause.at,
            paused_by: pause.by,
            why: pause.why,
            resumed_at: null,
            resumed_by: null,
          })
          .execute()
        return pause
      }),

    resume: (deployment, flow, act) =>
      db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('switch')
          .set({ resumed_at: act.at, resumed_by: plainLine(act.by, longest.by) })
          .where('deployment', '=', deployment)
          .where('flow', '=', flow)
          .where('resumed_at', 'is', null)
          .executeTakeFirst()
        return numUpdatedRows > 0n
      }),

    retry: (deployment, selection, act) =>
      db.transaction().execute(async (transaction) => {
        await endSystemPauses(transaction, deployment)
        return changeItems(transaction, deployment, selection, act.at, (item) => ({
          item: { ...item, nextTry: null, attempts: 0, refusedAt: null },
          what: 'retried',
          by: act.by,
        }))
      }),

    release: (deployment, items, act) =>
      db.transaction().execute(async (transaction) => {
        await endSystemPauses(transaction, deployment)
        return changeItems(transaction, deployment, { items }, act.at, (item) =>
          isReleasable(item)
            ? {
                item: { ...item, nextTry: null, attempts: 0, refusedAt: null, releasedAt: act.at },
                what: 'released',
                by: act.by,
              }
            : null,
        )
      }),

    handle: (deployment, items, why, act) =>
      db.transaction().execute((transaction) =>
        changeItems(transaction, deployment, { items }, act.at, (item) => ({
          item: {
            ...item,
            state: 'handled',
            reason: null,
            about: [],
            since: act.at,
            attempts: 0,
            nextTry: null,
            // A run under way that has seen it counts it as handled; later ones do not.
            settledRun: item.seenRun,
          },
          what: 'handled',
          by: act.by,
          why,
        })),
      ),
  }
}
