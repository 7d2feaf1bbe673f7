import { flows } from '@ping-primero/core/domain/flow.ts'
import { itemNumber } from '@ping-primero/core/ledger/item.ts'
import type { Ledger } from '@ping-primero/core/ledger/ledger.ts'
import { wholeFlow } from '@ping-primero/core/ledger/whole-flow.ts'
import { eventOf } from '../../ledger/history.ts'
import { timeWords } from '../../words/words.ts'
import { eventSentence } from '../explain/timeline.ts'
import type { ExportedEntry } from './forms.ts'

/** Entries for people, a line each: when, in which flow, of which number, what; a zone of null = UTC. */
export async function entriesInWords(
  entries: readonly ExportedEntry[],
  ledger: Pick<Ledger, 'get'>,
  zone: string | null,
): Promise<string> {
  const numbers = new Map<string, string>()
  for (const flow of flows) {
    const keys = new Set(entries.flatMap(({ row }) => (row.flow === flow ? [row.key] : [])))
    for (const item of await ledger.get(flow, [...keys])) numbers.set(`${flow} ${item.key}`, itemNumber(item))
  }
  return entries
    .map(({ row }) => {
      const { at, flow, key } = row
      const number = numbers.get(`${flow} ${key}`) ?? key
      const named = key === wholeFlow ? '' : `${number}: `
      return `${timeWords(at, zone)}  ${flow.padEnd(3)}  ${named}${eventSentence(eventOf(row))}\n`
    })
    .join('')
}
