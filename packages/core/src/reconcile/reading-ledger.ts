import type { Flow } from '../domain/flow.ts'
import type { RunHost } from '../flows/host.ts'
import type { ItemPosition, Ledger, LedgerItem } from '../ledger/ledger.ts'

/** What a comparison asks of the ledger: it can only look. */
export interface ReadingLedger extends Pick<Ledger, 'get' | 'byNumber' | 'cursor' | 'seen' | 'reasons'> {
  /** Items of a flow in any state found at or after a time, ordered by (foundAt, key), after a position. */
  readonly itemsSince: (
    flow: Flow,
    foundAt: string,
    after: ItemPosition | null,
    limit: number,
  ) => Promise<readonly LedgerItem[]>
}

/** Walks through the items of a flow found in a period, oldest first. */
export async function* itemsOfPeriod(
  ledger: ReadingLedger,
  flow: Flow,
  period: { readonly from: string; readonly to: string },
  limit: number,
): AsyncGenerator<readonly LedgerItem[]> {
  let after: ItemPosition | null = null
  for (;;) {
    const page: readonly LedgerItem[] = await ledger.itemsSince(flow, period.from, after, limit)
    const within = page.filter(({ foundAt }) => foundAt <= period.to)
    if (within.length > 0) yield within
    const last: LedgerItem | undefined = page.at(-1)
    if (last === undefined || within.length < page.length) return
    after = { foundAt: last.foundAt, key: last.key }
  }
}

/** What a host lends a comparison: as for a run, and the settled items, which a run never walks through. */
export interface ReadingHost extends RunHost {
  readonly itemsSince: ReadingLedger['itemsSince']
}

/** Of the ledger only what looks: a comparison has no way to write. */
export function readingOnly({ ledger, itemsSince }: ReadingHost): ReadingLedger {
  const { get, byNumber, cursor, seen, reasons } = ledger
  return { get, byNumber, cursor, seen, reasons, itemsSince }
}
