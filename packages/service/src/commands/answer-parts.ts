/** What the answers of several commands have in common, as schemas; commands use their types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { IsoTime } from '@ping-primero/core/answers/parts.ts'
import { eventWords } from '../words/words.ts'
import { codesOf } from '@ping-primero/core/answers/parts.ts'

export const LedgerPath = z
  .string()
  .nullable()
  .describe("Whole path of the ledger's file; null = on no disk.")

export const EventName = z.enum(codesOf(eventWords)).meta({
  id: 'event',
  description:
    'What an entry of the history says: an effect, a change of state, or what a person did. More may be added.',
})

export const Release = z
  .object({
    at: IsoTime.describe('When.'),
    by: z.string().nullable().describe('Who; null where the history does not say it.'),
  })
  .meta({ id: 'release', description: 'That a person let it go.' })
/** That a person let an item go, and when; `by` is null where the history does not say it. */
export type Release = AnswerOf<typeof Release>
