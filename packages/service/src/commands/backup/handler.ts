import { readLedgerUrl } from '../../configuration/ledger-url.ts'
import { backUpLedger } from '../../ledger/backup.ts'
import { ledgerPath } from '../../ledger/place.ts'
import { ownSurroundings } from '../../ledger/surroundings.ts'
import { contentsWords } from '../../words/contents.ts'
import type { Context, Outcome } from '../command.ts'
import type { BackupAnswer } from './answer.ts'
import type { BackupOptions } from './command.ts'

/** `backup`: a copy of the whole ledger, examined before it gets its name (`docs/backup.md`). */
export async function backup(options: BackupOptions, context: Context): Promise<Outcome> {
  const url = readLedgerUrl(context.env)
  if (!url.ok) return url
  const made = backUpLedger(ledgerPath(url.value), options.to, ownSurroundings.newId)
  return {
    ok: true,
    value: {
      json: { file: options.to, ...made } satisfies BackupAnswer,
      text: `The backup ${options.to} is whole (${made.bytes} bytes). It holds:\n${contentsWords(made.deployments)}`,
      exit: 0,
    },
  }
}
