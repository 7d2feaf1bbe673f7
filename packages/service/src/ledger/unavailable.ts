import { LedgerFailure } from '@ping-primero/core/ledger/failure.ts'

/** What is wrong with a ledger, or with a backup of one: codes of the refusal catalogue. */
export type LedgerTrouble =
  | 'ledger-unavailable'
  | 'ledger-damaged'
  | 'ledger-newer'
  | 'ledger-missing'
  | 'ledger-foreign'
  | 'ledger-in-use'
  | 'journal-unreadable'
  | 'backup-exists'
  | 'backup-unwritable'
  | 'backup-missing'
  | 'backup-unfit'

/**
 * Why a ledger cannot be opened, or not be used any more: its address names no database that this program knows, the
 * system refused, or what stands there is damaged. Ends the run that meets it.
 */
export class LedgerUnavailable extends LedgerFailure {
  override readonly name = 'LedgerUnavailable'
  /** What was found, in words and codes of the system. Never the address, which may hold a password. */
  readonly found: string
  readonly trouble: LedgerTrouble

  constructor(found: string, cause?: unknown, trouble: LedgerTrouble = 'ledger-unavailable') {
    super('The ledger cannot be used.', { cause })
    this.found = found
    this.trouble = trouble
  }
}

/** The system's own code for an error, such as `EACCES` or SQLite's `database is locked`; no text of data. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  if (error.code !== 'ERR_SQLITE_ERROR') return error.code
  return 'errstr' in error && typeof error.errstr === 'string' ? error.errstr : error.code
}

/** SQLite's primary result codes (sqlite.org/rescode.html) that say something of the file. */
const notADatabase = 26
const corrupt = 11
/** Those that say something of a statement of ours: error, constraint, mismatch, misuse, range. */
const ofStatements: readonly number[] = [1, 19, 20, 21, 25]

/** SQLite's primary result code of an error (the kind of it stands in the higher bits); null when it is none of SQLite. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null
  return error.errcode & 0xff
}

/**
 * An error as trouble of the ledger's storage: damaged, full, read-only, gone, locked for too long. Null when it is
 * something else, such as a defect of this program.
 */
export function storageTrouble(error: unknown): LedgerFailure | null {
  if (error instanceof LedgerFailure) return error
  const code = sqliteCode(error)
  if (code !== null && ofStatements.includes(code)) return null
  const words = systemCode(error)
  if (words === null || words.startsWith('ERR_')) return null
  if (code === null) return new LedgerUnavailable(`The system says: ${words}.`, error)
  const damaged = code === corrupt || code === notADatabase
  const trouble = damaged ? 'ledger-damaged' : 'ledger-unavailable'
  return new LedgerUnavailable(`The database says: ${words}.`, error, trouble)
}
