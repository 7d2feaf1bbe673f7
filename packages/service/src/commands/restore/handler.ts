import { readLedgerUrl } from '../../configuration/ledger-url.ts'
import { restoreLedger } from '../../ledger/restore.ts'
import type { Restored } from '../../ledger/restore.ts'
import { ledgerPath } from '../../ledger/place.ts'
import { ownSurroundings } from '../../ledger/surroundings.ts'
import { contentsWords } from '../../words/contents.ts'
import { actOf } from '../act.ts'
import type { Context, Outcome } from '../command.ts'
import type { RestoreAnswer } from './answer.ts'
import type { RestoreOptions } from './command.ts'

function restoredWords({ deployments, aside, sendsInDoubt }: Restored): string {
  return [
    'The ledger is restored. It holds:',
    contentsWords(deployments),
    aside === null ? 'No ledger stood here before.' : `The ledger that stood here is now ${aside}; keep it.`,
    sendsInDoubt
      ? 'No journal of sends lay beside it. Referrals to UNHCR made until now that it does not know as sent are held; runs look for them in proGres, and a person lets go what is not there.'
      : 'The journal of sends lies beside it: the next run learns from it what was sent since the backup.',
    'Next: run all flows once, then look at `ping-primero status`.',
  ].join('\n')
}

/** `restore`: a backup becomes the ledger, and its history says by whom (`docs/backup.md`). */
export async function restore(options: RestoreOptions, context: Context): Promise<Outcome> {
  const url = readLedgerUrl(context.env)
  if (!url.ok) return url
  const act = actOf(options, context)
  if (!act.ok) return act
  const restored = await restoreLedger(ledgerPath(url.value), options.from, act.value, ownSurroundings)
  return {
    ok: true,
    value: {
      json: { from: options.from, ...restored } satisfies RestoreAnswer,
      text: restoredWords(restored),
      exit: 0,
    },
  }
}
