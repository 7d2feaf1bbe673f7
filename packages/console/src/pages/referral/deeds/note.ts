import { act, type Act } from '../../../acts/act.ts'
import { freeText } from '../../../acts/free-text.ts'
import { oldForm } from '../../../parts/feedback.ts'
import { operators } from '../../../roles.ts'
import { nothing } from '../../../words/say.ts'
import { notePath } from '../../addresses.ts'
import { referralContent } from '../content.ts'
import { doneAddress } from './done.ts'
import { NamedForm, namedItem } from './named.ts'

/** Words of a person that stand in the story from then on; nothing else changes by them. */
export const note: Act = act({
  path: notePath,
  may: operators,
  does: 'act.note',
  page: 'referrals',
  form: (nowMs) => NamedForm.extend({ why: freeText(nowMs) }),
  again: (reading, { typed, wrong }) =>
    referralContent(typed['number'] ?? '', wrong.length === 0 ? oldForm(reading) : nothing, reading, {
      returned: { form: 'note', typed, wrong },
    }),
  perform: async ({ why, ...named }, reading) => {
    const { deployment, host, viewer, nowMs } = reading
    const meant = await namedItem(named, reading)
    if (meant === null) return doneAddress(reading, named.number, { did: 'moved' })
    const at = new Date(nowMs).toISOString()
    await host.deeds.note(deployment.name, meant.told.item, { by: viewer.account, at, why })
    return doneAddress(reading, named.number, { did: 'noted' })
  },
})
