import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { systemCode } from '../../ledger/unavailable.ts'

/** The file of the credential, below the folder of the project. */
export const credentialFile = 'credential.json'

/** What a person fills in; OpenFn keeps it, and gives it to each step. */
const toFillIn = {
  ledgerUrl: '',
  ledgerKey: '',
  pingUsername: '',
  pingPassword: '',
  pingSubscriptionKey: '',
  primeroUsername: '',
  primeroPassword: '',
}

/** A credential as it stands in its file: what people have filled in stays theirs. */
export type Kept = { readonly settings: Readonly<Record<string, unknown>> } | 'none' | 'unreadable'

/** Reads a credential that is there already. Throws what the system says of a file that cannot be read. */
export function readKept(file: string): Kept {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 'none'
    throw error
  }
  try {
    return { settings: z.record(z.string(), z.unknown()).parse(JSON.parse(text)) }
  } catch {
    return 'unreadable'
  }
}

/** Writes a credential: over what was kept only what was made anew, for nobody else to read, and never half of it. */
export function writeSecret(file: string, kept: Kept, made: Readonly<Record<string, unknown>>): void {
  const credential = { ...toFillIn, ...(typeof kept === 'string' ? {} : kept.settings), ...made }
  const fresh = `${file}.new`
  rmSync(fresh, { force: true })
  writeFileSync(fresh, `${JSON.stringify(credential, null, 2)}\n`, { mode: 0o600 })
  renameSync(fresh, file)
}
