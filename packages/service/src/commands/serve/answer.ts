/** What `serve` answers when it has ended, as a schema; the command uses its type alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { IsoTime } from '@ping-primero/core/answers/parts.ts'
import { LedgerPath } from '../answer-parts.ts'

export const ServeAnswer = z.object({
  startedAt: IsoTime.describe('When it began.'),
  finishedAt: IsoTime.describe('When it ended.'),
  deployments: z.array(z.string()).describe('Names of the deployments that it served last.'),
  ledger: LedgerPath,
})
export type ServeAnswer = AnswerOf<typeof ServeAnswer>
