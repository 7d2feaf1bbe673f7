/** What `console` answers when it has ended, as a schema; the command uses its type alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { IsoTime } from '@ping-primero/core/answers/parts.ts'
import { LedgerPath } from '../answer-parts.ts'

export const ConsoleAnswer = z.object({
  startedAt: IsoTime.describe('When it began.'),
  finishedAt: IsoTime.describe('When it ended.'),
  deployments: z.array(z.string()).describe('Names of the deployments that it showed last.'),
  ledger: LedgerPath,
  address: z.string().describe('The address by which people opened it.'),
})
export type ConsoleAnswer = AnswerOf<typeof ConsoleAnswer>
