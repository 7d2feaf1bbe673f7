import type { Decision, Flow } from '../domain/flow.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'
import { dayOf } from './day.ts'
import type { ItemNumbers, LedgerItem, SystemPause } from './ledger.ts'

/** What a source's list says of an item when it is first seen. */
export interface Finding {
  readonly flow: Flow
  readonly key: string
  readonly numbers: ItemNumbers
  readonly individual: string | null
  readonly version: string | null
  /** Which decision it states, where it states one that decides. */
  readonly decision?: Decision | null
}

/** An item as it enters the ledger: due, not yet looked at. `timezone`: that of the deployment. */
export function newItem(finding: Finding, runId: string, now: string, timezone: string): LedgerItem {
  return {
    ...finding,
    decision: finding.decision ?? null,
    state: 'waiting',
    reason: 'not-yet-tried',
    about: [],
    since: now,
    foundAt: now,
    foundOn: dayOf(Date.parse(now), timezone),
    confirmedAt: null,
    attempts: 0,
    nextTry: null,
    step: 'none',
    deliveredVersion: null,
    fingerprint: null,
    refusedAt: null,
    intentAt: null,
    sentAt: null,
    reportedFingerprint: null,
    lookDue: false,
    releasedAt: null,
    seenRun: runId,
    settledRun: null,
    revision: 0,
  }
}

/** How one look at an item ended. */
export type Outcome =
  | { readonly state: 'confirmed' | 'withdrawn' }
  | { readonly state: 'attention'; readonly reason: ReasonCode; readonly about?: readonly string[] }
  | {
      readonly state: 'waiting'
      readonly reason: ReasonCode
      readonly about?: readonly string[]
      /** ISO time of the next try; null = the next run. */
      readonly nextTry: string | null
      /** It was trouble: the pause grows. */
      readonly trouble?: boolean
    }

/** Whether a pause is that of an outage; after one request's trouble, its item waits as long as its own pause says. */
export function isOutage({ since, nextProbe }: SystemPause): boolean {
  return nextProbe > since
}

/** Whether a system is left alone at an instant (ms). A probe further ahead than any may be is made now. */
export function isLeftAlone({ nextProbe }: SystemPause, nowMs: number): boolean {
  const ahead = Date.parse(nextProbe) - nowMs
  return ahead > 0 && ahead <= longestPauseMs
}

/** Whether an item still needs something. */
export function isUnsettled(item: LedgerItem): boolean {
  return item.state === 'waiting' || item.state === 'attention'
}

/** Nothing waits longer than this for its next try. One that lies further ahead was written by a clock that was wrong. */
export const longestPauseMs = 6 * 60 * 60 * 1000

/** Whether an item is due: in attention always, waiting once its next try has come (`flows.md`, Common 4). */
export function isDue(item: LedgerItem, now: string): boolean {
  if (item.state === 'attention') return true
  if (item.state !== 'waiting') return false
  return item.nextTry === null || item.nextTry <= now || item.nextTry > laterBy(now, longestPauseMs)
}

/** An ISO time so many milliseconds later. */
export function laterBy(time: string, ms: number): string {
  return new Date(Date.parse(time) + ms).toISOString()
}

/** The item after an outcome. `since` moves only when state or reason change. */
export function settled(item: LedgerItem, outcome: Outcome, runId: string, now: string): LedgerItem {
  const reason = 'reason' in outcome ? outcome.reason : null
  const about = ('about' in outcome ? outcome.about : undefined) ?? []
  const same = item.state === outcome.state && item.reason === reason
  const done = outcome.state === 'confirmed' || outcome.state === 'withdrawn'
  return {
    ...item,
    state: outcome.state,
    reason,
    about,
    since: same ? item.since : now,
    confirmedAt: item.confirmedAt ?? (outcome.state === 'confirmed' ? now : null),
    attempts: attemptsAfter(item, outcome),
    nextTry: outcome.state === 'waiting' ? outcome.nextTry : null,
    settledRun: done ? runId : null,
  }
}

/** Why an item waits that was not asked for at all: what it was before it still is. */
const untried: readonly ReasonCode[] = [
  'ping-unavailable',
  'primero-unavailable',
  'flow-stopped',
  'run-interrupted',
]

/** What a system stumbled over stays known as such, so that it is tried last. */
function attemptsAfter({ attempts }: LedgerItem, outcome: Outcome): number {
  if (outcome.state === 'waiting') {
    if (outcome.trouble) return attempts + 1
    return untried.includes(outcome.reason) ? attempts : 0
  }
  const stumbled = outcome.state === 'attention' && outcome.reason === 'system-stumbles'
  return stumbled ? Math.max(attempts, runsUntilAttention) : 0
}

/** In so many runs in a row a system may stumble over a record that it alone makes it stumble (`flows.md`, Common 5). */
export const runsUntilAttention = 3

/** Whether the last try of an item failed: those that are new go before it. */
export function failedLast(item: LedgerItem): boolean {
  return item.attempts > 0
}

/** In the order in which they are tried: what failed last goes last, what failed often after what failed once. */
export function inTurn<T extends { readonly item: LedgerItem }>(works: readonly T[]): readonly T[] {
  return works.toSorted((one, other) => one.item.attempts - other.item.attempts)
}

/** What names an item in a request that is about it alone; null where nothing does. */
export function itemNamed({ interventionGuid, refIopGuid, referralId }: ItemNumbers): string | null {
  return interventionGuid ?? refIopGuid ?? referralId ?? null
}

/** The item due again, as if just found: its source shows it anew or says something new. */
export function dueAgain(item: LedgerItem, now: string): LedgerItem {
  return {
    ...item,
    state: 'waiting',
    reason: 'not-yet-tried',
    about: [],
    since: now,
    attempts: 0,
    nextTry: null,
    settledRun: null,
  }
}

/**
 * What the run knows, put over what stands in the ledger now: a person acted meanwhile. What they settled stays
 * settled; the ids and effects of the run are facts and are kept; their release stays.
 */
export function reconciled(stored: LedgerItem, mine: LedgerItem): LedgerItem {
  const facts = {
    ...mine,
    releasedAt: mine.releasedAt ?? stored.releasedAt,
    revision: stored.revision,
  }
  if (stored.state !== 'handled') return facts
  const { state, reason, about, since, nextTry, attempts, settledRun } = stored
  return { ...facts, state, reason, about, since, nextTry, attempts, settledRun }
}

/** The pause after trouble: 1 minute, doubling to 1 hour, ± 20 % (`flows.md`, Common 5). `attempts` before this one. */
export function backoffMs(attempts: number, random: number): number {
  const pause = Math.min(60, 2 ** Math.min(attempts, 6)) * 60_000
  return Math.round(pause * (0.8 + 0.4 * random))
}

/** The number people use for an item in its flow (`interface.md`, Answers). */
export function itemNumber(item: LedgerItem): string {
  const { numbers, flow, key } = item
  if (flow === '2.1') return numbers.referralId ?? key
  if (flow === '2.2') return numbers.refIopNumber ?? numbers.refIopGuid ?? key
  return numbers.interventionNumber ?? numbers.interventionGuid ?? key
}
