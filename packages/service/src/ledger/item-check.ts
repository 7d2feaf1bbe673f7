import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Flow, ItemState } from '@ping-primero/core/domain/flow.ts'
import { itemNumber } from '@ping-primero/core/ledger/item.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import { wholeFlow } from '@ping-primero/core/ledger/whole-flow.ts'
import { itemOf } from './row.ts'
import type { EventTable, LedgerTables } from './schema.ts'

/** An item that does not agree with its history. */
export interface ItemFault {
  /** Its state is not what its history last said; it has no history; or its history has no item. */
  readonly code: 'item-differs' | 'item-unrecorded' | 'item-missing'
  /** The entry that last said how it stands; null where there is none. */
  readonly position: number | null
  /** The item by its flow and by the number that people use for it there. */
  readonly item: { readonly flow: Flow; readonly number: string }
}

/** An item beside what its history last said of its state. */
interface Compared {
  readonly flow: Flow
  readonly key: string
  readonly state: ItemState
  readonly reason: ReasonCode | null
  readonly position: number | null
  readonly told: ItemState | null
  readonly told_reason: ReasonCode | null
  /** The last entry that a person settled it by. */
  readonly handled: number | null
  /** The last entry by which its source showed it anew. */
  readonly shown: number | null
}

const itemsPerPage = 1_000

/** A page of items in the order of their keys, each with its history: one statement, so that both are of one moment. */
async function comparedPage(
  db: Kysely<LedgerTables>,
  deployment: string,
  after: Compared | undefined,
): Promise<readonly Compared[]> {
  const ofItem = sql`x.deployment = ${deployment} and x.flow = i.flow and x.key = i.key`
  const last = (which: ReturnType<typeof sql>) =>
    sql`(select max(x.position) from event x where ${ofItem} and ${which})`
  const { rows } = await sql<Compared>`
    select i.flow, i.key, i.state, i.reason, e.position, e.state as told, e.reason as told_reason,
      case i.state when 'handled' then ${last(sql`x.what = 'handled'`)} end as handled,
      case i.state when 'handled' then ${last(sql`x.what in ('found', 'listed-again')`)} end as shown
    from (
      select flow, key, state, reason from item
      where deployment = ${deployment} and (flow, key) > (${after?.flow ?? ''}, ${after?.key ?? ''})
      order by flow, key limit ${itemsPerPage}
    ) i
    left join event e on e.deployment = ${deployment} and e.position = ${last(sql`x.state is not null`)}
    order by i.flow, i.key`.execute(db)
  return rows
}

function isUnsettled(state: ItemState | null): boolean {
  return state === 'waiting' || state === 'attention'
}

/** The reasons under which an unsettled item may come to wait without an entry of its own. */
const quietReasons: readonly (ReasonCode | null)[] = ['not-yet-tried', 'flow-stopped', 'run-interrupted']

/**
 * Whether an item stands as its history says. A run that was on its way when a person settled the item may have added
 * what it did after that; the person's word stands until the source shows the item anew.
 */
function agrees(item: Compared): boolean {
  if (item.state === 'handled') {
    return item.reason === null && item.handled !== null && item.handled > (item.shown ?? 0)
  }
  if (item.state === item.told && item.reason === item.told_reason) return true
  return isUnsettled(item.told) && item.state === 'waiting' && quietReasons.includes(item.reason)
}

async function numberOf(
  db: Kysely<LedgerTables>,
  deployment: string,
  { flow, key }: Pick<Compared, 'flow' | 'key'>,
): Promise<string> {
  const row = await db
    .selectFrom('item')
    .selectAll()
    .where('deployment', '=', deployment)
    .where('flow', '=', flow)
    .where('key', '=', key)
    .executeTakeFirst()
  return row === undefined ? key : itemNumber(itemOf(row))
}

/** An entry about an item that the ledger no longer has. */
async function orphan(db: Kysely<LedgerTables>, deployment: string): Promise<ItemFault | null> {
  const { rows } = await sql<Pick<Compared, 'flow' | 'key'> & Pick<EventTable, 'position'>>`
    select flow, key, position from event e
    where deployment = ${deployment} and key <> ${wholeFlow} and not exists (
      select 1 from item i where i.deployment = ${deployment} and i.flow = e.flow and i.key = e.key
    )
    order by position limit 1`.execute(db)
  const [entry] = rows
  if (entry === undefined) return null
  const { flow, key, position } = entry
  return { code: 'item-missing', position, item: { flow, number: key } }
}

/** The first item of a deployment that does not stand as its history says, null when all do. Memory stays flat. */
export async function itemFault(db: Kysely<LedgerTables>, deployment: string): Promise<ItemFault | null> {
  let page = await comparedPage(db, deployment, undefined)
  while (page.length > 0) {
    const wrong = page.find((item) => item.told === null || !agrees(item))
    if (wrong !== undefined) {
      return {
        code: wrong.told === null ? 'item-unrecorded' : 'item-differs',
        position: wrong.position,
        item: { flow: wrong.flow, number: await numberOf(db, deployment, wrong) },
      }
    }
    await setImmediate()
    page = await comparedPage(db, deployment, page.at(-1))
  }
  return orphan(db, deployment)
}
