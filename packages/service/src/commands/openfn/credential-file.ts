import { z } from 'zod'
import { textIfThere, writeSecret } from './secret-file.ts'

/** The file of the credential, below the folder of the project. */
export const credentialFile = 'credential.json'

/** What a person fills in; OpenFn keeps it, and gives it to each step. */
export const toFillIn: Readonly<Record<string, string>> = {
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
  const text = textIfThere(file)
  if (text === null) return 'none'
  try {
    return { settings: z.record(z.string(), z.unknown()).parse(JSON.parse(text)) }
  } catch {
    return 'unreadable'
  }
}

/** Writes a credential: over what was kept only what was made anew. */
export function writeCredential(file: string, kept: Kept, made: Readonly<Record<string, unknown>>): void {
  const credential = { ...toFillIn, ...(typeof kept === 'string' ? {} : kept.settings), ...made }
  writeSecret(file, `${JSON.stringify(credential, null, 2)}\n`)
}
