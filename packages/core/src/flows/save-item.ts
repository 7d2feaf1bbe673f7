import { LedgerContradiction } from '../ledger/failure.ts'
import { reconciled } from '../ledger/item.ts'
import type { Ledger, LedgerEvent, LedgerItem } from '../ledger/ledger.ts'

/** Writes an item; when a person changed it meanwhile, what they did is kept and the run's facts are added. */
export async function saveItem(
  ledger: Ledger,
  item: LedgerItem,
  events: readonly LedgerEvent[],
): Promise<LedgerItem> {
  let mine = item
  for (;;) {
    const { conflicts } = await ledger.save([mine], events)
    if (conflicts.length === 0) return { ...mine, revision: mine.revision + 1 }
    const [stored] = await ledger.get(item.flow, [item.key])
    if (stored === undefined) throw new LedgerContradiction('An item that it showed is not to be found.')
    mine = reconciled(stored, mine)
  }
}
