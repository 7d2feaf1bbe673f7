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

/**
 * A save that read a case when it had been saved `begun` times, and wrote all of it as its save number `ended`: what was
 * saved in between is gone. Numbers of saves and not times, as Primero's clock may be set.
 */
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
  /** Saves of persons that overlapped one of ours. */
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

/** The consent in a case after each of its saves, in their order. What an overlapping save brings back stands in no history. */
function consentsOf(seen: Seen, caseId: string): readonly Consent[] {
  const saves = [...seen.primero.store.history(caseId)].reverse()
  const overlaps = seen.overlaps.filter((one) => one.caseId === caseId)
  const states: Consent[] = []
  for (const { at, changes } of saves) {
    const overlap = overlaps.find(({ ended }) => ended === states.length + 1)
    const built = overlap === undefined ? states.at(-1) : states[overlap.begun - 1]
    const to = (name: string): unknown => changes.find(({ field }) => field === name)?.to
    const services = to('consent_for_services') ?? built?.services
    states.push({ at, services, others: to('disclosure_other_orgs') ?? built?.others })
  }
  return states
}

/** Whether consent stood in a case at some moment of a stretch of time. */
export function hadConsent(seen: Seen, caseId: string, from: number, until: number): boolean {
  const states = consentsOf(seen, caseId)
  return states.some(({ at, services, others }, index) => {
    const end = states[index + 1]?.at ?? Number.POSITIVE_INFINITY
    // Where Primero's clock was set back meanwhile, a state ends before it begins.
    return services === true && others === true && Math.min(at, end) <= until && Math.max(at, end) >= from
  })
}
