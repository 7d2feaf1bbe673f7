import type { HistoryHead } from '../../ledger/history-head.ts'
import type { EventTable } from '../../ledger/schema.ts'
import type { ExportedEntry } from './forms.ts'

/** Which entries of a history go out. */
export interface Chosen {
  /** ISO times; null = without bound. */
  readonly from: string | null
  readonly to: string | null
  /** Only the acts of people. */
  readonly people: boolean
}

/** What went out: how many entries, and the last of them, which serves as a head to be kept. */
export interface Written {
  entries: number
  head: HistoryHead | null
}

/** The entries of a period, page by page; the chain is followed through all, for the hash before each. */
export async function* chosenPages(
  pages: AsyncIterable<readonly Readonly<EventTable>[]>,
  { from, to, people }: Chosen,
  written: Written,
): AsyncGenerator<readonly ExportedEntry[]> {
  let previous = ''
  for await (const rows of pages) {
    const chosen: ExportedEntry[] = []
    for (const row of rows) {
      const within = (from === null || row.at >= from) && (to === null || row.at < to)
      if (within && (!people || row.by !== null)) chosen.push({ row, previous })
      previous = row.hash
    }
    const last = chosen.at(-1)
    if (last === undefined) continue
    written.entries += chosen.length
    written.head = { position: last.row.position, hash: last.row.hash }
    yield chosen
  }
}
