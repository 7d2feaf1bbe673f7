import { canonical } from '../../ledger/history.ts'
import type { EventTable } from '../../ledger/schema.ts'

/** An entry as it is exported: with its hash, and with the hash before it, so that each can be verified alone. */
export interface ExportedEntry {
  readonly row: Readonly<EventTable>
  /** Empty before the first entry. */
  readonly previous: string
}

/** The columns of the CSV form, in their order. */
const columns = [
  'position',
  'at',
  'flow',
  'key',
  'what',
  'state',
  'reason',
  'transaction_id',
  'by',
  'why',
  'deployment',
  'previous',
  'hash',
] as const

/** An entry as one JSON value: what is hashed, and `previous` and `hash` after it. */
export function jsonEntry({ row: { hash, ...entry }, previous }: ExportedEntry): string {
  return `${canonical(entry).slice(0, -1)},"previous":"${previous}","hash":${JSON.stringify(hash)}}`
}

/**
 * A CSV cell in quotation marks. What a spreadsheet would take for a formula gets an apostrophe in front, and so does
 * what begins with one, so that it can be taken off again.
 */
function cell(value: string | number | null): string {
  const text = String(value ?? '')
  const guarded = /^\s*['=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text
  return `"${guarded.replaceAll('"', '""')}"`
}

/** The first line of the CSV form. */
export const csvHeader = `${columns.map(cell).join(',')}\r\n`

/** An entry as a line of CSV. */
export function csvEntry({ row, previous }: ExportedEntry): string {
  const values = { ...row, previous }
  return `${columns.map((column) => cell(values[column])).join(',')}\r\n`
}
