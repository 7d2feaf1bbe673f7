import type { Kysely } from 'kysely'
import { plainNumber } from '@ping-primero/core/domain/individual-number.ts'
import type { LedgerItem, NumberKind } from '@ping-primero/core/ledger/ledger.ts'
import type { FoundItem } from '@ping-primero/core/ledger/questions.ts'
import { itemOf, numberColumns, numberKinds } from './row.ts'
import type { LedgerTables } from './schema.ts'

/** What an operator looks for. */
export interface NumberQuery {
  /** As a person typed it. */
  readonly number: string
  /** null = everywhere. */
  readonly deployment: string | null
  /** What the number would stand under as a UNHCR individual number; empty when no key is at hand. */
  readonly pseudonyms: readonly string[]
}

/**
 * The ways a person may type a number, or paste it with marks that nobody sees: GUIDs are kept in small letters, the
 * others in capitals.
 */
function spellings(number: string): readonly string[] {
  const typed = [number.trim(), plainNumber(number)]
  return [...new Set(typed.flatMap((one) => [one, one.toLowerCase(), one.toUpperCase()]))]
}

/** Every item that carries a number, of any kind, ordered by deployment, flow and the time it was found. */
export async function findItems(db: Kysely<LedgerTables>, query: NumberQuery): Promise<readonly FoundItem[]> {
  const typed = spellings(query.number)
  const found = new Map<string, FoundItem>()
  const columns = [...numberKinds.map((kind) => numberColumns[kind]), 'individual' as const]
  for (const column of columns) {
    const values = column === 'individual' ? query.pseudonyms : typed
    if (values.length === 0) continue
    // One kind at a time: each has its index, and a search over all of them at once would use none.
    const items = db.selectFrom('item').selectAll().where(column, 'in', values)
    const rows = await (
      query.deployment === null ? items : items.where('deployment', '=', query.deployment)
    ).execute()
    for (const row of rows) {
      found.set(`${row.deployment} ${row.flow} ${row.found_at} ${row.key}`, {
        deployment: row.deployment,
        item: itemOf(row),
      })
    }
  }
  return [...found].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, item]) => item)
}

/** The items of a deployment that carry one of these numbers of one kind. */
export async function findCarrying(
  db: Kysely<LedgerTables>,
  deployment: string,
  kind: NumberKind,
  values: readonly string[],
): Promise<readonly LedgerItem[]> {
  if (values.length === 0) return []
  const rows = await db
    .selectFrom('item')
    .selectAll()
    .where('deployment', '=', deployment)
    .where(numberColumns[kind], 'in', values)
    .execute()
  return rows.map(itemOf)
}
