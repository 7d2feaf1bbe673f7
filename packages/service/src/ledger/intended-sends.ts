import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { SaveJob, SaveResult } from './save.ts'
import { journalNumbers } from './send-journal.ts'
import type { SendEntry } from './send-journal.ts'

function keptNumbers({ numbers }: LedgerItem): SendEntry['numbers'] {
  const kept: { -readonly [Kind in (typeof journalNumbers)[number]]?: string } = {}
  for (const kind of journalNumbers) {
    const value = numbers[kind]
    if (value !== undefined) kept[kind] = value
  }
  return kept
}

/** What the journal notes of saves that were committed: a line for each referral about to be sent. */
export function intendedSends(
  deployment: string,
  jobs: readonly SaveJob[],
  results: readonly SaveResult[],
): readonly SendEntry[] {
  return jobs.flatMap(({ items, events }, place) => {
    const conflicts = results[place]?.conflicts ?? []
    return events
      .filter(({ what, key }) => what === 'send-intended' && !conflicts.includes(key))
      .map(({ at, flow, key }): SendEntry => {
        const item = items.find((one) => one.flow === flow && one.key === key)
        return { at, deployment, key, numbers: item === undefined ? {} : keptNumbers(item) }
      })
  })
}
