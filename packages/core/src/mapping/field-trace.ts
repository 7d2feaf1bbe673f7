import { z } from 'zod'
import type { AnswerOf } from '../answers/answer-of.ts'

export const FieldTrace = z.object({
  target: z.string().describe('Field that would be written.'),
  source: z.string().describe('Source paths of the field map, separated by `|`.'),
  transform: z.string().describe('Transform of the field map.'),
  shows: z
    .string()
    .describe(
      'The value where it is no personal one, else `[redacted]`; `absent` when left out, `unmapped` or `unreadable`.',
    ),
})
/** How one field of a record came about, as a dry run shows it. */
export type FieldTrace = AnswerOf<typeof FieldTrace>
