/** What `status` answers, as a schema; the command uses its types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { DeploymentName, IsoTime, SystemPause } from '@ping-primero/core/answers/parts.ts'
import { FlowStatus } from '@ping-primero/core/ledger/flow-status.ts'
import { LedgerPath } from '../answer-parts.ts'

const FlowAnswer = FlowStatus.extend({
  paused: z.boolean().describe('Nobody has resumed it.'),
  nextRun: IsoTime.nullable().describe(
    'By its schedule; null when it is paused, not enabled, or the schedule is not known here, for want of --deployment.',
  ),
})
/** How one flow stands, as `status --json` says it. */
export type FlowAnswer = AnswerOf<typeof FlowAnswer>

const DeploymentAnswer = z.object({
  deployment: DeploymentName,
  systemsDown: z.array(SystemPause).describe('Systems that are left alone because they did not answer.'),
  flows: z.array(FlowAnswer).describe('The four flows in their order.'),
})
/** How a deployment stands, as `status --json` says it. */
export type DeploymentAnswer = AnswerOf<typeof DeploymentAnswer>

export const StatusAnswer = z.object({
  deployments: z.array(DeploymentAnswer).describe('The deployment that was named, or all in the ledger.'),
  ledger: LedgerPath,
})
export type StatusAnswer = AnswerOf<typeof StatusAnswer>
