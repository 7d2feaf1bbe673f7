import { z } from 'zod'
import { feedback } from '../../../parts/feedback.ts'
import type { Html } from '../../../parts/html.ts'
import { nothing } from '../../../words/say.ts'
import { referralAddress } from '../../addresses.ts'
import { triedFeedback } from '../../attention/feedback.ts'
import type { Reading } from '../../reading.ts'

/** What came of an act on a referral, as the address of its page says it. */
type Outcome = { readonly did: (typeof outcomes)[number] } | { readonly tried: string; readonly flow: string }

const outcomes = ['settled', 'released', 'released-before', 'noted', 'moved'] as const

const Done = z.object({ did: z.enum(outcomes) })

/** Where the result of an act stands. */
export function doneAddress(
  { deployment }: Pick<Reading, 'deployment'>,
  number: string,
  outcome: Outcome,
): string {
  return `${referralAddress(deployment.name, number)}&${new URLSearchParams({ ...outcome }).toString()}`
}

/** What came of an act, as the page's address says it; nothing where it says none. */
export async function doneFeedback(reading: Reading): Promise<Html> {
  const { query, say } = reading
  const done = Done.safeParse(Object.fromEntries(query))
  if (!done.success) return query.has('tried') ? triedFeedback(reading, 'one') : nothing
  const { did } = done.data
  return feedback(did === 'moved' ? 'pause' : 'ok', say(`did.${did}`), say(`did.${did}.text`))
}
