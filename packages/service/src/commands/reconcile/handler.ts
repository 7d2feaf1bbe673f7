import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Progress } from '@ping-primero/core/flows/progress.ts'
import { readDeployment } from '../../configuration/read-deployment.ts'
import { readSecrets } from '../../configuration/secrets.ts'
import { createLog } from '../../log/log.ts'
import { keepHeapSmall } from '../../memory/keep-heap-small.ts'
import { shown } from '../../progress/shown.ts'
import { reconcileProgress } from '../../progress/words.ts'
import { refused } from '../../refusals/refusal.ts'
import type { Result } from '../../refusals/refusal.ts'
import type { Context, Outcome } from '../command.ts'
import { flowOf } from '../flow-argument.ts'
import { instantOf } from '../run/handler.ts'
import { withLedger } from '../with-ledger.ts'
import type { ReconcileOptions } from './command.ts'
import { compareOnce, type Period } from './compare-once.ts'
import { exitOfReconcile, reconcileWords } from './words.ts'

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
  const words = (progress: Progress | null): string => reconcileProgress(deployment.name, progress)
  keepHeapSmall()
  return withLedger(context, async (store) => {
    const log = createLog({ deployment: deployment.name, verbose: options.verbose ?? false })
    const given = { store, credentials: credentials.value, clock: context.clock, log }
    const compared = await shown(context, words, async (lent) =>
      compareOnce(deployment, period.value, given, lent),
    )
    if (!compared.ok) return compared
    const report = compared.value
    return {
      ok: true,
      value: {
        json: report,
        text: reconcileWords(report, deployment.timezone),
        exit: exitOfReconcile(report),
      },
    }
  })
}
