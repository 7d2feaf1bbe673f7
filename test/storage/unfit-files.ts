import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Makes files that are no good backup, of one that is; gives each with the code of its refusal. */
export function unfitFiles(
  directory: string,
  backup: string,
  ledgerItself: string,
): readonly (readonly [code: string, path: string])[] {
  const made = (name: string, content: string | Buffer): string => {
    const path = join(directory, name)
    writeFileSync(path, content)
    return path
  }
  const half = made('half.db', readFileSync(backup))
  truncateSync(half, statSync(half).size / 2)
  const newer = made('newer.db', readFileSync(backup))
  const database = new DatabaseSync(newer)
  database.exec("insert into kysely_migration values ('9999-newer', '2027-01-01T00:00:00.000Z')")
  database.close()
  return [
    ['backup-missing', join(directory, 'nowhere.db')],
    ['backup-unfit', directory],
    ['backup-unfit', ledgerItself],
    ['backup-unfit', made('text.db', 'a text and no ledger '.repeat(100))],
    ['backup-unfit', made('empty.db', '')],
    ['backup-unfit', half],
    ['ledger-newer', newer],
  ]
}
