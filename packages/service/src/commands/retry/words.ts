import { itemNumber } from '@ping-primero/core/ledger/item.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { flowWords } from '../../words/words.ts'
import { afterRelease, releaseWords } from '../release.ts'
import type { Release } from '@ping-primero/core/story/release.ts'

/** Numbers named in an answer at most; the count says how many there were. */
export const mostNamed = 100

function numbersOf(items: readonly LedgerItem[]): string {
  const more = items.length > mostNamed ? ` and ${items.length - mostNamed} more` : ''
  return items.slice(0, mostNamed).map(itemNumber).join(', ') + more
}

/** What came of a retry, for people: what the next run takes, and what it only looks at until a person lets it go. */
export function retryText(made: readonly LedgerItem[], held: readonly LedgerItem[]): string {
  if (made.length === 0) return 'Nothing of it is unsettled; nothing was changed.'
  const kept = new Set(held)
  const taken = made.filter((item) => !kept.has(item))
  const takes = taken.length === 1 ? 'the next run takes it' : 'the next run takes them'
  const needs =
    held.length === 1
      ? 'needs a person to let it go (retry NUMBER --release); the next run only looks whether it still does'
      : 'need a person to let each of them go (retry NUMBER --release); the next run only looks whether they still do'
  return [
    ...(taken.length === 0 ? [] : [`${taken.length} due now; ${takes}: ${numbersOf(taken)}`]),
    ...(held.length === 0 ? [] : [`${held.length} ${needs}: ${numbersOf(held)}`]),
  ].join('\n')
}

/** What came of a release, for people; `already` = a person had let it go before; a zone of null = UTC. */
export function releaseText(
  item: LedgerItem,
  released: Release | null,
  already: boolean,
  zone: string | null,
): string {
  const named = `${itemNumber(item)} (${flowWords[item.flow]})`
  if (released === null) return `${named} does not wait for a person any more; nothing was changed.`
  const next = afterRelease(item.flow, item.reason)
  return already
    ? `${named} was let go already, ${releaseWords(released, zone)}; nothing was changed: ${next}.`
    : `${named} is let go by ${released.by ?? 'you'}; ${next}.`
}
