import { z } from 'zod'
import { isUnsettled } from '@ping-primero/core/ledger/item.ts'
import { act, type Act, type Again } from '../../../acts/act.ts'
import { freeText } from '../../../acts/free-text.ts'
import { step, type Step } from '../../../acts/step.ts'
import { feedback, oldForm } from '../../../parts/feedback.ts'
import { operators } from '../../../roles.ts'
import { nothing } from '../../../words/say.ts'
import { askSettlePath, settlePath } from '../../addresses.ts'
import { attentionCount } from '../../attention-count.ts'
import type { Content, Reading } from '../../reading.ts'
import { referralContent } from '../content.ts'
import { doneAddress } from './done.ts'
import { NamedForm, namedItem } from './named.ts'
import { settlePage } from './settle-page.ts'
import { waysToSettle } from './ways.ts'

function settleForm(nowMs: number) {
  return NamedForm.extend({ how: z.enum(waysToSettle), why: freeText(nowMs) })
}

async function settleAgain(reading: Reading, { typed, wrong }: Again): Promise<Content> {
  const shown = wrong.length === 0 ? oldForm(reading) : nothing
  return referralContent(typed['number'] ?? '', shown, reading, {
    returned: { form: 'settle', typed, wrong },
  })
}

/** Shows what settling outside does and what it does not. */
export const askSettle: Step = step({
  path: askSettlePath,
  may: operators,
  page: 'referrals',
  title: 'settle.title',
  form: settleForm,
  again: settleAgain,
  show: async (form, reading) => {
    const meant = await namedItem(form, reading)
    if (meant === null || !isUnsettled(meant.told.item)) {
      const { say } = reading
      const moved = feedback('pause', say('did.moved'), say('did.moved.text'))
      return referralContent(form.number, moved, reading)
    }
    return { content: settlePage(form, meant, reading), attention: await attentionCount(reading) }
  },
})

/** Counts as settled outside from then on: nothing is written to either system. */
export const settle: Act = act({
  path: settlePath,
  may: operators,
  does: 'act.settle',
  page: 'referrals',
  form: settleForm,
  again: settleAgain,
  perform: async ({ how, why, ...named }, reading) => {
    const { deployment, host, viewer, nowMs, say } = reading
    const meant = await namedItem(named, reading)
    const at = new Date(nowMs).toISOString()
    const words = `${say(`settle.how.${how}`)}. ${why}`
    const isDone =
      meant !== null &&
      (await host.deeds.settle(deployment.name, meant.told.item, { by: viewer.account, at, why: words }))
    return doneAddress(reading, named.number, { did: isDone ? 'settled' : 'moved' })
  },
})
