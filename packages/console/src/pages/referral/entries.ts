import type { Decision, Flow } from '@ping-primero/core/domain/flow.ts'
import type { LedgerEvent, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { inOrderOfTime, isConfirming, toldEvents } from '@ping-primero/core/story/history.ts'
import { itemsOf, type Strand, type ToldItem } from '@ping-primero/core/story/strand.ts'

/** One thing that happened to an item. */
export interface Entry {
  readonly at: string
  readonly event: LedgerEvent
  /** Of what was found, which decision it states; null where it states none, or another one since. */
  readonly decision: Decision | null
  /** The item was confirmed with it. */
  readonly isConfirmed: boolean
}

/** A part of a story as it is told, the oldest first. */
export type Part =
  /** What follows is about the referral, or about a decision on it. */
  | { readonly kind: 'turn'; readonly flow: Flow }
  | { readonly kind: 'entry'; readonly entry: Entry }
  /** What was told just before happened again, so many times more. */
  | { readonly kind: 'again'; readonly times: readonly string[] }

interface Told extends Entry {
  readonly item: LedgerItem
}

/** So many entries may make one round of looks that bring nothing new. */
const longestRound = 4

/** What happened to a referral and the decisions on it, in order of time; looks that brought nothing new stand together. Pure. */
export function partsOf(strand: Strand, decisionOf: (item: LedgerItem) => Decision | null): readonly Part[] {
  const told = inOrderOfTime(itemsOf(strand).flatMap((one) => entriesOf(one, decisionOf)))
  return turnsOf(told).flatMap((entries) => {
    const [first] = entries
    return first === undefined ? [] : [{ kind: 'turn', flow: first.item.flow } as const, ...rounds(entries)]
  })
}

function entriesOf(told: ToldItem, decisionOf: (item: LedgerItem) => Decision | null): readonly Told[] {
  const { item, history } = told
  const isAsFound = history.every(({ what }) => what !== 'listed-again')
  return toldEvents(told).map((event) => ({
    at: event.at,
    item,
    event,
    decision: isAsFound && event.what === 'found' ? decisionOf(item) : null,
    isConfirmed: event.state === 'confirmed' && (isConfirming(event.what) || event.what === 'state-changed'),
  }))
}

/** Entries that follow each other and are of one item. */
function turnsOf(told: readonly Told[]): readonly (readonly Told[])[] {
  const turns: Told[][] = []
  for (const one of told) {
    const turn = turns.at(-1)
    if (turn?.[0]?.item === one.item) turn.push(one)
    else turns.push([one])
  }
  return turns
}

function rounds(entries: readonly Told[]): readonly Part[] {
  const parts: Part[] = []
  let place = 0
  while (place < entries.length) {
    const round = roundAt(entries, place)
    for (const entry of entries.slice(place, place + round.length)) parts.push({ kind: 'entry', entry })
    if (round.times.length > 0) parts.push({ kind: 'again', times: round.times })
    place += round.length * (round.times.length + 1)
  }
  return parts
}

/** The shortest round that begins at a place and is gone through again at once, and when each further one ended. */
function roundAt(
  entries: readonly Told[],
  place: number,
): { readonly length: number; readonly times: readonly string[] } {
  for (let length = 1; length <= longestRound; length += 1) {
    const times: string[] = []
    for (let next = place + length; isRepeated(entries, place, next, length); next += length) {
      times.push(entries[next + length - 1]?.at ?? '')
    }
    if (times.length > 0) return { length, times }
  }
  return { length: 1, times: [] }
}

function isRepeated(entries: readonly Told[], place: number, next: number, length: number): boolean {
  if (next + length > entries.length) return false
  return entries
    .slice(place, place + length)
    .every((entry, at) => isSameLook(entry.event, entries[next + at]?.event))
}

/** What a person does is never folded away. */
function isSameLook(one: LedgerEvent, other: LedgerEvent | undefined): boolean {
  return (
    other !== undefined &&
    one.by === undefined &&
    other.by === undefined &&
    one.what === other.what &&
    one.state === other.state &&
    one.reason === other.reason
  )
}
