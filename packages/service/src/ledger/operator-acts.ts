import type { Kysely, Transaction } from 'kysely'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { EventCode, LedgerEvent, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { Act, NamedItem, Selection } from '@ping-primero/core/ledger/questions.ts'
import { wholeFlow } from '@ping-primero/core/ledger/whole-flow.ts'
import { unsettledOnly } from './count.ts'
import { appendEvents } from './history.ts'
import { itemOf } from './row.ts'
import { writeSaves } from './save.ts'
import type { LedgerTables } from './schema.ts'

/** Items changed per query, so that memory stays flat. */
const itemsPerStep = 500

async function unsettledItems(
  db: Kysely<LedgerTables>,
  deployment: string,
  flow: Flow,
  keys: readonly string[],
): Promise<readonly LedgerItem[]> {
  const rows = await db
    .selectFrom('item')
    .selectAll()
    .where('deployment', '=', deployment)
    .where('flow', '=', flow)
    .where('key', 'in', keys)
    .where(unsettledOnly)
    .orderBy('found_at')
    .orderBy('key')
    .execute()
  return rows.map(itemOf)
}

async function selectedKeys(
  db: Kysely<LedgerTables>,
  deployment: string,
  flow: Flow,
  selection: Selection,
): Promise<readonly string[]> {
  if ('items' in selection) {
    return selection.items.filter((item) => item.flow === flow).map((item) => item.key)
  }
  if (selection.flow !== null && selection.flow !== flow) return []
  const items = db
    .selectFrom('item')
    .select('key')
    .where('deployment', '=', deployment)
    .where('flow', '=', flow)
    .where(unsettledOnly)
    .orderBy('found_at')
    .orderBy('key')
  const rows = await (
    selection.reason === null ? items : items.where('reason', '=', selection.reason)
  ).execute()
  return rows.map(({ key }) => key)
}

/** What a person does to an item. */
interface Change {
  readonly item: LedgerItem
  readonly what: EventCode
  readonly by: string
  readonly why?: string
}

/** Changes unsettled items in one transaction; a run that read them before sees a conflict. */
export async function changeItems(
  transaction: Transaction<LedgerTables>,
  deployment: string,
  selection: Selection,
  at: string,
  change: (item: LedgerItem) => Change | null,
): Promise<readonly LedgerItem[]> {
  const changed: LedgerItem[] = []
  for (const flow of flows) {
    const keys = await selectedKeys(transaction, deployment, flow, selection)
    for (let start = 0; start < keys.length; start += itemsPerStep) {
      const some = await unsettledItems(
        transaction,
        deployment,
        flow,
        keys.slice(start, start + itemsPerStep),
      )
      const changes = some.map(change).filter((made) => made !== null)
      const events = changes.map(({ item, what, by, why }): LedgerEvent => ({
        at,
        flow,
        key: item.key,
        what,
        state: item.state,
        ...(item.reason === null ? {} : { reason: item.reason }),
        by,
        ...(why === undefined ? {} : { why }),
      }))
      const items = changes.map(({ item }) => item)
      await writeSaves(transaction, deployment, [{ items, events }])
      changed.push(...items)
    }
  }
  return changed
}

/** What a person does at an item that leaves it as it is. */
export type NoteOf = { readonly what: 'noted'; readonly why: string } | { readonly what: 'compared' }

/** Keeps what a person notes to an item, or that one looked at it, with where it stands at that time. */
export async function noteTo(
  transaction: Transaction<LedgerTables>,
  deployment: string,
  { flow, key }: NamedItem,
  note: NoteOf,
  act: Act,
): Promise<void> {
  const row = await transaction
    .selectFrom('item')
    .select(['state', 'reason'])
    .where('deployment', '=', deployment)
    .where('flow', '=', flow)
    .where('key', '=', key)
    .executeTakeFirst()
  if (row === undefined) return
  const { state, reason } = row
  const noted = { at: act.at, flow, key, state, by: act.by, ...note }
  await appendEvents(transaction, deployment, [{ ...noted, ...(reason === null ? {} : { reason }) }])
}

/** What a person does to a whole flow, as an entry of the history. */
export function flowAct(flow: Flow, what: EventCode, act: Act, why?: string): LedgerEvent {
  return { at: act.at, flow, key: wholeFlow, what, by: act.by, ...(why === undefined ? {} : { why }) }
}

/**
 * Changes items and ends the pauses between probes. Where that is all that came of it, it is an act on the flows
 * themselves: nothing that a person does is left out of the history.
 */
export async function changeAndProbe(
  transaction: Transaction<LedgerTables>,
  deployment: string,
  selection: Selection,
  act: Act,
  change: (item: LedgerItem) => Change | null,
): Promise<readonly LedgerItem[]> {
  const meant = 'items' in selection ? selection.items.map(({ flow }) => flow) : [selection.flow]
  if (meant.length === 0) return []
  const changed = await changeItems(transaction, deployment, selection, act.at, change)
  const { numDeletedRows } = await transaction
    .deleteFrom('pause')
    .where('deployment', '=', deployment)
    .executeTakeFirst()
  if (changed.length === 0 && numDeletedRows > 0n) {
    const acted = flows.filter((flow) => meant.includes(flow) || meant.includes(null))
    await appendEvents(
      transaction,
      deployment,
      acted.map((flow) => flowAct(flow, 'retried', act)),
    )
  }
  return changed
}
