/** What `resume` answers, as schemas; the command uses their types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { DeploymentName, FlowName } from '@ping-primero/core/answers/parts.ts'

export const ResumeAnswer = z
  .object({
    deployment: DeploymentName,
    flow: FlowName,
    paused: z.literal(false).describe('It is not paused now.'),
    wasPaused: z.boolean().describe('Whether it was until now.'),
  })
  .meta({ id: 'resumed-flow', description: 'A flow after `resume`.' })
/** A flow after `resume`. */
export type ResumeAnswer = AnswerOf<typeof ResumeAnswer>

export const ResumeAllAnswer = z.array(ResumeAnswer)
