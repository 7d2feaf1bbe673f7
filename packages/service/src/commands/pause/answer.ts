/** What `pause` answers, as schemas; the command uses their types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { DeploymentName, FlowName } from '@ping-primero/core/answers/parts.ts'
import { FlowPause } from '@ping-primero/core/ledger/flow-status.ts'

export const PauseAnswer = z
  .object({
    deployment: DeploymentName,
    flow: FlowName,
    paused: z.boolean().describe('The flow is paused now.'),
    pause: FlowPause.nullable().describe('null = it is not paused.'),
    did: z
      .enum(['paused', 'paused-before', 'why-changed', 'not-paused'])
      .describe(
        'What came of it: paused now; paused already, and nothing changed; given another reason; not paused, so that there was no reason to change.',
      ),
  })
  .meta({ id: 'paused-flow', description: 'A flow after `pause`.' })
/** A flow after `pause`. */
export type PauseAnswer = AnswerOf<typeof PauseAnswer>

export const PauseAllAnswer = z.array(PauseAnswer)
