import type { Flow } from '../domain/flow.ts'
import type { ItemPosition, Ledger, LedgerItem } from './ledger.ts'

/**
 * The waiting and attention items of a flow, oldest first, in pages of at most `limit`. Items that are settled or found
 * while walking do no harm: the walk goes by position.
 */
export async function* unsettledPages(
  ledger: Ledger,
  flow: Flow,
  limit = 500,
): AsyncGenerator<readonly LedgerItem[]> {
  let after: ItemPosition | null = null
  for (;;) {
    const page: readonly LedgerItem[] = await ledger.unsettled(flow, after, limit)
    const last: LedgerItem | undefined = page.at(-1)
    if (last === undefined) return
    after = { foundAt: last.foundAt, key: last.key }
    yield page
  }
}
