import type { Flow } from '../domain/flow.ts'
import type { ItemPosition, Ledger, LedgerItem } from './ledger.ts'

/**
 * Walks through items by position, oldest first, in pages of at most `limit`: items that are settled or found on the
 * way do no harm.
 */
async function* walk(
  read: (after: ItemPosition | null, limit: number) => Promise<readonly LedgerItem[]>,
  limit: number,
): AsyncGenerator<readonly LedgerItem[]> {
  let after: ItemPosition | null = null
  for (;;) {
    const page: readonly LedgerItem[] = await read(after, limit)
    const last: LedgerItem | undefined = page.at(-1)
    if (last === undefined) return
    after = { foundAt: last.foundAt, key: last.key }
    yield page
  }
}

/** The waiting and attention items of a flow. */
export function unsettledPages(
  ledger: Ledger,
  flow: Flow,
  limit = 500,
): AsyncGenerator<readonly LedgerItem[]> {
  return walk(async (after, most) => ledger.unsettled(flow, after, most), limit)
}

/** The confirmed items of a flow that are to be looked at again. */
export function lookDuePages(
  ledger: Ledger,
  flow: Flow,
  limit: number,
): AsyncGenerator<readonly LedgerItem[]> {
  return walk(async (after, most) => ledger.lookDue(flow, after, most), limit)
}
