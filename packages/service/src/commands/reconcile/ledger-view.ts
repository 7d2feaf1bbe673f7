import type { ReadingLedger } from '@ping-primero/core/reconcile/reading-ledger.ts'
import { itemOf } from '../../ledger/row.ts'
import { openSqlite } from '../../ledger/sqlite.ts'
import { ledgerPath } from '../../ledger/place.ts'
import { ownSurroundings } from '../../ledger/surroundings.ts'

/** What a comparison asks of a ledger beyond what runs do. It only reads. */
export interface LedgerView {
  /** The items of the deployment in every state, which no run ever walks through. */
  readonly itemsSince: ReadingLedger['itemsSince']
  /** Whether somebody holds the deployment's turn at an instant. */
  readonly isTurnTaken: (nowMs: number) => Promise<boolean>
  readonly close: () => Promise<void>
}

/** Opens that view of one deployment, over a connection of its own. Throws as `openLedger` does. */
export function openLedgerView(url: string, deployment: string): LedgerView {
  const db = openSqlite(ledgerPath(url), ownSurroundings)
  return {
    itemsSince: async (flow, foundAt, after, limit) => {
      const since = db
        .selectFrom('item')
        .selectAll()
        .where('deployment', '=', deployment)
        .where('flow', '=', flow)
        .where('found_at', '>=', foundAt)
        .orderBy('found_at')
        .orderBy('key')
        .limit(limit)
      const items =
        after === null
          ? since
          : since.where((eb) => eb(eb.refTuple('found_at', 'key'), '>', eb.tuple(after.foundAt, after.key)))
      return (await items.execute()).map(itemOf)
    },
    isTurnTaken: async (nowMs) => {
      const lease = await db
        .selectFrom('lease')
        .select('expires_at')
        .where('deployment', '=', deployment)
        .executeTakeFirst()
      return lease !== undefined && lease.expires_at > new Date(nowMs).toISOString()
    },
    close: () => db.destroy(),
  }
}
