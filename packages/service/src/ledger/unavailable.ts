/** Why a ledger could not be opened: its address names no database that this program knows, or the system refused. */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable'
  /** What was found, in words and codes of the system. Never the address, which may hold a password. */
  readonly found: string

  constructor(found: string, cause?: unknown) {
    super('The ledger cannot be opened.', { cause })
    this.found = found
  }
}

/** The system's own code for an error, such as `EACCES` or SQLite's `database is locked`; no text of data. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  if (error.code !== 'ERR_SQLITE_ERROR') return error.code
  return 'errstr' in error && typeof error.errstr === 'string' ? error.errstr : error.code
}
