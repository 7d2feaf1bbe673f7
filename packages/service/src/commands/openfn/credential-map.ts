import { Document, isMap, isScalar, parseDocument } from 'yaml'
import { toFillIn } from './credential-file.ts'
import { textIfThere, writeSecret } from './secret-file.ts'

/** The file in which OpenFn's CLI looks for the credentials that steps name, below the folder of the project. */
export const credentialMapFile = 'v2/credentials.yaml'

/** The credentials as they stand in their file, with the remarks of whoever filled them in. */
export type KeptMap = Document | 'unreadable'

/** Reads the credentials that are there already. Throws what the system says of a file that cannot be read. */
export function readCredentialMap(file: string): KeptMap {
  const document = parseDocument(textIfThere(file) ?? '')
  if (document.errors.length > 0) return 'unreadable'
  if (document.contents === null) return new Document({})
  const sound = isMap(document.contents) && document.contents.items.every(({ value }) => isMap(value))
  return sound ? document : 'unreadable'
}

/** Texts to YAML only where they stand in quotation marks: a password of digits is to stay what was typed. */
const texts = [...Object.keys(toFillIn), 'ledgerKeysOld']

/** Writes one credential into the file of credentials: over what was kept only what was made anew; all others stay. */
export function writeCredentialMap(
  file: string,
  kept: Document,
  key: string,
  made: Readonly<Record<string, unknown>>,
): void {
  if (!kept.has(key)) kept.set(key, kept.createNode({}))
  for (const [setting, open] of Object.entries(toFillIn)) {
    if (!kept.hasIn([key, setting])) kept.setIn([key, setting], open)
  }
  for (const setting of texts) {
    const typed = kept.getIn([key, setting], true)
    if (!isScalar(typed) || typeof typed.value === 'string') continue
    kept.setIn([key, setting], typed.value === null ? '' : typed.source)
  }
  for (const [setting, value] of Object.entries(made)) kept.setIn([key, setting], kept.createNode(value))
  writeSecret(file, kept.toString({ lineWidth: 0 }))
}
