import { exitOf } from '@ping-primero/core/flows/report.ts'
import type { RunReport } from '@ping-primero/core/flows/report.ts'
import type { ReadDeployment } from '../../configuration/read-deployment.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import type { ServiceLog } from '../../log/log.ts'
import { exitOfRefusal, refusalOf } from '../../refusals/refusal.ts'
import { refusalWords } from '../../refusals/words.ts'
import type { Answer, Context } from '../command.ts'
import type { RefusedRun, RunAnswer } from './answer.ts'
import { runShown } from './run-once.ts'
import type { RunOrder } from './run-once.ts'
import { runWords } from './words.ts'

/** What a run answers. */
export function answerOfRun(report: RunReport, ledger: string | null): Answer {
  return { json: { ...report, ledger } satisfies RunAnswer, text: runWords(report), exit: exitOf(report) }
}

/** Runs one after the other: what refuses or breaks one does not keep the others from running. */
export async function runSeveral(
  read: ReadDeployment,
  orders: readonly RunOrder[],
  store: LedgerStore,
  log: ServiceLog,
  context: Context,
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (const order of orders) {
    const result = await runShown(read, order, store, log, context).catch((error: unknown) => ({
      ok: false as const,
      refusal: refusalOf(error),
    }))
    if (result.ok) {
      answers.push(answerOfRun(result.value, store.path))
      continue
    }
    const { refusal } = result
    answers.push({
      json: {
        deployment: read.deployment.name,
        flow: order.flow,
        error: refusal,
        ledger: store.path,
      } satisfies RefusedRun,
      text: `${order.flow}: ${refusalWords(refusal)}`,
      exit: exitOfRefusal(refusal),
    })
  }
  return answers
}
