import type { RefusalKind } from '@ping-primero/core/credentials/refused.ts'
import type { Decision, Flow, ItemState, System } from '@ping-primero/core/domain/flow.ts'
import type { EventCode, HistoryEntry, ItemStep } from '@ping-primero/core/ledger/ledger.ts'
import type { StrandDecision } from '@ping-primero/core/ledger/strand-questions.ts'
import type { MeasuredSpan } from '@ping-primero/core/measures/spans.ts'
import type { Side } from '@ping-primero/core/story/strand.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'

/**
 * The tables of the ledger (`architecture.md`, the ledger). Times are ISO 8601 in UTC as text, so that they sort as
 * they pass; truth values are 0 and 1; nothing here is particular to one database.
 */
export interface LedgerTables {
  readonly item: ItemTable
  readonly cursor: CursorTable
  readonly run: RunTable
  readonly event: EventTable
  readonly switch: SwitchTable
  readonly seen: SeenTable
  readonly pause: PauseTable
  readonly lease: LeaseTable
  readonly refused_credential: RefusedCredentialTable
  readonly journal: JournalTable
  readonly beginning: BeginningTable
  readonly ledger_key: LedgerKeyTable
  readonly strand: StrandTable
  readonly settled_count: SettledCountTable
  readonly measure: MeasureTable
  readonly measure_span: MeasureSpanTable
  readonly console_session: ConsoleSessionTable
  readonly console_act: ConsoleActTable
}

/** One referral or decision as one flow sees it. */
export interface ItemTable {
  deployment: string
  flow: Flow
  key: string
  state: ItemState
  reason: ReasonCode | null
  /** A JSON array of texts. */
  about: string
  since: string
  found_at: string
  found_on: string
  confirmed_at: string | null
  attempts: number
  next_try: string | null
  step: ItemStep
  version: string | null
  decision: Decision | null
  delivered_version: string | null
  fingerprint: string | null
  refused_at: string | null
  intent_at: string | null
  sent_at: string | null
  reported_fingerprint: string | null
  look_due: number
  released_at: string | null
  intervention_number: string | null
  intervention_guid: string | null
  primero_id: string | null
  case_id: string | null
  case_id_display: string | null
  service_unique_id: string | null
  referral_id: string | null
  ref_iop_number: string | null
  ref_iop_guid: string | null
  transaction_id: string | null
  individual: string | null
  /** Which referral it is, or is the decision on. */
  strand: string
  seen_run: string | null
  settled_run: string | null
  revision: number
}

/** How far a flow has read its source. */
interface CursorTable {
  deployment: string
  flow: Flow
  at: string
}

/** What each run did. */
interface RunTable {
  deployment: string
  id: string
  flow: Flow
  started_at: string
  finished_at: string
  confirmed: number
  waiting: number
  attention: number
  withdrawn: number
  handled: number
  requests_ping: number
  requests_primero: number
  stopped_by: ReasonCode | null
  hindered_by: ReasonCode | null
}

/** The append-only history; every row holds the hash over the one before it and itself. */
export interface EventTable {
  deployment: string
  /** 1, 2, 3 … within a deployment. */
  position: number
  at: string
  /** `*` in what is about none of them. */
  flow: HistoryEntry['flow']
  key: string
  what: EventCode
  state: ItemState | null
  reason: ReasonCode | null
  transaction_id: string | null
  by: string | null
  why: string | null
  hash: string
}

/** Every time a flow was paused; it is paused now while `resumed_at` of its last row is null. */
interface SwitchTable {
  deployment: string
  flow: Flow
  paused_at: string
  paused_by: string
  why: string
  resumed_at: string | null
  resumed_by: string | null
}

/** Records already read, by the list they came from. */
interface SeenTable {
  deployment: string
  shelf: string
  id: string
  version: string
}

/** Systems that did not answer. */
interface PauseTable {
  deployment: string
  system: System
  since: string
  next_probe: string
}

/** Credentials that a system refused, by keyed fingerprints; of all deployments, for an account may serve several. */
interface RefusedCredentialTable {
  account: string
  credential: string
  why: RefusalKind
  since: string
  tried_at: string
  next_try: string
  attempts: number
}

/** How far the journal of sends was compared with this database, and what this database may have forgotten. */
interface JournalTable {
  deployment: string
  /** Which journal. */
  journal: string
  /** Bytes of it; everything of this deployment before them is known here. */
  checked: number
  /** Sends of flow 2.1 up to then may be forgotten; null = none. */
  sends_doubt: string | null
  /** Other things told to proGres up to then may be forgotten; null = none. */
  tellings_doubt: string | null
}

/** How this database began with each deployment. */
interface BeginningTable {
  deployment: string
  /** Its first turn, where nothing was known of it then. */
  at: string | null
  /** The look through proGres before the first send: `due`, `needless`, or the time it showed. */
  look: string
}

/** The keys that a deployment has had, by fingerprints, in their order. */
interface LedgerKeyTable {
  deployment: string
  /** 1, 2, 3 …: the first one is the oldest. */
  position: number
  fingerprint: string
  since: string
}

/** A referral with the decisions on it, as lists find it; made from its items, and from nothing else. */
export interface StrandTable {
  deployment: string
  strand: string
  side: Side
  /** Of the item that most needs somebody. */
  state: ItemState
  reason: ReasonCode | null
  /** The flow of that item. */
  flow: Flow
  decision: StrandDecision
  found_at: string
  /** When the last of its items came to stand as it does. */
  changed_at: string
}

/** A state that nothing leaves by itself. */
export type SettledState = Exclude<ItemState, 'waiting' | 'attention'>

/** How many items of a flow stand in a settled state; `found` in place of a state: how many there have ever been. */
export interface SettledCountTable {
  deployment: string
  flow: Flow
  what: SettledState | 'found'
  count: number
}

/** How many items that were found on a day stand in a state, under a decision. */
export interface MeasureTable {
  deployment: string
  flow: Flow
  /** By the clocks of the deployment, `2026-03-01`. */
  day: string
  state: ItemState
  /** On a referral: the decision that stands on it; of a decision: what it says. */
  decision: StrandDecision
  count: number
}

/** How many of them took how long. */
export interface MeasureSpanTable {
  deployment: string
  flow: Flow
  day: string
  span: MeasuredSpan
  /** The least that falls into it: minutes until it was confirmed, days from then to the decision. */
  least: number
  count: number
}

/** Who has entered the console; of all deployments. */
interface ConsoleSessionTable {
  /** The SHA-256 of the token that opens it; the token itself is kept nowhere. */
  id: string
  account: string
  /** A JSON object: the role in each deployment. */
  roles: string
  started_at: string
  seen_at: string
  ended_at: string | null
}

/** The forms of the console that were sent, each once. */
interface ConsoleActTable {
  /** The SHA-256 of the form's one-time value. */
  value: string
  session: string
  at: string
  /** The address of its result; null while it is being done. */
  outcome: string | null
}

/** Whose turn it is in a deployment. */
export interface LeaseTable {
  deployment: string
  flow: Flow
  token: string
  host: string
  process: string
  expires_at: string
}
