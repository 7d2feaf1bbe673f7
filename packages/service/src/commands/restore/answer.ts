/** What `restore` answers, as a schema; the command uses its types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { DeploymentContents } from '../../ledger/deployment-contents.ts'

export const RestoreAnswer = z.object({
  from: z.string().describe('The backup, as it was named.'),
  deployments: z.array(DeploymentContents).describe('What the ledger holds now.'),
  aside: z.string().nullable().describe('Where the ledger lies that stood here before; null when none did.'),
  sendsInDoubt: z
    .boolean()
    .describe(
      'No journal of sends lay beside it: referrals made in Primero until now may have been sent, and are held.',
    ),
})
export type RestoreAnswer = AnswerOf<typeof RestoreAnswer>
