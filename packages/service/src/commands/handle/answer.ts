/** What `handle` answers, as a schema; the command uses its type alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { Count } from '@ping-primero/core/answers/parts.ts'

export const HandleAnswer = z.object({
  handled: Count.describe(
    'How many are handled now: one, or none where a run settled it in the same moment.',
  ),
  items: z.array(z.string()).describe('Their numbers.'),
})
export type HandleAnswer = AnswerOf<typeof HandleAnswer>
