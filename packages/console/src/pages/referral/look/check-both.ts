import { z } from 'zod'
import { step, type Step } from '../../../acts/step.ts'
import { oldForm } from '../../../parts/feedback.ts'
import { operators } from '../../../roles.ts'
import { nothing } from '../../../words/say.ts'
import { lookPath } from '../../addresses.ts'
import { referralContent, sought } from '../content.ts'

/**
 * Shows what both systems say of one referral at this moment. The answer itself is the page: it is stored nowhere, so that
 * it is gone with it, and whoever presses again asks anew.
 */
export const checkBoth: Step = step({
  path: lookPath,
  may: operators,
  page: 'referrals',
  title: 'referral.title',
  form: () => z.object({ number: z.string().min(1) }),
  again: (reading, { typed }) => referralContent(typed['number'] ?? '', oldForm(reading), reading),
  show: async ({ number }, reading) => {
    const { deployment, host, viewer, nowMs } = reading
    const found = await sought(number, reading)
    if (found.kind !== 'one') return referralContent(number, nothing, reading)
    const [{ strand }] = found.story.strands
    const items = {
      referral: strand.referral?.item ?? null,
      decisions: strand.decisions.map(({ item }) => item),
    }
    const act = { by: viewer.account, at: new Date(nowMs).toISOString() }
    const look = await host.looks.look(deployment.name, items, act)
    return referralContent(number, nothing, reading, { look })
  },
})
