import type { Decision, Flow, ItemState, System } from '../domain/flow.ts'
import type { RefusedCredential } from '../credentials/refused.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'
import type { ItemNumbers, StateCounts, SystemPause } from '../answers/parts.ts'
import type { noFlow } from './whole-flow.ts'

export type { ItemNumbers, StateCounts, SystemPause } from '../answers/parts.ts'

/** The kinds of number by which items are found. */
export type NumberKind = keyof ItemNumbers

/**
 * How far an item's effects have come; with `version` it says what a later run may skip.
 * - `none`: nothing left this project.
 * - `intended`: an effect may have reached its target; nobody knows yet.
 * - `sent`: the target took it, its outcome is not known (flow 2.1's asynchronous send).
 * - `delivered`: written to the target and read back.
 * - `confirmed`: the source system has been told as well, where the flow does so.
 */
export type ItemStep = 'none' | 'intended' | 'sent' | 'delivered' | 'confirmed'

/** One row of the ledger: one referral or decision as one flow sees it. Times are ISO 8601 in UTC. */
export interface LedgerItem {
  readonly flow: Flow
  /** Unique within deployment and flow; `flows.md` says what it is in each flow. */
  readonly key: string
  readonly state: ItemState
  /** Why it waits or needs attention (null in the other states). */
  readonly reason: ReasonCode | null
  /** What the reason is about: field names, codes, HTTP status. Never a value of a record. */
  readonly about: readonly string[]
  /** Since when state and reason are what they are. */
  readonly since: string
  /** When the item was first listed. */
  readonly foundAt: string
  /** The day of that by the clocks of the deployment, `2026-03-01`: the day under which it is counted. */
  readonly foundOn: string
  /** When it was first confirmed; null until then. */
  readonly confirmedAt: string | null
  /** Troubles in a row; grows the pause between tries. */
  readonly attempts: number
  /** Not due before; null = due. Only waiting items have one. */
  readonly nextTry: string | null
  readonly step: ItemStep
  /** What the source states now (1.2, 2.2: codes and a keyed hash of the reason); null where a flow has no versions. */
  readonly version: string | null
  /** Which decision that is, by the mapping of the run that read it; null where there is none, or none that decides. */
  readonly decision: Decision | null
  /** The version last delivered to the target. */
  readonly deliveredVersion: string | null
  /** Keyed fingerprint of the content last sent or last refused. */
  readonly fingerprint: string | null
  /** When a target last refused this content; it is not sent again before 24 hours unless it changes. */
  readonly refusedAt: string | null
  /** Time of the first intent: what a default of "now" says, so that a repeat says the same. */
  readonly intentAt: string | null
  /** When flow 2.1 sent it, or 1.1 wrote it. */
  readonly sentAt: string | null
  /** Keyed fingerprint of the refusal last reported to proGres (1.1). */
  readonly reportedFingerprint: string | null
  /** Written to Primero and not yet seen there by a later look (1.1, "Looked at again"); stays on a row that is gone. */
  readonly lookDue: boolean
  /** A person let it go by `retry --release`; null until then. Cleared by the effect it allowed. */
  readonly releasedAt: string | null
  readonly numbers: ItemNumbers
  /** Keyed hash of the UNHCR individual number, for look-up. */
  readonly individual: string | null
  /** The run that last saw it in the source's list. */
  readonly seenRun: string | null
  /** The run that settled it (confirmed, withdrawn, handled), null while unsettled. */
  readonly settledRun: string | null
  /** Grows with every save; a save names the revision it was read at (0 = new). */
  readonly revision: number
}

/** One entry of the append-only, hash-chained history: an effect, a change of state, or an operator's act. */
export interface LedgerEvent {
  readonly at: string
  readonly flow: Flow
  /** Of the item; `*` in an entry about the whole flow. */
  readonly key: string
  readonly what: EventCode
  readonly state?: ItemState
  readonly reason?: ReasonCode
  readonly transactionId?: string
  /** Who did it, where a person did. */
  readonly by?: string
  /** The person's stated reason (`handle --why`, `pause --why`, or typed into a form of the console); they are told to name nobody. */
  readonly why?: string
}

/** The same, and what is about none of the flows (`*`), as when somebody enters the console. */
export interface HistoryEntry extends Omit<LedgerEvent, 'flow'> {
  readonly flow: Flow | typeof noFlow
}

/** What an event can say. */
export type EventCode =
  | 'found'
  | 'listed-again'
  | 'case-created'
  | 'service-appended'
  | 'case-reopened'
  | 'status-reported'
  | 'refusal-reported'
  | 'referral-sent'
  | 'send-intended'
  | 'send-recovered'
  | 'decision-sent'
  | 'decision-applied'
  | 'sync-reported'
  | 'state-changed'
  | 'retried'
  | 'released'
  | 'handled'
  | 'noted'
  | 'restored'
  | 'paused'
  | 'pause-why-changed'
  | 'resumed'
  | 'exported'
  | 'signed-in'
  | 'signed-out'
  | 'sign-in-refused'
  | 'access-refused'
  | 'sessions-ended'
  | 'verified'
  | 'found-touched'
  | 'compared'

/** A position in a list of items ordered by (foundAt, key). */
export interface ItemPosition {
  readonly foundAt: string
  readonly key: string
}

/** What a run leaves behind; the shape of `run --json` without its item lists. */
export interface RunRecord {
  readonly id: string
  readonly flow: Flow
  readonly startedAt: string
  readonly finishedAt: string
  readonly counts: StateCounts
  readonly requests: Readonly<Record<System, number>>
  /** null when the run was not stopped. */
  readonly stoppedBy: ReasonCode | null
  /** The trouble of a system that kept the run from reading or writing all of it; null when there was none. */
  readonly hinderedBy: ReasonCode | null
}

/**
 * What a run asks of its memory, for one deployment. Every write is atomic and durable when its promise resolves.
 * Operators may write at the same time from other processes, hence the revisions.
 */
export interface Ledger {
  /** The items with these keys; missing ones are left out. */
  readonly get: (flow: Flow, keys: readonly string[]) => Promise<readonly LedgerItem[]>
  /** Waiting and attention items, ordered by (foundAt, key), after a position, at most `limit`. */
  readonly unsettled: (
    flow: Flow,
    after: ItemPosition | null,
    limit: number,
  ) => Promise<readonly LedgerItem[]>
  /** Items of a flow that carry one of these numbers, in any state. */
  readonly byNumber: (
    flow: Flow,
    kind: NumberKind,
    values: readonly string[],
  ) => Promise<readonly LedgerItem[]>
  /** Items of a flow that stand under one of these keyed hashes of an individual number, in any state. */
  readonly byIndividual: (flow: Flow, individuals: readonly string[]) => Promise<readonly LedgerItem[]>
  /** Confirmed items with `lookDue`, ordered by (foundAt, key), after a position, at most `limit`. */
  readonly lookDue: (flow: Flow, after: ItemPosition | null, limit: number) => Promise<readonly LedgerItem[]>
  /**
   * Inserts (revision 0) or replaces items, and appends events, in one transaction. An item whose stored revision is
   * not the one it was read at is not written; its key is returned, and nothing of it is changed. The stored revision
   * of a written item is one more than the given one.
   */
  readonly save: (
    items: readonly LedgerItem[],
    events: readonly LedgerEvent[],
  ) => Promise<{ readonly conflicts: readonly string[] }>
  /** The cursor of a flow: an ISO time, null before the first run. */
  readonly cursor: (flow: Flow) => Promise<string | null>
  readonly saveCursor: (flow: Flow, cursor: string) => Promise<void>
  /**
   * Remembers records already read, by id and version (a case and its `last_updated_at`; a REF-IOP GUID). `shelf`
   * names the list they came from. Replaces the version of an id.
   */
  readonly saveSeen: (shelf: string, seen: readonly SeenRecord[]) => Promise<void>
  /** The versions remembered for these ids; unknown ids are left out. */
  readonly seen: (shelf: string, ids: readonly string[]) => Promise<readonly SeenRecord[]>
  /** Forgets records whose version sorts before `version`. */
  readonly forgetSeen: (shelf: string, version: string) => Promise<void>
  /** Systems that are down, if any. */
  readonly pauses: () => Promise<readonly SystemPause[]>
  /** Marks a system as down until its next probe, or as up again (null): what waited for one that was down is due, in all flows. */
  readonly savePause: (system: System, pause: SystemPause | null) => Promise<void>
  /**
   * Credentials of an account that were refused and not taken since. Of every deployment of this ledger: an account may
   * serve several.
   */
  readonly refusals: (account: string) => Promise<readonly RefusedCredential[]>
  /** Replaces what is remembered of an account. */
  readonly saveRefusals: (account: string, refused: readonly RefusedCredential[]) => Promise<void>
  /** Unsettled items of a flow plus those settled by this run, counted by state. */
  readonly counts: (flow: Flow, runId: string) => Promise<StateCounts>
  /** How many items of a flow persons have handled since a time that `counts` does not count. */
  readonly handledSince: (flow: Flow, since: string, runId: string) => Promise<number>
  /**
   * What stands under each reason: unsettled items only; at most `limit` items each, oldest first.
   */
  readonly reasons: (flow: Flow, limit: number) => Promise<readonly ReasonCount[]>
  readonly saveRun: (run: RunRecord) => Promise<void>
  /** What this ledger may have forgotten. */
  readonly doubt: () => Promise<LedgerDoubt>
  /** What this ledger cannot know, because it began after others had worked. */
  readonly beginning: () => Promise<LedgerBeginning>
  /** The look through proGres is done; it showed what stood there at `doneAt`. */
  readonly saveLook: (doneAt: string) => Promise<void>
}

/** How a ledger began with a deployment. Another one may have been there before: lost, or under another address. */
export interface LedgerBeginning {
  /** ISO time of its first turn, where it knew nothing of the deployment then; null = it knew it. */
  readonly at: string | null
  /** The look through proGres that flow 2.1 owes before its first send (`flows.md`, 2.1). */
  readonly look: 'needless' | 'due' | { readonly doneAt: string }
}

/**
 * What a ledger may have forgotten because it was set back to an earlier time: effects up to these ISO times may have
 * been made without its knowing. Null = it knows all it did.
 */
export interface LedgerDoubt {
  /** Referrals sent by flow 2.1. */
  readonly sends: string | null
  /** Everything else that was told to proGres. */
  readonly tellings: string | null
}

/** A record already read. */
export interface SeenRecord {
  readonly id: string
  readonly version: string
}

/** How many items stand under a reason, and the first of them. */
export interface ReasonCount {
  readonly code: ReasonCode
  readonly state: ItemState
  readonly count: number
  readonly items: readonly LedgerItem[]
}
