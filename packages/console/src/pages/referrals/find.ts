import type { Context } from 'hono'
import { admit } from '../../admission.ts'
import { typedIn } from '../../acts/submit.ts'
import type { ConsoleHost } from '../../host.ts'
import { everybody } from '../../roles.ts'
import { referralAddress } from '../addresses.ts'
import { attentionCount } from '../attention-count.ts'
import { pageDocument } from '../document.ts'
import { storiesCarrying } from '../referral/content.ts'
import { nameOfAll } from '../../parts/referral-name.ts'
import { severalPage, unknownPage } from '../referral/unchosen.ts'

/** Longer than any number is. */
const longest = 200

/**
 * Finds referrals by any number, which is posted: the number of a child must stand in no address. One referral is opened;
 * several are listed.
 */
export async function findReferral(context: Context, host: ConsoleHost): Promise<Response> {
  const admission = await admit(context, host, everybody)
  if (admission.kind === 'answered') return admission.answer
  const { reading } = admission
  const number = ((await typedIn(context))['q'] ?? '').trim().slice(0, longest)
  const { stories } = await storiesCarrying(number, reading)
  const only = stories.length === 1 ? nameOfAll(stories[0] ?? []) : null
  if (only !== null) return context.redirect(referralAddress(reading.deployment.name, only.key), 303)
  const content = stories.length === 0 ? await unknownPage(number, reading) : severalPage(stories, reading)
  return context.html(
    await pageDocument('referrals', reading, { content, attention: await attentionCount(reading) }),
  )
}
