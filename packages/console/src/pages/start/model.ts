import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { StateCounts } from '@ping-primero/core/ledger/ledger.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import type { ChapterName, Standing, StoryNow, ToldChapter } from '../../sandbox/story.ts'

/** What came of a chapter, a line each. */
export type ChapterLine =
  | {
      readonly kind: 'run'
      /** null = the chapter has no other flow, and its title says which. */
      readonly flow: Flow | null
      readonly counts: StateCounts
    }
  | {
      readonly kind: 'unsettled'
      readonly state: 'waiting' | 'attention'
      readonly code: ReasonCode
      readonly count: number
    }

/** A chapter as the page shows it. */
export interface ShownChapter {
  readonly name: ChapterName
  /** The flow that it tells of; null = of none, or of several. */
  readonly flow: Flow | null
  /** It is over, it goes on, or it did not go as it should. */
  readonly standing: 'over' | 'now' | 'wrong'
  readonly lines: readonly ChapterLine[]
  readonly says: readonly string[]
}

/** The story, before it is said in a language. */
export interface ShownStory {
  readonly standing: Standing
  readonly chapters: readonly ShownChapter[]
  readonly next: ChapterName | null
}

const flowOf: Readonly<Partial<Record<ChapterName, Flow>>> = {
  'unhcr-refers': '1.1',
  'caseworkers-decide': '1.2',
  'caseworkers-refer': '2.1',
  'unhcr-decides': '2.2',
}

/** What the page shows of the story. Pure. */
export function storyOf({ standing, chapters, next }: StoryNow): ShownStory {
  const last = chapters.length - 1
  return {
    standing,
    next,
    chapters: chapters.map((chapter, place) => ({
      name: chapter.name,
      flow: flowOf[chapter.name] ?? null,
      standing: place < last || standing === 'told' ? 'over' : standing === 'wrong' ? 'wrong' : 'now',
      lines: linesOf(chapter),
      says: chapter.says,
    })),
  }
}

/** What still stands under a reason after another run of the chapter is said once. */
function linesOf({ name, runs }: ToldChapter): readonly ChapterLine[] {
  const unsettled = new Map(
    runs.flatMap(({ reasons }) => reasons).map((one) => [`${one.state} ${one.code}`, one]),
  )
  return [
    ...runs.map(({ flow, counts }) => ({
      kind: 'run' as const,
      flow: flowOf[name] === flow ? null : flow,
      counts,
    })),
    ...[...unsettled.values()].map(({ state, code, count }) => ({
      kind: 'unsettled' as const,
      state,
      code,
      count,
    })),
  ]
}
