/** What `run` answers, as schemas; commands use their types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { DeploymentName, FlowName } from '@ping-primero/core/answers/parts.ts'
import { RunReport } from '@ping-primero/core/flows/run-report.ts'
import { Refusal } from '../../refusals/answer.ts'
import { LedgerPath } from '../answer-parts.ts'

export const RunAnswer = RunReport.extend({ ledger: LedgerPath }).meta({
  id: 'run',
  description: 'One run of one flow.',
})
export type RunAnswer = AnswerOf<typeof RunAnswer>

const RefusedRun = z
  .object({
    deployment: DeploymentName,
    flow: FlowName,
    error: Refusal,
    ledger: LedgerPath,
  })
  .meta({ id: 'refused-run', description: 'A run that was refused; the others went on.' })
export type RefusedRun = AnswerOf<typeof RefusedRun>

/** Runs one after the other. */
export const SeveralRuns = z.array(z.union([RunAnswer, RefusedRun]))
