/** What `backup` answers, as a schema; the command uses its types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { Count } from '@ping-primero/core/answers/parts.ts'
import { DeploymentContents } from '../../ledger/deployment-contents.ts'

export const BackupAnswer = z.object({
  file: z.string().describe('The backup, as it was named.'),
  bytes: Count.describe('Its size.'),
  deployments: z.array(DeploymentContents).describe('What it holds.'),
})
export type BackupAnswer = AnswerOf<typeof BackupAnswer>
