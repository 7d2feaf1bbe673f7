/** What a command answers that was not carried out, as a schema; commands use its types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { codesOf, NextStep, OwnerName } from '@ping-primero/core/answers/parts.ts'
import { refusals } from './catalogue.ts'

export const RefusalName = z
  .enum(codesOf(refusals))
  .meta({ id: 'refusal', description: 'Code of a refusal. More may be added.' })

export const Refusal = z
  .object({
    code: RefusalName,
    message: z
      .string()
      .describe(
        'What is the matter, in words; names, places and codes, never a value of a record or secret.',
      ),
    owner: OwnerName,
    nextStep: NextStep,
  })
  .meta({ id: 'refused', description: 'Why it was not carried out, whose move it is, and what they do.' })
/** A command that was not carried out; the shape of `error` in `interface.md`, Answers. */
export type Refusal = AnswerOf<typeof Refusal>

export const RefusalAnswer = z.object({ error: Refusal })
