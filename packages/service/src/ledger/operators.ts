import type { Kysely } from 'kysely'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { laterBy, longestPauseMs } from '@ping-primero/core/ledger/item.ts'
import type {
  EventCode,
  LedgerEvent,
  LedgerItem,
  NumberKind,
  SystemPause,
} from '@ping-primero/core/ledger/ledger.ts'
import { isReleasable } from '@ping-primero/core/story/release.ts'
import type {
  Act,
  FlowPause,
  FlowStatus,
  FoundItem,
  NamedItem,
  Selection,
} from '@ping-primero/core/ledger/questions.ts'
import { unsettledOnly } from './count.ts'
import { findCarrying, findItems } from './find.ts'
import type { NumberQuery } from './find.ts'
import { checkHistory } from './history-check.ts'
import type { HistoryCheck } from './history-check.ts'
import { recordedDeployments } from './history-head.ts'
import type { HistoryHead } from './history-head.ts'
import { appendEvents, historyPages, longest, plainLine, readHistory } from './history.ts'
import { listedItems } from './listed.ts'
import type { Listed } from './listed.ts'
import { changeAndProbe, changeItems, flowAct, noteTo, type NoteOf } from './operator-acts.ts'
import type { EventTable, LedgerTables } from './schema.ts'
import { knownDeployments, pauseOf, statusOf, systemsDown } from './status.ts'

/** What a person can do with a whole history: each is noted in it. */
export type NotedAct = Extract<EventCode, 'exported' | 'verified' | 'found-touched' | 'compared'>

/** What commands and console ask of the ledger, and do to it. Acts of persons enter the history with their names. */
export interface Operators {
  readonly deployments: () => Promise<readonly string[]>
  readonly find: (query: NumberQuery) => Promise<readonly FoundItem[]>
  /** What a list shows. */
  readonly listed: Listed
  /** The items of a deployment that carry one of these numbers of one kind. */
  readonly carrying: (
    deployment: string,
    kind: NumberKind,
    values: readonly string[],
  ) => Promise<readonly LedgerItem[]>
  readonly history: (deployment: string, flow: Flow, key: string) => Promise<readonly LedgerEvent[]>
  /** Every deployment with a history or an item, those that no run knows as well. */
  readonly recorded: () => Promise<readonly string[]>
  /** Whether a history is as it was written, also by heads that were `kept` elsewhere. Told how many entries it has seen. */
  readonly verify: (
    deployment: string,
    kept?: readonly HistoryHead[],
    seen?: (entries: number) => void,
  ) => Promise<HistoryCheck>
  /** A whole history in its order, in pages. */
  readonly entries: (deployment: string) => AsyncIterable<readonly Readonly<EventTable>[]>
  readonly status: (deployment: string) => Promise<readonly FlowStatus[]>
  /** The systems that are left alone because they did not answer. */
  readonly systemsDown: (deployment: string) => Promise<readonly SystemPause[]>
  readonly pauseOf: (deployment: string, flow: Flow) => Promise<FlowPause | null>
  /** Flows with waiting items whose next try has come. */
  readonly dueFlows: (deployment: string, now: string) => Promise<readonly Flow[]>
  /** Pauses a flow; one that is paused stays so with its first reason, which is answered. */
  readonly pause: (deployment: string, flow: Flow, why: string, act: Act) => Promise<FlowPause>
  /** Gives the pause of a flow another reason; null when it is not paused. Who paused it and when stay as they are. */
  readonly changeWhy: (deployment: string, flow: Flow, why: string, act: Act) => Promise<FlowPause | null>
  /** Notes what a person did with a whole history. */
  readonly noteDone: (deployment: string, what: NotedAct, act: Act) => Promise<void>
  /** Resumes a flow; false when it was not paused. */
  readonly resume: (deployment: string, flow: Flow, act: Act) => Promise<boolean>
  /** Makes unsettled items due now and ends the pause between probes; answers the items made due. */
  readonly retry: (deployment: string, selection: Selection, act: Act) => Promise<readonly LedgerItem[]>
  /** Lets go what only a person may, with the reason that the person gives, if any; items that wait for something else are left and not answered. */
  readonly release: (
    deployment: string,
    items: readonly NamedItem[],
    act: Act & { readonly why?: string },
  ) => Promise<readonly LedgerItem[]>
  /** Keeps what a person notes to an item, or that one looked at it, in whatever state it is; nothing where there is no such item. */
  readonly note: (deployment: string, item: NamedItem, note: NoteOf, act: Act) => Promise<void>
  /** Settles items as done outside; settled ones are left and not answered. */
  readonly handle: (
    deployment: string,
    items: readonly NamedItem[],
    why: string,
    act: Act,
  ) => Promise<readonly LedgerItem[]>
}

/** The time of a release: after all that is known of the item, though a clock was wrong when that was written. */
function afterAll(at: string, { since, sentAt }: LedgerItem): string {
  return [at, since, sentAt === null ? at : laterBy(sentAt, 1)].toSorted().at(-1) ?? at
}

/** The operators' side of an open ledger. */
export function ledgerOperators(db: Kysely<LedgerTables>): Operators {
  return {
    deployments: () => knownDeployments(db),
    find: (query) => findItems(db, query),
    listed: listedItems(db),
    carrying: (deployment, kind, values) => findCarrying(db, deployment, kind, values),
    history: (deployment, flow, key) => readHistory(db, deployment, flow, key),
    recorded: () => recordedDeployments(db),
    verify: (deployment, kept = [], seen = () => {}) => checkHistory(db, deployment, kept, seen),
    entries: (deployment) => historyPages(db, deployment),
    status: (deployment) => statusOf(db, deployment),
    systemsDown: (deployment) => systemsDown(db, deployment),
    pauseOf: (deployment, flow) => pauseOf(db, deployment, flow),

    dueFlows: async (deployment, now) => {
      const rows = await db
        .selectFrom('item')
        .select('flow')
        .distinct()
        .where('deployment', '=', deployment)
        .where(unsettledOnly)
        .where((eb) => eb.or([eb('next_try', '<=', now), eb('next_try', '>', laterBy(now, longestPauseMs))]))
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
        await appendEvents(transaction, deployment, [flowAct(flow, 'paused', act, why)])
        return pause
      }),

    changeWhy: (deployment, flow, why, act) =>
      db.transaction().execute(async (transaction) => {
        const pause = await pauseOf(transaction, deployment, flow)
        if (pause === null) return null
        const changed = { ...pause, why: plainLine(why, longest.why) }
        await transaction
          .updateTable('switch')
          .set({ why: changed.why })
          .where('deployment', '=', deployment)
          .where('flow', '=', flow)
          .where('resumed_at', 'is', null)
          .execute()
        await appendEvents(transaction, deployment, [flowAct(flow, 'pause-why-changed', act, why)])
        return changed
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
        if (numUpdatedRows === 0n) return false
        await appendEvents(transaction, deployment, [flowAct(flow, 'resumed', act)])
        return true
      }),

    noteDone: (deployment, what, act) =>
      db.transaction().execute(async (transaction) => {
        const entries = flows.map((flow) => flowAct(flow, what, act))
        await appendEvents(transaction, deployment, entries)
      }),

    retry: (deployment, selection, act) =>
      db.transaction().execute((transaction) =>
        changeAndProbe(transaction, deployment, selection, act, (item) => ({
          item: { ...item, nextTry: null, attempts: 0, refusedAt: null },
          what: 'retried',
          by: act.by,
        })),
      ),

    release: (deployment, items, act) =>
      db.transaction().execute((transaction) =>
        changeAndProbe(transaction, deployment, { items }, act, (item) =>
          isReleasable(item)
            ? {
                item: {
                  ...item,
                  nextTry: null,
                  attempts: 0,
                  refusedAt: null,
                  releasedAt: afterAll(act.at, item),
                },
                what: 'released',
                by: act.by,
                ...(act.why === undefined ? {} : { why: act.why }),
              }
            : null,
        ),
      ),

    note: (deployment, item, note, act) =>
      db.transaction().execute((transaction) => noteTo(transaction, deployment, item, note, act)),

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
