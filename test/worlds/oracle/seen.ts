/**
 * What an oracle may look at: the state of both simulators and what the product itself claims, as data. Nothing here or
 * beside it comes from the product: whoever judges must not share the bug.
 */
import type { Ping, Primero } from '@ping-primero/sandbox'

export type FlowName = '1.1' | '1.2' | '2.1' | '2.2'

/** An item as the ledger states it. */
export interface Claim {
  readonly flow: FlowName
  readonly key: string
  readonly state: string
  readonly reason: string | null
  readonly interventionGuid: string | null
  readonly referralId: string | null
  readonly refIopGuid: string | null
  readonly serviceUniqueId: string | null
  readonly primeroId: string | null
  readonly refusedAt: string | null
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

/** A run, ms; `endedAt` and `counts` are null where it did not come to an end or did not take place. */
export interface SeenRun {
  readonly flow: FlowName
  readonly life: string
  readonly dryRun: boolean
  readonly startedAt: number
  readonly endedAt: number | null
  readonly counts: Counted | null
}

/** A request that reached the network, ms. */
export interface SeenRequest {
  readonly system: 'ping' | 'primero'
  readonly life: string
  readonly kind: string
  readonly write: boolean
  readonly sentAt: number
  readonly doneAt: number | null
  /** The fault that struck it, by its number. */
  readonly fault: string | null
}

/** A save that read a case at one time and wrote all of it at a later one: what was saved in between is gone, ms. */
export interface Overlap {
  readonly caseId: string
  readonly begun: number
  readonly ended: number
}

/** Everything that is judged. */
export interface Seen {
  readonly ping: Pick<Ping, 'store'>
  readonly primero: Pick<Primero, 'store'>
  readonly claims: readonly Claim[]
  readonly runs: readonly SeenRun[]
  readonly requests: readonly SeenRequest[]
  readonly pauses: readonly {
    readonly flow: FlowName
    readonly from: number
    readonly until: number | null
  }[]
  /** Whether a person's save ever overlapped one of ours. */
  readonly overlaps: readonly Overlap[]
  /** How far the clocks of the two systems were ever apart, ms. */
  readonly clockSlackMs: number
  /** Rows that a person removed, items that a person settled or let go: `flow key`. */
  readonly removedRows: ReadonlySet<string>
  readonly handled: ReadonlySet<string>
  readonly released: ReadonlySet<string>
  /** Everything that was logged, and the bytes of the ledger, to look for what must not be there. */
  readonly outputs: readonly string[]
  readonly markers: readonly string[]
  readonly brokenBalances: number
  readonly defects: number
}

/** Something that must not be. */
export interface Violation {
  /** The property of the list of properties, P1 … */
  readonly property: string
  readonly words: string
}

type Row = Readonly<Record<string, unknown>>
export type Case = NonNullable<ReturnType<Primero['store']['case']>>

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

export function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value)
    ? value.filter((row): row is Row => typeof row === 'object' && row !== null)
    : []
}

/** The intervention that a row says it came from: the second part of its return address. */
export function interventionOf(row: Row): string | null {
  const address = textOf(row['progres_interventionnumber'])?.split(',') ?? []
  return address.length === 3 ? (address[1]?.trim().toLowerCase() ?? null) : null
}

export function casesOf({ primero }: Seen): readonly Case[] {
  return [...primero.store.cases()]
}

/** One state of a row, from when on. */
export interface RowState {
  readonly at: number
  readonly status: string | null
}

/** Every status that a row has had, oldest first; null once it is gone. */
export function timelineOf(seen: Seen, caseId: string, rowId: string): readonly RowState[] {
  const states: RowState[] = []
  for (const { at, changes } of [...seen.primero.store.history(caseId)].reverse()) {
    const change = changes.find(({ field }) => field === 'services_section')
    if (change === undefined) continue
    const row = rowsOf(change.to).find((one) => one['unique_id'] === rowId)
    const status = row === undefined ? null : (textOf(row['unhcr_referral_status']) ?? '')
    if (states.length > 0 && states.at(-1)?.status === status) continue
    if (states.length > 0 || row !== undefined) states.push({ at, status })
  }
  return states
}

interface Consent {
  readonly at: number
  readonly services: unknown
  readonly others: unknown
}

/** Every state of the consent in a case, oldest first. What an overlapping save brings back stands in no history. */
function consentsOf(seen: Seen, caseId: string): readonly Consent[] {
  const states: Consent[] = []
  const before = (time: number): Consent | undefined => states.findLast(({ at }) => at <= time)
  const saves = [...seen.primero.store.history(caseId)].reverse().map(({ at, changes }) => ({
    at,
    add: (): void => {
      const last = states.at(-1)
      const to = (name: string): unknown => changes.find(({ field }) => field === name)?.to
      const services = to('consent_for_services') ?? last?.services
      states.push({ at, services, others: to('disclosure_other_orgs') ?? last?.others })
    },
  }))
  const overlaps = seen.overlaps
    .filter((one) => one.caseId === caseId)
    .map(({ begun, ended }) => ({
      at: ended,
      add: (): void => {
        const read = before(begun)
        if (read !== undefined) states.push({ ...read, at: ended })
      },
    }))
  for (const { add } of [...saves, ...overlaps].toSorted((a, b) => a.at - b.at)) add()
  return states
}

/** Whether consent stood in a case at some moment of a stretch of time. */
export function hadConsent(seen: Seen, caseId: string, from: number, until: number): boolean {
  let stood = false
  for (const { at, services, others } of consentsOf(seen, caseId)) {
    if (at > from && stood) return true
    if (at > until) break
    stood = services === true && others === true
  }
  return stood
}
