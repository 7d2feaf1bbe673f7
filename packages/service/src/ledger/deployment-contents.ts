/** What a ledger holds, as a schema; the ledger uses its type alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { Count, DeploymentName } from '@ping-primero/core/answers/parts.ts'

export const DeploymentContents = z.object({
  deployment: DeploymentName,
  items: Count.describe('Referrals and decisions, settled ones too.'),
  events: Count.describe('Entries of its history.'),
  head: z
    .string()
    .nullable()
    .describe('Where its history ends, `POSITION:HASH` as `audit verify --head` takes it; null without one.'),
})
/** What a ledger holds of a deployment. */
export type DeploymentContents = AnswerOf<typeof DeploymentContents>
