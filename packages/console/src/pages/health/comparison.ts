import type { Flow, System } from '@ping-primero/core/domain/flow.ts'
import type { Act, PlacedEvent } from '@ping-primero/core/ledger/questions.ts'
import type { Owner } from '@ping-primero/core/reasons/catalogue.ts'

/** What a comparison found in one flow. */
export interface ComparedFlow {
  readonly flow: Flow
  readonly compared: number
  /** Of which one side shows nothing to compare with. */
  readonly withoutDetail: number
  /** What is somebody's move. */
  readonly differences: number
  /** What the next run takes. */
  readonly notYetRun: number
  /** Known, and so no difference. */
  readonly open: number
}

/** What came of a comparison: counts alone. */
export interface Compared {
  /** What changed since then was compared. */
  readonly from: string
  readonly flows: readonly ComparedFlow[]
  /** Whose move the differences are, and how many of them. */
  readonly owners: readonly { readonly owner: Owner; readonly count: number }[]
  /** Systems of which something could not be read. */
  readonly unread: readonly System[]
}

/** How a comparison ended. */
export type ComparisonEnd =
  | { readonly kind: 'done'; readonly at: string; readonly compared: Compared }
  | { readonly kind: 'failed'; readonly at: string; readonly owner: Owner }

/** Both systems while they are compared, or as they were last compared by this process. */
export interface Comparison {
  /** Who asked for it, and when. */
  readonly act: Act
  /** How many were compared so far; null = it has told nothing yet. */
  readonly done: number | null
  /** null = it goes on. */
  readonly end: ComparisonEnd | null
}

/** Compares both systems, at most once at a time for each deployment: it goes on whatever page is open. */
export interface Comparisons {
  /** Begins one unless one goes on. */
  readonly begin: (deployment: string, act: Act) => void
  /** The last one; null = none was begun since this process began. */
  readonly of: (deployment: string) => Comparison | null
}

/** What is known of whether anything got lost. */
export type KnownComparison =
  | { readonly kind: 'never' }
  | { readonly kind: 'going'; readonly act: Act; readonly done: number | null }
  | { readonly kind: 'done'; readonly act: Act; readonly compared: Compared }
  | { readonly kind: 'failed'; readonly act: Act; readonly owner: Owner }
  /** It was made, and what came of it is kept nowhere. */
  | { readonly kind: 'forgotten'; readonly act: Act }

/** What is known: by what this process compared, and by what the history says of the last one. */
export function knownComparison(noted: PlacedEvent | null, last: Comparison | null): KnownComparison {
  const before = noted === null ? null : { by: noted.by ?? '', at: noted.at }
  if (last !== null) {
    const { act, done, end } = last
    if (end === null) return { kind: 'going', act, done }
    const ended = { by: act.by, at: end.at }
    const isLast = before === null || before.at <= end.at
    if (isLast && end.kind === 'done') return { kind: 'done', act: ended, compared: end.compared }
    if (isLast && end.kind === 'failed') return { kind: 'failed', act: ended, owner: end.owner }
  }
  return before === null ? { kind: 'never' } : { kind: 'forgotten', act: before }
}
