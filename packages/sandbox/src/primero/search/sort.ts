import type { StoredCase } from '../store.ts'

/** How a list is sorted: by one field only. */
export interface Order {
  readonly by: string
  readonly descending: boolean
  /** Rows of equal key come in the reverse of their usual order: a page boundary among them may then skip some. */
  readonly turned: boolean
}

/** Sorts in place. Rows without the field come last ascending and first descending, as in PostgreSQL. */
export function sortCases(records: StoredCase[], order: Order): void {
  const keys = new Map(records.map((record) => [record, keyOf(record, order.by)]))
  if (order.turned) records.reverse()
  records.sort((a, b) => {
    const compared = compare(keys.get(a), keys.get(b))
    return order.descending ? -compared : compared
  })
}

type Key = number | string | undefined

function keyOf(record: StoredCase, field: string): Key {
  if (field === 'created_at') return record.createdAt
  if (field === 'last_updated_at') return record.updatedAt
  const value = field === 'id' ? record.id : record.data[field]
  if (value === undefined || value === null) return undefined
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value)
}

function compare(a: Key, b: Key): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const left = String(a)
  const right = String(b)
  return left < right ? -1 : left > right ? 1 : 0
}
