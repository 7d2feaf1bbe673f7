import type { OfferedChild } from '@ping-primero/console/sandbox/desks.ts'
import { inventPeople, type Child } from '@ping-primero/sandbox'
import type { StoryWorld } from '../../story/world.ts'

/** Places far behind the children of the story, so that nobody comes twice. */
const firstPlace = 10_000

const yearMs = 365.25 * 24 * 60 * 60_000

/** Invented children who are offered at a desk, one of each kind; whoever was referred makes room for the next. */
export interface Offered<Kind> {
  readonly of: (kind: Kind) => Child
  readonly next: (kind: Kind) => void
}

/** `desk` keeps the children of two desks apart. */
export function offered<Kind>(
  { seed, canaries }: Pick<StoryWorld, 'seed' | 'canaries'>,
  kinds: readonly Kind[],
  desk: number,
): Offered<Kind> {
  const rounds = new Map<Kind, number>()
  return {
    of: (kind) => {
      const round = rounds.get(kind) ?? 0
      const from = firstPlace * desk + round * kinds.length + kinds.indexOf(kind)
      const [child] = inventPeople({ seed, canaries, from, count: 1 })
      if (child === undefined) throw new Error('One child was asked for.')
      return child
    },
    next: (kind) => void rounds.set(kind, (rounds.get(kind) ?? 0) + 1),
  }
}

/** A child as a desk shows it. */
export function shownChild<Kind>(
  kind: Kind,
  { number, sex, birthDate }: Child,
  nowMs: number,
): OfferedChild<Kind> {
  return { kind, number, sex, age: Math.floor((nowMs - Date.parse(birthDate)) / yearMs) }
}
