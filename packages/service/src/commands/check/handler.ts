import { randomUUID } from 'node:crypto'
import { checkDeployment } from '@ping-primero/core/check/check.ts'
import { readDeployment } from '../../configuration/read-deployment.ts'
import { readSecrets } from '../../configuration/secrets.ts'
import { createLog } from '../../log/log.ts'
import type { Progress } from '@ping-primero/core/flows/progress.ts'
import { requestTimeoutMs } from '@ping-primero/core/flows/systems.ts'
import { diagnose } from '../../http/diagnose.ts'
import { nodeTransport } from '../../http/node-transport.ts'
import { shown } from '../../progress/shown.ts'
import { checkProgress } from '../../progress/words.ts'
import type { Context, Outcome } from '../command.ts'
import { withLedgerOrNone } from '../with-ledger.ts'
import type { CheckAnswer } from './answer.ts'
import type { CheckOptions } from './command.ts'
import { ledgerGaps } from './ledger.ts'
import { scheduleGaps } from './schedules.ts'
import { checkWords, exitOfCheck, summaryOf } from './words.ts'

/** `check`: names what would stop or hold a run (`interface.md`, Command line). Writes nothing anywhere. */
export async function check(options: CheckOptions, context: Context): Promise<Outcome> {
  const read = readDeployment(options.deployment, context.env)
  if (!read.ok) return read
  const { deployment, problems, places } = read.value
  const credentials = readSecrets(context.env, deployment)
  if (!credentials.ok) return credentials
  const { secrets, keys } = credentials.value
  const words = (progress: Progress | null): string => checkProgress(deployment.name, progress)
  return withLedgerOrNone(context, async (store) => {
    const report = await shown(context, words, async (lent) =>
      checkDeployment(
        {
          deployment,
          problems,
          ...(places === undefined ? {} : { places }),
          more: [
            ...scheduleGaps(deployment, places, context.clock.now()),
            ...(await ledgerGaps(store, context, deployment.name, keys)),
          ],
        },
        {
          ledger: store.forDeployment(deployment.name),
          secrets,
          keys,
          clock: context.clock,
          random: Math.random,
          newId: randomUUID,
          fetch: globalThis.fetch,
          transport: nodeTransport(requestTimeoutMs),
          ...lent,
          diagnose: (url) => diagnose(url, context.env),
          log: createLog({ deployment: deployment.name, verbose: options.verbose ?? false }),
        },
      ),
    )
    const json: CheckAnswer = { ...report, summary: summaryOf(report) }
    const text = checkWords(report, options.all ?? false)
    return { ok: true, value: { json, text, exit: exitOfCheck(report) } }
  })
}
