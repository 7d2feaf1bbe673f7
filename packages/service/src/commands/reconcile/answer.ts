/** What `reconcile NUMBER` answers, as a schema; the command uses its types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { DeploymentName, ItemNumbers, IsoTime } from '@ping-primero/core/answers/parts.ts'
import { Looked } from '@ping-primero/core/reconcile/looked.ts'
import { Difference, Unread } from '@ping-primero/core/reconcile/report.ts'

export const LookAnswer = z.object({
  deployment: DeploymentName,
  number: z.string().describe('The number as it was typed.'),
  at: IsoTime.describe('When both systems were looked at.'),
  looks: z
    .array(
      z.object({
        numbers: ItemNumbers.describe(
          'The numbers of the referral, or of its decision where others delivered it.',
        ),
        parts: z.array(Looked).describe('What each system shows, part by part.'),
        differences: z.array(Difference).describe('What differs, and whose move it is.'),
        unread: z.array(Unread).describe('What could not be read; nothing was concluded from it.'),
      }),
    )
    .describe('Each referral that carries the number, with the decisions on it; the oldest first.'),
})
/** The answer of `reconcile NUMBER --json`. */
export type LookAnswer = AnswerOf<typeof LookAnswer>
