/**
 * What an oracle may look at: the state of both simulators and what the product itself claims, as data. Nothing here or
 * beside it comes from the product: whoever judges must not share the bug.
 */
import type { Ping, Primero } from '@ping-primero/sandbox'
import { whoseNumber } from './numbers.ts'
import type { CaseState, Chronicle, Referral, StoredCase } from '../engine/chronicle.ts'

export type FlowName = '1.1' | '1.2' | '2.1' | '2.2'

/** An item as the ledger states it. */
export interface Claim {
  readonly flow: FlowName
  readonly key: string
  readonly state: string
  readonly reason: string | null
  /** What it is about, as one text. */
  readonly about: string
  readonly interventionGuid: string | null
  readonly refIopGuid: string | null
  /** The run that settled it, as the ledger calls it. */
  readonly settledRun: string | null
}

/** The counts that a run reported. */
export interface Counted {
  readonly found: number
  readonly confirmed: number
  readonly waiting: number
  readonly attention: number
  readonly withdrawn: number
  readonly handled: number
}

/** A run, ms; what did not come about is null. */
export interface SeenRun {
  readonly number: number
  readonly flow: FlowName
  readonly life: string
  readonly dryRun: boolean
  readonly startedAt: number
  /** When it was given its turn. */
  readonly turnAt: number | null
  readonly endedAt: number | null
  /** Null as well where it did not take place. */
  readonly counts: Counted | null
  /** What the ledger said as it ended. */
  readonly claims: readonly Claim[] | null
  /** The ledger's rows as a dry run found and left them. */
  readonly wording: { readonly before: string | null; readonly after: string | null } | null
}

/** A request that reached the network, ms. */
export interface SeenRequest {
  readonly system: 'ping' | 'primero'
  readonly life: string
  /** The number of the run that sent it. */
  readonly run: number | null
  readonly method: string
  readonly path: string
  /** The process of PING that it names; null where it names none. */
  readonly process: string | null
  readonly kind: string
  readonly write: boolean
  readonly sentAt: number
  readonly doneAt: number | null
  readonly status: number | null
  /** The fault that struck it, by its number. */
  readonly fault: string | null
  /** What the system itself says where it refuses who asks (401); null for any other answer. */
  readonly refusal: string | null
  /** The ids that the system's own answer shows, and the one that was given in its place does not. */
  readonly hidden: ReadonlySet<string>
  /** When its sender had the answer. */
  readonly answeredAt: number | null
}

/** A file of the configuration, or a secret, as other people's programs left it. */
export interface Spoiled {
  readonly words: string
  /** Whether it still has one plain meaning. */
  readonly plain: boolean
  readonly flows: readonly FlowName[]
  /** Whether the product named a problem in it. */
  readonly refused: boolean
  readonly from: number
  readonly until: number | null
}

/** Everything that is judged. */
export interface Seen {
  readonly ping: Pick<Ping, 'store'>
  readonly primero: Pick<Primero, 'store'>
  readonly chronicle: Chronicle
  readonly claims: readonly Claim[]
  readonly runs: readonly SeenRun[]
  readonly requests: readonly SeenRequest[]
  readonly pauses: readonly {
    readonly flow: FlowName
    readonly from: number
    readonly until: number | null
  }[]
  /** Rows that a person removed, items that a person settled or let go: `flow key`. */
  readonly removedRows: ReadonlySet<string>
  readonly handled: ReadonlyMap<string, number>
  readonly released: ReadonlySet<string>
  /** When operators changed something in the ledger, and when the ledger's file was harmed or an older one brought back, ms. */
  readonly acts: readonly number[]
  readonly setBacks: readonly number[]
  /** When the service found an empty ledger in place of its own, ms. */
  readonly begunAnew: readonly number[]
  /** While the account might only read the form that says who a child is, ms. */
  readonly readOnlyForms: readonly { readonly from: number; readonly until: number | null }[]
  /** While a page of the ledger was bad, ms; `until` is null where it still is. */
  readonly badPages: readonly { readonly from: number; readonly until: number | null }[]
  /** Tables and settings that somebody spoiled: what became of them, the flows that need them, from when to when, ms. */
  readonly spoiled: readonly Spoiled[]
  /** Everything that was logged, and the bytes of the ledger, to look for what must not be there. */
  readonly outputs: readonly string[]
  readonly markers: readonly string[]
  readonly brokenBalances: number
  /** What the lists and counts kept beside the items say otherwise than the items themselves. */
  readonly misled: readonly string[]
  readonly defects: number
}

/** Something that must not be. */
export interface Violation {
  /** The property of the list of properties, P1 … */
  readonly property: string
  readonly words: string
}

type Row = Readonly<Record<string, unknown>>
export type Case = StoredCase
export type { CaseState, Referral }

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

export function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value)
    ? value.filter((row): row is Row => typeof row === 'object' && row !== null)
    : []
}

/** The row of a case by its id. */
export function rowIn({ data }: Case, rowId: string): Row | undefined {
  return rowsOf(data['services_section']).find((row) => row['unique_id'] === rowId)
}

/** The intervention that a row says it came from: the second part of its return address. */
export function interventionOf(row: Row): string | null {
  const address = textOf(row['progres_interventionnumber'])?.split(',') ?? []
  return address.length === 3 ? (address[1]?.trim().toLowerCase() ?? null) : null
}

export function casesOf({ primero }: Seen): readonly Case[] {
  return [...primero.store.cases()]
}

/** Whose case it is, by its individual number. */
export function numberOf({ data }: Case): string | null {
  return whoseNumber(textOf(data['unhcr_individual_no']))
}

/** The states of a case that stood at some moment of a stretch of time, in their order. */
export function statesDuring(seen: Seen, caseId: string, from: number, until: number): readonly CaseState[] {
  const states = seen.chronicle.casesOf(caseId)
  return states.filter(
    ({ at }, index) => at <= until && (states[index + 1]?.at ?? Number.POSITIVE_INFINITY) >= from,
  )
}

/** Whether a case stood so during a whole stretch of time. */
export function stoodThroughout(
  seen: Seen,
  caseId: string,
  [from, until]: readonly [number, number],
  holds: (record: Case) => boolean,
): boolean {
  const [first] = seen.chronicle.casesOf(caseId)
  if (first === undefined || first.at > from) return false
  return statesDuring(seen, caseId, from, until).every(({ record }) => holds(record))
}

export function isEnabled({ data }: Case): boolean {
  return data['record_state'] !== false
}

export function hasConsent({ data }: Case): boolean {
  return data['consent_for_services'] === true && data['disclosure_other_orgs'] === true
}

/** The run that sent a request. */
export function runOf(seen: Seen, request: SeenRequest | undefined): SeenRun | undefined {
  return request === undefined ? undefined : seen.runs.find(({ number }) => number === request.run)
}

/** From the turn of the run that did this at that moment until then; a moment alone where no run is known. */
export function stretchOf(
  seen: Seen,
  at: number,
  isIt: (request: SeenRequest) => boolean,
): readonly [number, number] {
  const request = seen.requests.find((one) => one.doneAt === at && isIt(one))
  return [runOf(seen, request)?.turnAt ?? at, at]
}
