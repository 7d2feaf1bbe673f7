import { flows, type Flow } from '@ping-primero/core/domain/flow.ts'
import type { RunTimes, Span } from '@ping-primero/core/ledger/questions.ts'
import type { ConsoleDeployment } from '../../host.ts'

/** A run may begin so much later than its timetable says: it waits while another flow runs. */
const graceMs = 15 * 60_000

/** What the timetable says, and what came of it. */
export interface Timetable {
  readonly deployment: Pick<ConsoleDeployment, 'nextRun'>
  readonly times: RunTimes
  /** A run goes on at the moment. */
  readonly isUnderWay: boolean
  readonly nowMs: number
}

/** When a flow ought to run next after an instant, by its timetable and unless it is paused then; null = not at all. */
export function dueAfter(
  flow: Flow,
  afterMs: number,
  { deployment, times }: Pick<Timetable, 'deployment' | 'times'>,
): string | null {
  for (let after = afterMs; ;) {
    const due = deployment.nextRun(flow, after)
    if (due === null) return null
    const pause = times.pauses[flow].find(({ from, to }) => from <= due && (to === null || due < to))
    if (pause === undefined) return due
    if (pause.to === null) return null
    after = Date.parse(pause.to) - 1
  }
}

/**
 * The times in which no flow ran although one ought to have: from when it was due until the next run, the last ones last.
 * Nothing is said of a time of which not all runs are known.
 */
export function gapsOf(timetable: Timetable): readonly Span[] {
  const { times, isUnderWay, nowMs } = timetable
  const gaps: Span[] = []
  const [first] = times.runs
  const begins = times.since ?? first?.from
  if (begins === undefined) return []
  let quietMs = Date.parse(begins)
  for (const run of times.runs) {
    const gap = gapUntil(quietMs, Date.parse(run.from), timetable)
    if (gap !== null) gaps.push({ from: gap, to: run.from })
    quietMs = Math.max(quietMs, Date.parse(run.to ?? run.from))
  }
  const gap = isUnderWay ? null : gapUntil(quietMs, nowMs, timetable)
  return gap === null ? gaps : [...gaps, { from: gap, to: null }]
}

/** Since when a run was due in a while in which there was none; null = none was, or it is only a little late. */
function gapUntil(quietMs: number, untilMs: number, timetable: Timetable): string | null {
  // Most runs follow one another sooner than anything could be missed.
  if (untilMs - quietMs <= graceMs) return null
  const [due] = flows.flatMap((flow) => dueAfter(flow, quietMs, timetable) ?? []).toSorted()
  return due !== undefined && Date.parse(due) + graceMs < untilMs ? due : null
}

/** When a flow ought to have run by now and has not; null = it is not late. */
export function overdueSince(flow: Flow, lastRun: string | null, timetable: Timetable): string | null {
  if (lastRun === null || timetable.isUnderWay) return null
  const due = dueAfter(flow, Date.parse(lastRun), timetable)
  return due !== null && Date.parse(due) + graceMs < timetable.nowMs ? due : null
}
