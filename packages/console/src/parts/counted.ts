import type { StateCounts } from '@ping-primero/core/ledger/ledger.ts'
import { locales } from '../words/languages.ts'
import type { Say } from '../words/say.ts'
import { foundOf, sumStates } from './sum.ts'

/** What a run had before it and how it stood at the end, as a short list: what there was none of is left out. */
export function countedWords(counts: StateCounts, say: Say): string {
  const found = foundOf(counts)
  const stood = sumStates.filter((state) => counts[state] > 0)
  const words = [
    say('counted.found', { count: found }),
    ...stood.map((state) => say(`counted.${state}`, { count: counts[state] })),
  ]
  return new Intl.ListFormat(locales[say.language], { style: 'short', type: 'unit' }).format(words)
}
