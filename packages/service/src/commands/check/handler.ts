import { readDeployment } from '../../configuration/read-deployment.ts'
import { readSecrets } from '../../configuration/secrets.ts'
import { createLog } from '../../log/log.ts'
import type { Progress } from '@ping-primero/core/flows/progress.ts'
import { shown } from '../../progress/shown.ts'
import { checkProgress } from '../../progress/words.ts'
import type { Context, Outcome } from '../command.ts'
import { withLedgerOrNone } from '../with-ledger.ts'
import type { CheckAnswer } from './answer.ts'
import { checkOnce } from './check-once.ts'
import type { CheckOptions } from './command.ts'
import { checkWords, exitOfCheck, summaryOf } from './words.ts'

/** `check`: names what would stop or hold a run (`interface.md`, Command line). Writes nothing anywhere. */
export async function check(options: CheckOptions, context: Context): Promise<Outcome> {
  const read = readDeployment(options.deployment, context.env)
  if (!read.ok) return read
  const { deployment } = read.value
  // Refused before a ledger is looked for.
  const credentials = readSecrets(context.env, deployment)
  if (!credentials.ok) return credentials
  const words = (progress: Progress | null): string => checkProgress(deployment.name, progress)
  const log = createLog({ deployment: deployment.name, verbose: options.verbose ?? false })
  return withLedgerOrNone(context, async (store) => {
    const checked = await shown(context, words, async (lent) =>
      checkOnce(read.value, store, log, context, lent),
    )
    if (!checked.ok) return checked
    const report = checked.value
    const json: CheckAnswer = { ...report, summary: summaryOf(report) }
    const text = checkWords(report, options.all ?? false)
    return { ok: true, value: { json, text, exit: exitOfCheck(report) } }
  })
}
