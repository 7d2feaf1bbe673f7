import { randomUUID } from 'node:crypto'
import { checkDeployment } from '@ping-primero/core/check/check.ts'
import { readDeployment } from '../../configuration/read-deployment.ts'
import { readSecrets } from '../../configuration/secrets.ts'
import { createLog } from '../../log/log.ts'
import { requestTimeoutMs } from '@ping-primero/core/flows/systems.ts'
import { nodeTransport } from '../../http/node-transport.ts'
import type { Context, Outcome } from '../command.ts'
import { withLedgerOrNone } from '../with-ledger.ts'
import type { CheckOptions } from './command.ts'
import { checkWords, exitOfCheck } from './words.ts'

/** `check`: names what would stop or hold a run (`interface.md`, Command line). Writes nothing anywhere. */
export async function check(options: CheckOptions, context: Context): Promise<Outcome> {
  const read = readDeployment(options.deployment, context.env)
  if (!read.ok) return read
  const { deployment, problems } = read.value
  const credentials = readSecrets(context.env, deployment)
  if (!credentials.ok) return credentials
  const { secrets, keys } = credentials.value
  return withLedgerOrNone(context, async (store) => {
    const report = await checkDeployment(
      { deployment, problems },
      {
        ledger: store.forDeployment(deployment.name),
        secrets,
        keys,
        clock: context.clock,
        random: Math.random,
        newId: randomUUID,
        fetch: globalThis.fetch,
        transport: nodeTransport(requestTimeoutMs),
        log: createLog({ deployment: deployment.name, verbose: options.verbose ?? false }),
      },
    )
    return { ok: true, value: { json: report, text: checkWords(report), exit: exitOfCheck(report) } }
  })
}
