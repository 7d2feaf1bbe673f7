import { flows, type Flow } from '@ping-primero/core/domain/flow.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { HistoryPage, PlacedEvent } from '@ping-primero/core/ledger/questions.ts'
import { noFlow, wholeFlow } from '@ping-primero/core/ledger/whole-flow.ts'
import { isReasonCode, type ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import { referralName, type ReferralName } from '../../parts/referral-name.ts'
import { isKey, type Key } from '../../words/catalogue.ts'
import type { Checked } from './checked.ts'
import type { AuditFilter } from './filter.ts'

/** Where a history ends: what is kept elsewhere to hold it against later. */
export interface Seal {
  readonly position: number
  readonly hash: string
}

/** What the page reads. */
export interface AuditInput {
  readonly filter: AuditFilter
  readonly page: HistoryPage
  readonly seal: Seal | null
  readonly checked: Checked
  /** A number was asked for that is of no referral here. */
  readonly isUnknown: boolean
}

/** One row of the history. */
export interface AuditRow {
  /** null = nobody can read when. */
  readonly at: string | null
  /** null = the exchange did it. */
  readonly by: string | null
  readonly what: Key
  /** Whole flows that it is about; of an item, its one. */
  readonly flows: readonly Flow[]
  readonly isAllFlows: boolean
  /** It is about none of them: somebody came in, or went. */
  readonly isOfConsole: boolean
  /** What people call the item it is about; null = it is about whole flows. */
  readonly name: ReferralName | null
  /** Why the item came into its state. */
  readonly reason: ReasonCode | null
  /** What whoever did it wrote. */
  readonly why: string | null
}

/** The history, before it is said in a language. */
export interface Audit {
  readonly filter: AuditFilter
  readonly rows: readonly AuditRow[]
  readonly total: number
  readonly seal: Seal | null
  readonly checked: Checked
  readonly next: number | null
  readonly lookedTo: string | null
  readonly isUnknown: boolean
}

/** What the page of the history shows. Pure. */
export function auditOf({ filter, page, seal, checked, isUnknown }: AuditInput): Audit {
  const items = new Map(page.items.map((item) => [`${item.flow} ${item.key}`, item]))
  return {
    filter,
    rows: together(page.entries).map((entries) => rowOf(entries, items)),
    total: seal?.position ?? 0,
    seal,
    checked,
    next: page.next,
    lookedTo: page.lookedTo,
    isUnknown,
  }
}

/** What was done to several flows at once stands in the history once for each, one after the other. */
function together(entries: readonly PlacedEvent[]): (readonly [PlacedEvent, ...PlacedEvent[]])[] {
  const rows: [PlacedEvent, ...PlacedEvent[]][] = []
  for (const entry of entries) {
    const row = rows.at(-1)
    if (row !== undefined && isSameAct(row[0], entry) && row.every(({ flow }) => flow !== entry.flow)) {
      row.push(entry)
    } else rows.push([entry])
  }
  return rows
}

function isSameAct(one: PlacedEvent, other: PlacedEvent): boolean {
  return (
    one.key === wholeFlow &&
    other.key === wholeFlow &&
    one.what === other.what &&
    one.at === other.at &&
    one.by === other.by &&
    one.why === other.why
  )
}

function rowOf(
  [entry, ...others]: readonly [PlacedEvent, ...PlacedEvent[]],
  items: ReadonlyMap<string, LedgerItem>,
): AuditRow {
  const { at, flow, key, by, why, reason } = entry
  const item = items.get(`${flow} ${key}`)
  const acted = [entry, ...others].map((one) => one.flow)
  return {
    at: Number.isNaN(Date.parse(at)) ? null : at,
    by: by ?? null,
    what: whatOf(entry),
    flows: flows.filter((one) => acted.includes(one)),
    isAllFlows: acted.length === flows.length,
    isOfConsole: flow === noFlow,
    name:
      key === wholeFlow
        ? null
        : item === undefined
          ? { number: null, caseNumber: null, key }
          : referralName(item),
    // What else is done leaves the reason as it was.
    reason: entry.what === 'state-changed' && reason !== undefined && isReasonCode(reason) ? reason : null,
    why: why ?? null,
  }
}

/** A change of state is called by the state that it led to. What was touched may say anything. */
function whatOf({ what, state }: PlacedEvent): Key {
  const key: string = what === 'state-changed' && state !== undefined ? `state.${state}` : `event.${what}`
  return isKey(key) ? key : 'event.unknown'
}
