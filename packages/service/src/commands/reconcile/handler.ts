import { randomUUID } from 'node:crypto'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { Progress } from '@ping-primero/core/flows/progress.ts'
import { requestTimeoutMs } from '@ping-primero/core/flows/systems.ts'
import { reconcile as compare } from '@ping-primero/core/reconcile/reconcile.ts'
import { readDeployment } from '../../configuration/read-deployment.ts'
import { readLedgerUrl } from '../../configuration/ledger-url.ts'
import { readSecrets } from '../../configuration/secrets.ts'
import { nodeTransport } from '../../http/node-transport.ts'
import { createLog } from '../../log/log.ts'
import { keepHeapSmall } from '../../memory/keep-heap-small.ts'
import { shown } from '../../progress/shown.ts'
import { reconcileProgress } from '../../progress/words.ts'
import { keysRefused } from '../../refusals/keys-refused.ts'
import { refused } from '../../refusals/refusal.ts'
import type { Result } from '../../refusals/refusal.ts'
import type { Context, Outcome } from '../command.ts'
import { flowOf } from '../flow-argument.ts'
import { instantOf } from '../run/handler.ts'
import { withLedger } from '../with-ledger.ts'
import type { ReconcileOptions } from './command.ts'
import { flowsOnTime } from './on-time.ts'
import { openLedgerView } from './ledger-view.ts'
import { exitOfReconcile, reconcileWords } from './words.ts'

interface Period {
  readonly from: string | null
  readonly to: string | null
  readonly flows: readonly Flow[]
}

function periodOf(options: ReconcileOptions): Result<Period> {
  const flow = options.flow === undefined ? null : flowOf(options.flow)
  if (flow?.ok === false) return flow
  const from = options.from === undefined ? null : instantOf(options.from)
  const to = options.to === undefined ? null : instantOf(options.to)
  if ((options.from !== undefined && from === null) || (options.to !== undefined && to === null)) {
    return refused(
      'arguments-invalid',
      '--from and --to take an ISO date or time such as 2026-03-01T00:00:00Z.',
    )
  }
  if (from !== null && to !== null && from >= to) {
    return refused('arguments-invalid', '--from must be before --to.')
  }
  return { ok: true, value: { from, to, flows: flow === null ? flows : [flow.value] } }
}

/** `reconcile`: lists what ledger, proGres and Primero say differently. Changes nothing, and takes no turn. */
export async function reconcile(options: ReconcileOptions, context: Context): Promise<Outcome> {
  const period = periodOf(options)
  if (!period.ok) return period
  const read = readDeployment(options.deployment, context.env)
  if (!read.ok) return read
  const { deployment } = read.value
  const credentials = readSecrets(context.env, deployment)
  if (!credentials.ok) return credentials
  const url = readLedgerUrl(context.env)
  if (!url.ok) return url
  const words = (progress: Progress | null): string => reconcileProgress(deployment.name, progress)
  keepHeapSmall()
  return withLedger(context, async (store) => {
    const fault = await store.keys.compare(deployment.name, credentials.value.keys)
    if (fault !== null) return keysRefused(fault, deployment.name, store.path)
    const view = openLedgerView(url.value, deployment.name)
    try {
      const status = await store.operators.status(deployment.name)
      const onTime = flowsOnTime(deployment, status, context.clock.now())
      const alone = !(await view.isTurnTaken(context.clock.now()))
      const report = await shown(context, words, async (lent) =>
        compare(
          { deployment, ...period.value, onTime, alone },
          {
            ...credentials.value,
            ...lent,
            ledger: store.forDeployment(deployment.name),
            itemsSince: view.itemsSince,
            clock: context.clock,
            random: Math.random,
            newId: randomUUID,
            fetch: globalThis.fetch,
            transport: nodeTransport(requestTimeoutMs),
            log: createLog({ deployment: deployment.name, verbose: options.verbose ?? false }),
          },
        ),
      )
      return {
        ok: true,
        value: {
          json: report,
          text: reconcileWords(report, deployment.timezone),
          exit: exitOfReconcile(report),
        },
      }
    } finally {
      await view.close()
    }
  })
}
