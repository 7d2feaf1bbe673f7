import type { Flow, System } from '@ping-primero/core/domain/flow.ts'
import type { SystemPause } from '@ping-primero/core/ledger/ledger.ts'
import type { FlowStatus, ReasonAge, RunTimes, Span } from '@ping-primero/core/ledger/questions.ts'
import { ownerOf, reasons, type Owner, type ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import type { ConsoleDeployment, Storage } from '../../host.ts'
import type { Checked } from '../audit/checked.ts'
import type { KnownComparison } from './comparison.ts'
import { gapsOf, overdueSince, type Timetable } from './gaps.ts'

/** What the page reads. */
export interface HealthInput {
  readonly deployment: Pick<ConsoleDeployment, 'isEnabled' | 'isSimulated' | 'nextRun'>
  readonly nowMs: number
  readonly flows: readonly FlowStatus[]
  readonly systemsDown: readonly SystemPause[]
  readonly ages: readonly ReasonAge[]
  readonly times: RunTimes
  /** A run goes on at the moment. */
  readonly isUnderWay: boolean
  readonly storage: Storage
  /** How many entries the history has. */
  readonly entries: number
  /** Whether it is as it was written, as far as that is known. */
  readonly checked: Checked
  readonly comparison: KnownComparison
}

/** The one sentence of state, by what matters most. */
export type Heading =
  | { readonly kind: 'silent'; readonly system: System; readonly since: string }
  | { readonly kind: 'missing'; readonly since: string }
  | { readonly kind: 'stopped' | 'hindered'; readonly flow: Flow }
  | { readonly kind: 'new' }
  | { readonly kind: 'well' }

/** A reason with whose move it is. */
export interface Trouble {
  readonly reason: ReasonCode
  readonly owner: Owner
}

/** How one of both systems is. */
export type SystemHealth = { readonly system: System } & (
  | {
      readonly kind: 'silent'
      readonly since: string
      readonly nextLook: string
      readonly waiting: number
      readonly owner: Owner
    }
  | ({ readonly kind: 'refuses' } & Trouble)
  | { readonly kind: 'answered'; readonly at: string }
  | { readonly kind: 'unasked' }
)

/** How one flow is. */
export interface FlowHealth {
  readonly flow: Flow
  readonly lastRun: string | null
  readonly lastSuccess: string | null
  readonly next: string | null
  readonly isOff: boolean
  readonly pausedSince: string | null
  /** What keeps it from its work, and since when. */
  readonly trouble: (Trouble & { readonly since: string | null }) | null
  /** When it was due and did not come; null = it is not late. */
  readonly overdue: string | null
}

/** How the runs came. */
export type Regularity =
  /** By a story, and by no timetable. */
  | { readonly kind: 'simulated' }
  | { readonly kind: 'new' }
  | { readonly kind: 'regular'; readonly since: string }
  | { readonly kind: 'gaps'; readonly count: number; readonly latest: readonly Span[] }

/** Health, before it is said in a language. */
export interface Health {
  readonly heading: Heading
  readonly systems: readonly SystemHealth[]
  readonly flows: readonly FlowHealth[]
  readonly regularity: Regularity
  readonly storage: Storage
  readonly entries: number
  readonly checked: Checked
  readonly comparison: KnownComparison
  readonly attention: number
  readonly ages: readonly ReasonAge[]
}

/** How many gaps stand on the page: the last ones. */
const mostGaps = 5

/** What only the account of Primero can be in want of. */
const ofPrimero: readonly ReasonCode[] = ['permission-missing', 'scope-limited']

/** What the page of health shows. Pure. */
export function healthOf(input: HealthInput): Health {
  const { deployment, times, isUnderWay, nowMs, ages, storage, entries, checked, comparison } = input
  const timetable = { deployment, times, isUnderWay, nowMs }
  const shown = input.flows.map((status) => flowOf(status, input, timetable))
  const regularity = regularityOf(input, timetable)
  return {
    heading: headingOf(input, shown, regularity),
    systems: (['ping', 'primero'] as const).map((system) => systemOf(system, input)),
    flows: shown,
    regularity,
    storage,
    entries,
    checked,
    comparison,
    attention: ages.reduce((total, { state, count }) => total + (state === 'attention' ? count : 0), 0),
    ages,
  }
}

function headingOf(
  { systemsDown }: HealthInput,
  shown: readonly FlowHealth[],
  regularity: Regularity,
): Heading {
  const [down] = systemsDown
  if (down !== undefined) return { kind: 'silent', system: down.system, since: down.since }
  const open = regularity.kind === 'gaps' ? regularity.latest.find(({ to }) => to === null) : undefined
  if (open !== undefined) return { kind: 'missing', since: open.from }
  for (const kind of ['stopped', 'hindered'] as const) {
    const held = shown.find(
      ({ trouble }) => trouble !== null && isStop(trouble.reason) === (kind === 'stopped'),
    )
    if (held !== undefined) return { kind, flow: held.flow }
  }
  return shown.every(({ lastRun }) => lastRun === null) ? { kind: 'new' } : { kind: 'well' }
}

/** Whether a reason stops a flow before its end; the trouble of a system only keeps it from a part. */
function isStop(reason: ReasonCode): boolean {
  return reasons[reason].class !== 'trouble'
}

function systemOf(system: System, { systemsDown, flows: all, ages, times }: HealthInput): SystemHealth {
  const silence = system === 'ping' ? 'ping-unavailable' : 'primero-unavailable'
  const down = systemsDown.find((one) => one.system === system)
  if (down !== undefined) {
    const { since, nextProbe } = down
    const waiting = ages.filter(({ code }) => code === silence).reduce((sum, { count }) => sum + count, 0)
    return { system, kind: 'silent', since, nextLook: nextProbe, waiting, owner: ownerOf(silence, '1.1') }
  }
  for (const { flow, stoppedBy } of all) {
    if (stoppedBy !== null && isOf(system, stoppedBy)) {
      return { system, kind: 'refuses', reason: stoppedBy, owner: ownerOf(stoppedBy, flow) }
    }
  }
  const at = times.answered[system]
  return at === null ? { system, kind: 'unasked' } : { system, kind: 'answered', at }
}

/** Whether what stopped a flow is said by a system. */
function isOf(system: System, reason: ReasonCode): boolean {
  return reason.startsWith(`${system}-`) || (system === 'primero' && ofPrimero.includes(reason))
}

function flowOf(status: FlowStatus, { deployment, nowMs }: HealthInput, timetable: Timetable): FlowHealth {
  const { flow, lastRun, lastSuccess, pause, stoppedBy, hinderedBy, hinderedSince } = status
  const reason = stoppedBy === 'run-interrupted' ? hinderedBy : (stoppedBy ?? hinderedBy)
  const isOff = !deployment.isEnabled(flow)
  const isQuiet = isOff || pause !== null
  return {
    flow,
    lastRun,
    lastSuccess,
    next: isQuiet ? null : deployment.nextRun(flow, nowMs),
    isOff,
    pausedSince: pause?.at ?? null,
    trouble: reason === null ? null : { reason, owner: ownerOf(reason, flow), since: hinderedSince },
    overdue: isQuiet || deployment.isSimulated ? null : overdueSince(flow, lastRun, timetable),
  }
}

function regularityOf({ deployment, times, flows: all }: HealthInput, timetable: Timetable): Regularity {
  if (deployment.isSimulated) return { kind: 'simulated' }
  if (all.every(({ lastRun }) => lastRun === null)) return { kind: 'new' }
  const gaps = gapsOf(timetable)
  if (gaps.length > 0) return { kind: 'gaps', count: gaps.length, latest: gaps.slice(-mostGaps).toReversed() }
  return { kind: 'regular', since: times.since ?? times.runs[0]?.from ?? firstOf(all) }
}

function firstOf(all: readonly FlowStatus[]): string {
  return all.flatMap(({ lastRun }) => lastRun ?? []).toSorted()[0] ?? ''
}
