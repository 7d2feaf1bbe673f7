import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { isReleasable, isReleased } from '@ping-primero/core/story/release.ts'
import { itemsOf, type ToldItem } from '@ping-primero/core/story/strand.ts'
import type { ReferralStory } from '../model.ts'

/** Whether an item waits for a person to let it go, and none has yet. */
export function isHeldForPerson({ item }: ToldItem): boolean {
  return isReleasable(item) && !isReleased(item)
}

/** What is not settled of a story, the most urgent of each referral first. */
export function openOf({ strands }: ReferralStory): readonly ToldItem[] {
  return strands.flatMap(({ standing }) => standing.open.map(({ told }) => told))
}

/** What may be had by trying again: what only a person lets go may not. */
export function triable(story: ReferralStory): readonly LedgerItem[] {
  return openOf(story)
    .filter((told) => !isHeldForPerson(told))
    .map(({ item }) => item)
}

/** To which item a note is kept: what is open first, else what came last. */
export function notable(story: ReferralStory): ToldItem | null {
  const [first] = story.strands
  return openOf(story)[0] ?? itemsOf(first.strand).at(-1) ?? null
}
