import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { StateCounts } from '@ping-primero/core/ledger/ledger.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'

/** The chapters of the story that a sandbox plays. */
export type ChapterName =
  | 'the-cast'
  | 'unhcr-refers'
  | 'caseworkers-decide'
  | 'caseworkers-refer'
  | 'unhcr-decides'
  | 'primero-goes-down'
  | 'mapping-is-mended'
  | 'the-balance'

/** A run of the exchange in a chapter, and what it left unsettled. */
export interface ToldRun {
  readonly flow: Flow
  readonly counts: StateCounts
  readonly reasons: readonly {
    readonly code: ReasonCode
    readonly state: 'waiting' | 'attention'
    readonly count: number
  }[]
}

/** A chapter that was begun. */
export interface ToldChapter {
  readonly name: ChapterName
  /** Line by line, as it is told at the terminal: in English. */
  readonly says: readonly string[]
  readonly runs: readonly ToldRun[]
}

/** Where the story is: it goes on, somebody holds it, it was told to its end, or it did not go as it should. */
export type Standing = 'playing' | 'held' | 'told' | 'wrong'

/** The story so far. */
export interface StoryNow {
  readonly standing: Standing
  /** The last of them is being told as long as the story goes on. */
  readonly chapters: readonly ToldChapter[]
  /** null = no chapter comes any more. */
  readonly next: ChapterName | null
}

/** How bringing the story to its end came out; `paused`: it waits for a flow that somebody paused. */
export type StoryEnd = 'told' | 'paused' | 'wrong'

/** The story that a sandbox plays, for whoever watches it. */
export interface Story {
  readonly now: () => StoryNow
  /** Stops it where it stands; nothing more happens in it until it goes on. */
  readonly hold: () => void
  readonly goOn: () => void
  /** Tells what is left without pauses, and resolves when that is done or cannot be. */
  readonly tellAtOnce: () => Promise<StoryEnd>
  /** Begins anew: with systems, children and a ledger in which nothing has happened yet. */
  readonly again: () => void
}
