import type { System } from '../domain/flow.ts'
import type { RunNotes } from './notes.ts'

/**
 * How far work with the systems is at the moment of asking: codes and counts, nothing of a record.
 *
 * - list: a run lists what its source shows; `done` = unsettled items that are known.
 * - cases: a run reads changed cases, and settles what they show.
 * - settle: a run settles items.
 * - check: requests of a check.
 * - records, delivered, changed, sent: the parts of a comparison; `done` = compared in all of them.
 */
export interface Progress {
  readonly part: 'list' | 'cases' | 'settle' | 'check' | 'records' | 'delivered' | 'changed' | 'sent'
  readonly done: number
  /** null = nobody knows of how many. */
  readonly of: number | null
  /** The system whose answer is waited for; of two the one that was asked first. */
  readonly awaits: System | null
}

/** What a run counts on its way. */
export interface Counted {
  part: 'list' | 'cases' | 'settle'
  /** The keys of the items that it has said something of: each counts once, however often it is settled. */
  readonly settled: Set<string>
  /** Unsettled items that are not for this run. */
  leftOut: number
  /** Changed cases, those behind it and all that Primero says there are. */
  readonly cases: { done: number; of: number }
}

/** Nothing was done yet. */
export function nothingCounted(): Counted {
  return { part: 'list', settled: new Set(), leftOut: 0, cases: { done: 0, of: 0 } }
}

/** How far a run is that began with so many unsettled items; `all` = it is not for some items only. */
export function progressOf(
  { counted, entered }: Pick<RunNotes, 'counted' | 'entered'>,
  unsettledBefore: number,
  all: boolean,
  awaits: System | null,
): Progress {
  const { part, settled, leftOut, cases } = counted
  const known = unsettledBefore + entered
  if (part === 'cases') return { part, ...cases, awaits }
  if (part === 'list') return { part, done: all ? known : 0, of: null, awaits }
  return { part, done: settled.size, of: all ? Math.max(settled.size, known - leftOut) : null, awaits }
}
