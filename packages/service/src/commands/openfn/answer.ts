/** What `openfn build` answers, as a schema; the command uses its types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'

export const OpenfnBuildAnswer = z.object({
  out: z.string().describe('The folder that was written, as it was named.'),
  files: z.array(z.string()).describe('What was written, below it.'),
  credential: z
    .enum(['new', 'kept'])
    .describe('kept = there was one, in which only the deployment and its mappings are new.'),
  cliCredential: z
    .enum(['new', 'kept', 'none'])
    .describe("The same in the file for OpenFn's CLI; none where no owner was named."),
})
export type OpenfnBuildAnswer = AnswerOf<typeof OpenfnBuildAnswer>
