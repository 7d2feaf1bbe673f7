import { rowsOf } from '../value.ts'
import type { JsonObject } from '../value.ts'

/**
 * Lays what was sent over what was there, as Primero does (contract §5.1): a field sent replaces, rows of the named
 * subforms are matched by `unique_id` and merged field by field, unmatched ones are appended, `_destroy` takes one away.
 */
export function merge(
  before: JsonObject,
  sent: JsonObject,
  isSubform: (name: string) => boolean,
): JsonObject {
  const merged: Record<string, unknown> = { ...before }
  for (const [name, value] of Object.entries(sent)) {
    if (!isSubform(name)) merged[name] = value
    else if (rowsOf(value).length > 0) merged[name] = mergeRows(rowsOf(before[name]), rowsOf(value))
  }
  return merged
}

function mergeRows(before: readonly JsonObject[], sent: readonly JsonObject[]): readonly JsonObject[] {
  const rows = [...before]
  for (const row of sent) {
    const { _destroy: destroy, ...fields } = row
    const index =
      fields.unique_id === undefined ? -1 : rows.findIndex((other) => other.unique_id === fields.unique_id)
    if (destroy === true) {
      if (index >= 0) rows.splice(index, 1)
    } else if (index >= 0) {
      rows[index] = { ...rows[index], ...fields }
    } else {
      rows.push(fields)
    }
  }
  return rows
}
