/** What a look at one referral shows, as schemas; whoever looks uses their types alone. */
import { z } from 'zod'
import type { AnswerOf } from '../answers/answer-of.ts'

const LookedPart = z.enum(['referral', 'decision', 'settled', 'consent'])
/** What is looked at. */
export type LookedPart = AnswerOf<typeof LookedPart>

const Shown = z
  .enum([
    'accepted',
    'rejected',
    'unread',
    'not-asked',
    'not-shown',
    'absent',
    'there',
    'once',
    'several',
    'waits',
    'arrived',
    'undelivered',
    'none',
    'unclear',
    'revoked',
    'yes',
    'no',
    'given',
    'withdrawn',
    'not-given',
  ])
  .meta({
    id: 'shown',
    description:
      'What a system shows of a part: `unread` it could not be read, `not-asked` nothing says where to ask, `not-shown` it shows nothing of this kind, `once` it was looked whether it is there more than once.',
  })
/** What a system shows of a part. */
export type Shown = AnswerOf<typeof Shown>

export const Looked = z.object({
  part: LookedPart.describe('What is looked at.'),
  progres: Shown.describe('What proGres shows of it.'),
  primero: Shown.describe('What Primero shows of it.'),
})
/** One part, as each system shows it. */
export type Looked = AnswerOf<typeof Looked>
