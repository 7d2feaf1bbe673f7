/** What `serve` answers when it has ended, and what its health file says, as schemas; the command uses their types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { Count, IsoTime } from '@ping-primero/core/answers/parts.ts'
import { LedgerPath } from '../answer-parts.ts'

export const ServeAnswer = z.object({
  startedAt: IsoTime.describe('When it began.'),
  finishedAt: IsoTime.describe('When it ended.'),
  deployments: z.array(z.string()).describe('Names of the deployments that it served last.'),
  ledger: LedgerPath,
})
export type ServeAnswer = AnswerOf<typeof ServeAnswer>

export const Health = z.object({
  at: IsoTime.describe('When the ledger last answered.'),
  pid: Count.describe('Number of the process.'),
  deployments: z.array(z.string()).describe('Names of the deployments that are served.'),
  running: Count.describe('Runs under way.'),
})
/** What a health file says, as one JSON value. */
export type Health = AnswerOf<typeof Health>
