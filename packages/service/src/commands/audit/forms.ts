import { canonical } from '../../ledger/history.ts'
import type { EventTable } from '../../ledger/schema.ts'
import { csvLine } from '@ping-primero/core/text/csv.ts'

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

/** The first line of the CSV form. */
export const csvHeader = csvLine(columns)

/** An entry as a line of CSV. */
export function csvEntry({ row, previous }: ExportedEntry): string {
  const values = { ...row, previous }
  return csvLine(columns.map((column) => values[column]))
}
