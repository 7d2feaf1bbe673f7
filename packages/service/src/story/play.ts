import { caseworkersDecideOnThem } from './chapters/caseworkers-decide.ts'
import { caseworkersRefer } from './chapters/caseworkers-refer.ts'
import { mappingIsMended } from './chapters/mapping-is-mended.ts'
import { primeroGoesDown } from './chapters/primero-goes-down.ts'
import { theBalance } from './chapters/the-balance.ts'
import { theCast } from './chapters/the-cast.ts'
import { unhcrDecides } from './chapters/unhcr-decides.ts'
import { unhcrRefers } from './chapters/unhcr-refers.ts'
import { playChapter } from './scene.ts'
import type { PlayedChapter, PlayedStory } from './played-story.ts'
import type { Chapter, Telling } from './scene.ts'
import { balanceOf } from './totals.ts'
import type { StoryWorld } from './world.ts'

/** The story, in its order. */
export const story: readonly Chapter[] = [
  theCast,
  unhcrRefers,
  caseworkersDecideOnThem,
  caseworkersRefer,
  unhcrDecides,
  primeroGoesDown,
  mappingIsMended,
  theBalance,
]

const betweenChaptersMs = 2_000

/** Plays chapter after chapter and ends at the first that did not end as it should, or when the signal says so. */
export async function playStory(
  world: StoryWorld,
  chapters: readonly Chapter[],
  telling: Telling,
): Promise<PlayedStory> {
  const played: PlayedChapter[] = []
  for (const [index, chapter] of chapters.entries()) {
    if (telling.signal.aborted) break
    telling.teller.chapter(index + 1, chapter.title)
    const result = await playChapter(world, chapter, telling)
    played.push(result)
    if (!result.ok) break
    await telling.pace(betweenChaptersMs)
  }
  const ok = played.length === chapters.length && played.every((chapter) => chapter.ok)
  return {
    ok,
    seed: world.seed,
    chapters: played,
    totals: (await balanceOf(world)).totals,
    pages: world.pages,
  }
}
