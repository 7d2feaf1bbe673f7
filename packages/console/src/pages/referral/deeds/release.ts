import { z } from 'zod'
import { ReasonName } from '@ping-primero/core/answers/parts.ts'
import { act, type Act, type Wrong } from '../../../acts/act.ts'
import type { Typed } from '../../../acts/fields.ts'
import { freeText } from '../../../acts/free-text.ts'
import { feedback, oldForm } from '../../../parts/feedback.ts'
import type { Html } from '../../../parts/html.ts'
import { operators } from '../../../roles.ts'
import { nothing } from '../../../words/say.ts'
import { releasePath } from '../../addresses.ts'
import { attentionCount } from '../../attention-count.ts'
import type { Content, Reading } from '../../reading.ts'
import type { Route } from '../../route.ts'
import { referralContent } from '../content.ts'
import { isHeldReason } from './checks.ts'
import { doneAddress } from './done.ts'
import { NamedForm, namedItem } from './named.ts'
import { releasePage } from './release-page.ts'
import { isHeldForPerson } from './which.ts'

/** Each of the three checks that a form holds at most is confirmed; where fewer are asked the form holds the others itself. */
const isConfirmed = z.literal('on')

function releaseForm(nowMs: number) {
  return NamedForm.extend({
    reason: ReasonName,
    check1: isConfirmed,
    check2: isConfirmed,
    check3: isConfirmed,
    why: freeText(nowMs),
  })
}

/** The page that asks, with what was typed; the story where nothing of the kind is held any more. */
async function releaseContent(
  typed: Typed,
  wrong: readonly Wrong[],
  above: Html,
  reading: Reading,
): Promise<Content> {
  const named = NamedForm.safeParse(typed)
  const meant = named.success ? await namedItem(named.data, reading) : null
  const reason = meant?.told.item.reason ?? null
  if (!named.success || meant === null || !isHeldForPerson(meant.told) || !isHeldReason(reason)) {
    const { say } = reading
    return referralContent(
      typed['number'] ?? '',
      feedback('pause', say('did.moved'), say('did.moved.text')),
      reading,
    )
  }
  const asked = { ...named.data, reason, typed, wrong }
  return { content: releasePage(asked, meant, above, reading), attention: await attentionCount(reading) }
}

/** Asks what has to be made sure of before something that is held goes on. */
export const askRelease: Route = {
  page: 'referrals',
  title: 'release.title',
  path: releasePath,
  may: operators,
  read: (reading) => releaseContent(Object.fromEntries(reading.query), [], nothing, reading),
}

/** What only a person may let go goes on with the next look. */
export const release: Act = act({
  path: releasePath,
  may: operators,
  does: 'act.release',
  page: 'referrals',
  form: releaseForm,
  again: (reading, { typed, wrong }) =>
    releaseContent(typed, wrong, wrong.length === 0 ? oldForm(reading) : nothing, reading),
  perform: async ({ why, reason, number, flow, key }, reading) => {
    const { deployment, host, viewer, nowMs } = reading
    const meant = await namedItem({ number, flow, key }, reading)
    const item = meant?.told.item
    // Whoever confirmed what another reason asks has confirmed nothing of this one.
    if (item === undefined || item.reason !== reason) return doneAddress(reading, number, { did: 'moved' })
    const at = new Date(nowMs).toISOString()
    const did = await host.deeds.release(deployment.name, item, { by: viewer.account, at, why })
    return doneAddress(reading, number, { did })
  },
})
