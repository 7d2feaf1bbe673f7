import { flows, type Flow, type ItemState, type System } from '@ping-primero/core/domain/flow.ts'
import type { LedgerItem, SystemPause } from '@ping-primero/core/ledger/ledger.ts'
import { itemNumber } from '@ping-primero/core/ledger/item.ts'
import type { FlowPause, FlowStatus, ReasonAge } from '@ping-primero/core/ledger/questions.ts'
import type { ConsoleDeployment } from '../../host.ts'
import { causeOf, type Cause } from '../../causes/cause.ts'
import { byDuty } from '../../causes/order.ts'
import { foundOf, sumStates } from '../../parts/sum.ts'

/** What the page reads. */
export interface TodayInput {
  readonly deployment: Pick<ConsoleDeployment, 'isEnabled' | 'nextRun' | 'decisionOf'>
  readonly nowMs: number
  readonly flows: readonly FlowStatus[]
  readonly systemsDown: readonly SystemPause[]
  readonly confirmedLately: Readonly<Record<Flow, number>>
  readonly lately: readonly LedgerItem[]
  readonly firstFound: string | null
  readonly ages: readonly ReasonAge[]
}

/** The one sentence of state, by what matters most. */
export type Heading =
  | { readonly kind: 'silent'; readonly system: System; readonly since: string }
  | { readonly kind: 'stopped'; readonly flow: Flow; readonly attention: number }
  | { readonly kind: 'paused'; readonly paused: number; readonly attention: number }
  | { readonly kind: 'off'; readonly off: number; readonly attention: number }
  | { readonly kind: 'well'; readonly attention: number }

/** One of the four flows between the banks. */
export interface Lane {
  readonly flow: Flow
  readonly pause: FlowPause | null
  /** The system that keeps it from going on. */
  readonly stuckBy: System | null
  readonly isOff: boolean
  readonly last: string | null
  readonly next: string | null
  readonly confirmed: number
  readonly waiting: number
  readonly attention: number
}

/** Something that went through. */
export interface Passage {
  readonly flow: Flow
  readonly number: string
  readonly at: string
  readonly decision: 'accepted' | 'rejected' | null
}

/** Today, before it is said in a language. */
export interface Today {
  readonly heading: Heading
  readonly wentThrough: number
  readonly waiting: number
  readonly attention: number
  /** The first run to come, where nothing has been found yet. */
  readonly isNew: boolean
  readonly firstRun: string | null
  readonly silent: readonly (SystemPause & { readonly waiting: number })[]
  readonly lanes: readonly Lane[]
  /** Since when there is something to count; null = nothing was found yet. */
  readonly since: string | null
  readonly found: number
  readonly sum: Readonly<Record<ItemState, number>>
  readonly causes: readonly Cause[]
  readonly lately: readonly Passage[]
}

/** How many causes stand on the page. */
const mostCauses = 3

/** The system that each flow reads from, and the one that it writes to. */
const systemsOfFlow: Readonly<Record<Flow, readonly System[]>> = {
  '1.1': ['ping', 'primero'],
  '1.2': ['primero', 'ping'],
  '2.1': ['primero', 'ping'],
  '2.2': ['ping', 'primero'],
}

/** What Today shows. Pure. */
export function todayOf(input: TodayInput): Today {
  const sum = sumOf(input.flows)
  const lanes = input.flows.map((status) => laneOf(status, input))
  const found = foundOf(sum)
  const causes = input.ages
    .filter(({ state }) => state === 'attention')
    .map(causeOf)
    .toSorted(byDuty)
  const attention = sum.attention
  return {
    heading: headingOf(input, lanes, attention),
    wentThrough: flows.reduce((total, flow) => total + input.confirmedLately[flow], 0),
    waiting: sum.waiting,
    attention,
    isNew: found === 0,
    firstRun: lanes.flatMap(({ next }) => next ?? []).toSorted()[0] ?? null,
    silent: input.systemsDown.map((pause) => ({ ...pause, waiting: waitingFor(pause.system, input.ages) })),
    lanes,
    since: input.firstFound,
    found,
    sum,
    causes: causes.slice(0, mostCauses),
    lately: input.lately.map((item) => passageOf(item, input)),
  }
}

function sumOf(all: readonly FlowStatus[]): Record<ItemState, number> {
  const sum = { confirmed: 0, waiting: 0, attention: 0, withdrawn: 0, handled: 0 }
  for (const { counts } of all) for (const state of sumStates) sum[state] += counts[state]
  return sum
}

function headingOf(
  { systemsDown, flows: all }: TodayInput,
  lanes: readonly Lane[],
  attention: number,
): Heading {
  const [down] = systemsDown
  if (down !== undefined) return { kind: 'silent', system: down.system, since: down.since }
  const stopped = all.find(({ stoppedBy }) => stoppedBy !== null && stoppedBy !== 'run-interrupted')
  if (stopped !== undefined) return { kind: 'stopped', flow: stopped.flow, attention }
  const paused = lanes.filter(({ pause }) => pause !== null).length
  if (paused > 0) return { kind: 'paused', paused, attention }
  const off = lanes.filter(({ isOff }) => isOff).length
  if (off > 0) return { kind: 'off', off, attention }
  return { kind: 'well', attention }
}

function laneOf(status: FlowStatus, { deployment, nowMs, systemsDown, confirmedLately }: TodayInput): Lane {
  const { flow, pause, counts, lastRun } = status
  const down = systemsOfFlow[flow].find((system) => systemsDown.some((one) => one.system === system))
  return {
    flow,
    pause,
    stuckBy: pause === null ? (down ?? null) : null,
    isOff: !deployment.isEnabled(flow),
    last: lastRun,
    next: pause === null ? deployment.nextRun(flow, nowMs) : null,
    confirmed: confirmedLately[flow],
    waiting: counts.waiting,
    attention: counts.attention,
  }
}

function waitingFor(system: System, ages: readonly ReasonAge[]): number {
  const code = system === 'ping' ? 'ping-unavailable' : 'primero-unavailable'
  return ages.filter((age) => age.code === code).reduce((total, { count }) => total + count, 0)
}

function passageOf(item: LedgerItem, { deployment }: TodayInput): Passage {
  const isDecision = item.flow === '1.2' || item.flow === '2.2'
  const { refIopNumber } = item.numbers
  return {
    flow: item.flow,
    number: item.flow === '2.1' && refIopNumber !== undefined ? refIopNumber : itemNumber(item),
    at: item.since,
    decision: isDecision ? deployment.decisionOf(item) : null,
  }
}
