import type { Kysely } from 'kysely'
import { readHead } from './history-head.ts'
import type { HistoryHead } from './history-head.ts'
import { chained, historyPages } from './history.ts'
import { itemFault } from './item-check.ts'
import type { ItemFault } from './item-check.ts'
import type { LedgerTables } from './schema.ts'

/** What is wrong with a chain. */
type ChainFault = 'entry-altered' | 'entry-missing' | 'entry-inserted' | 'head-missing' | 'head-differs'

/** Everything that a check of a history can find. */
export type HistoryFaultCode = ChainFault | 'kept-head-differs' | ItemFault['code']

/** The first thing that was touched behind the back of the program. */
export interface HistoryFault {
  readonly code: HistoryFaultCode
  /** The first entry concerned; null where none is. */
  readonly position: number | null
  /** Where an item does not agree with its history. */
  readonly item: ItemFault['item'] | null
}

/** Whether a deployment's history is as it was written, and its items are what it says. */
export type HistoryCheck =
  | { readonly whole: true; readonly entries: number; readonly head: HistoryHead | null }
  | ({ readonly whole: false } & HistoryFault)

function touched(code: ChainFault | 'kept-head-differs', position: number): HistoryCheck {
  return { whole: false, code, position, item: null }
}

/** How the head that is kept beside a chain fits to its end. */
function headFault(head: HistoryHead | null, end: HistoryHead): HistoryCheck | null {
  if (head === null) return end.position === 0 ? null : touched('head-missing', end.position)
  if (head.position > end.position) return touched('entry-missing', end.position + 1)
  if (head.position === end.position && head.hash === end.hash) return null
  return touched('head-differs', Math.max(1, head.position))
}

/**
 * Computes a deployment's chain again, entry by entry, holds its end against the head beside it and the entries against
 * heads `kept` elsewhere, then every item against its history. Answers the first thing that does not agree. Flows may
 * run meanwhile; memory stays flat.
 */
export async function checkHistory(
  db: Kysely<LedgerTables>,
  deployment: string,
  kept: readonly HistoryHead[],
  seen: (entries: number) => void = () => {},
): Promise<HistoryCheck> {
  let end: HistoryHead = { position: 0, hash: '' }
  let head: HistoryHead | null = null
  for (;;) {
    const before = end.position
    for await (const rows of historyPages(db, deployment, before === 0 ? null : before)) {
      for (const { hash, ...entry } of rows) {
        const position = end.position + 1
        if (entry.position > position) return touched('entry-missing', position)
        if (entry.position !== position) return touched('entry-inserted', position)
        if (hash !== chained(end.hash, entry)) return touched('entry-altered', position)
        end = { position, hash }
        if (kept.some((one) => one.position === position && one.hash !== hash)) {
          return touched('kept-head-differs', position)
        }
      }
      seen(end.position)
    }
    head = await readHead(db, deployment)
    // A head further on may have come with entries that were added after the last page.
    if ((head?.position ?? 0) <= end.position || end.position === before) break
  }
  const atEnd = headFault(head, end)
  if (atEnd !== null) return atEnd
  if (kept.some(({ position }) => position > end.position)) {
    return touched('kept-head-differs', end.position + 1)
  }
  const fault = await itemFault(db, deployment)
  return fault === null
    ? { whole: true, entries: end.position, head: end.position === 0 ? null : end }
    : { whole: false, ...fault }
}
