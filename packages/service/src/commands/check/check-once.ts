import { randomUUID } from 'node:crypto'
import { checkDeployment } from '@ping-primero/core/check/check.ts'
import type { CheckReport } from '@ping-primero/core/check/report.ts'
import type { RunHost } from '@ping-primero/core/flows/host.ts'
import { requestTimeoutMs } from '@ping-primero/core/flows/systems.ts'
import type { ReadDeployment } from '../../configuration/read-deployment.ts'
import { readSecrets } from '../../configuration/secrets.ts'
import { diagnose } from '../../http/diagnose.ts'
import { nodeTransport } from '../../http/node-transport.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import type { ServiceLog } from '../../log/log.ts'
import type { Result } from '../../refusals/refusal.ts'
import type { Context } from '../command.ts'
import { ledgerGaps } from './ledger.ts'
import { scheduleGaps } from './schedules.ts'

/** Checks a deployment against both live systems once. Writes nothing anywhere; refused without its secrets. */
export async function checkOnce(
  { deployment, problems, places }: ReadDeployment,
  store: LedgerStore,
  log: ServiceLog,
  { env, clock }: Pick<Context, 'env' | 'clock'>,
  lent: Pick<RunHost, 'watched'> = {},
): Promise<Result<CheckReport>> {
  const credentials = readSecrets(env, deployment)
  if (!credentials.ok) return credentials
  const { secrets, keys } = credentials.value
  const report = await checkDeployment(
    {
      deployment,
      problems,
      ...(places === undefined ? {} : { places }),
      more: [
        ...scheduleGaps(deployment, places, clock.now()),
        ...(await ledgerGaps(store, env, deployment.name, keys)),
      ],
    },
    {
      ledger: store.forDeployment(deployment.name),
      secrets,
      keys,
      clock,
      random: Math.random,
      newId: randomUUID,
      fetch: globalThis.fetch,
      transport: nodeTransport(requestTimeoutMs),
      ...lent,
      diagnose: (url) => diagnose(url, env),
      log,
    },
  )
  return { ok: true, value: report }
}
