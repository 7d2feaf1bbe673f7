/** What `sandbox --systems-only` answers when it has ended, as a schema; the command uses its type alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'

export const SystemsAnswer = z.object({
  primero: z.string().describe('Address of the simulated Primero.'),
  ping: z.string().describe('Address of the simulated PING.'),
})
export type SystemsAnswer = AnswerOf<typeof SystemsAnswer>
