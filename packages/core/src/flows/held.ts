import type { Outcome } from '../ledger/item.ts'
import type { MappedRecord } from '../mapping/map-record.ts'

/** Longest piece of a code that is named; codes are short, and anything longer is none. */
const longestCode = 80

/**
 * Why mapped records cannot be written, or null: empty required fields first, all of them by name, then values
 * outside a map, then what cannot be read.
 */
export function heldBack(
  records: readonly MappedRecord[],
): (Outcome & { readonly state: 'attention' }) | null {
  const missing = [...new Set(records.flatMap((record) => record.missing))]
  if (missing.length > 0) return { state: 'attention', reason: 'field-missing', about: missing }
  const unmapped = records.flatMap((record) => record.unmapped).filter((value) => value.required)
  const types = unmapped.filter(({ map }) => map.startsWith('service-types'))
  // The type first, of the two: it is what proGres is told.
  const named = types.length > 0 ? types : unmapped
  if (named.length > 0) {
    const reason = types.length > 0 ? 'service-type-unmapped' : 'value-unmapped'
    const about = named.map(({ map, value }) => (value === null ? map : value.slice(0, longestCode)))
    return { state: 'attention', reason, about }
  }
  const unreadable = [...new Set(records.flatMap((record) => record.unreadable))]
  return unreadable.length > 0 ? { state: 'attention', reason: 'field-unreadable', about: unreadable } : null
}
