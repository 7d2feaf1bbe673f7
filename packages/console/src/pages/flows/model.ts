import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { StateCounts } from '@ping-primero/core/ledger/ledger.ts'
import type { FlowChange, FlowPause, FlowStatus, LastRun } from '@ping-primero/core/ledger/questions.ts'
import { ownerOf, type Owner, type ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import type { ConsoleDeployment } from '../../host.ts'
import type { Undertaking } from '../../undertakings/undertaking.ts'
import { timetableOf, type Timetable } from './timetable.ts'

/** What the page reads. */
export interface FlowsInput {
  readonly deployment: Pick<ConsoleDeployment, 'isEnabled' | 'nextRun' | 'schedule'>
  readonly nowMs: number
  readonly flows: readonly FlowStatus[]
  readonly lastRuns: readonly LastRun[]
  readonly cursors: Readonly<Partial<Record<Flow, string>>>
  readonly underWay: Flow | null
  readonly undertakings: readonly Undertaking[]
  readonly changes: readonly FlowChange[]
  readonly firstFound: string | null
}

/** How a flow is, by what matters most. */
export type Standing = 'off' | 'paused' | 'under-way' | 'stopped' | 'running'

/** One of the four flows. */
export interface FlowCard {
  readonly flow: Flow
  readonly standing: Standing
  /** null = it can only be said when it goes next. */
  readonly timetable: Timetable | null
  readonly pause: FlowPause | null
  readonly last: (LastRun & { readonly tookMs: number }) | null
  readonly next: string | null
  /** Up to when it has looked at changes; null for a flow whose source shows all that is open, every time. */
  readonly cursor: string | null
  /** Whether its source is asked for changes since a time. */
  readonly looksBack: boolean
  /** What stopped its last run, and whose move that is. */
  readonly stopped: { readonly reason: ReasonCode; readonly owner: Owner } | null
  readonly counts: StateCounts
  /** What was begun here and goes on. */
  readonly going: readonly Undertaking[]
  /** What was begun here last and has ended, of each kind. */
  readonly ended: readonly Undertaking[]
  /** It runs now, and nobody here began that. */
  readonly runsByItself: boolean
  /** It can be run at once. */
  readonly canRun: boolean
  /** It can be tried without writing. */
  readonly canTry: boolean
  /** It can be told to look again since a day. */
  readonly canLookAgain: boolean
}

/** The flows, before they are said in a language. */
export interface Flows {
  readonly cards: readonly FlowCard[]
  readonly since: string | null
  readonly changes: readonly FlowChange[]
  /** How many items need attention, of all flows. */
  readonly attention: number
}

/** Those whose source is asked for changes since a time. */
const lookingBack: readonly Flow[] = ['1.2', '2.1']

/** What the page shows. Pure. */
export function flowsOf(input: FlowsInput): Flows {
  return {
    cards: input.flows.map((status) => cardOf(status, input)),
    since: input.firstFound,
    changes: input.changes,
    attention: input.flows.reduce((total, { counts }) => total + counts.attention, 0),
  }
}

function cardOf(status: FlowStatus, input: FlowsInput): FlowCard {
  const { deployment, nowMs, lastRuns, cursors, underWay } = input
  const { flow, pause, counts } = status
  const last = lastRuns.find((run) => run.flow === flow)
  const stoppedBy = status.stoppedBy === 'run-interrupted' ? null : status.stoppedBy
  const looksBack = lookingBack.includes(flow)
  const ours = input.undertakings.filter((one) => one.flow === flow)
  const going = ours.filter(({ end }) => end === null)
  const runsByItself = underWay === flow && !going.some(({ progress }) => progress !== null)
  const isUnderWay = runsByItself || going.some(({ kind, progress }) => kind !== 'try' && progress !== null)
  const standing = standingOf(pause, stoppedBy, deployment.isEnabled(flow), isUnderWay)
  const isOn = standing !== 'off' && standing !== 'paused'
  return {
    flow,
    standing,
    timetable: timetableOf(deployment.schedule(flow)),
    pause,
    last: last === undefined ? null : { ...last, tookMs: tookMs(last) },
    next: pause === null ? deployment.nextRun(flow, nowMs) : null,
    cursor: looksBack ? (cursors[flow] ?? null) : null,
    looksBack,
    stopped: stoppedBy === null ? null : { reason: stoppedBy, owner: ownerOf(stoppedBy, flow) },
    counts,
    going,
    ended: ours.filter(({ end }) => end !== null),
    runsByItself,
    canTry: isOn && !going.some(({ kind }) => kind === 'try'),
    canLookAgain: isOn && looksBack && !going.some(({ kind }) => kind === 'look-again'),
    canRun: (standing === 'running' || standing === 'stopped') && !going.some(({ kind }) => kind === 'run'),
  }
}

function standingOf(
  pause: FlowPause | null,
  stoppedBy: ReasonCode | null,
  isEnabled: boolean,
  isUnderWay: boolean,
): Standing {
  if (!isEnabled) return 'off'
  if (pause !== null) return 'paused'
  if (isUnderWay) return 'under-way'
  return stoppedBy === null ? 'running' : 'stopped'
}

function tookMs({ startedAt, finishedAt }: LastRun): number {
  return Date.parse(finishedAt) - Date.parse(startedAt)
}
