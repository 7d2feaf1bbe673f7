import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { systemCode } from '../../ledger/unavailable.ts'

/** The text of a file; null where there is none. Throws what the system says of one that cannot be read. */
export function textIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
}

/** Writes a file for nobody else to read, and never half of it. */
export function writeSecret(file: string, text: string): void {
  const fresh = `${file}.new`
  rmSync(fresh, { force: true })
  writeFileSync(fresh, text, { mode: 0o600 })
  renameSync(fresh, file)
}
