import { z } from 'zod'
import { act, type Act } from '../../../acts/act.ts'
import { oldForm } from '../../../parts/feedback.ts'
import { operators } from '../../../roles.ts'
import { tryOnePath } from '../../addresses.ts'
import { runFor } from '../../run-for.ts'
import { referralContent, sought } from '../content.ts'
import { doneAddress } from './done.ts'
import { triable } from './which.ts'

/**
 * What of one referral is not settled is due, and its flows are run at once for it. Asks nothing first: it is read anew, and
 * nothing is ever sent twice.
 */
export const tryOne: Act = act({
  path: tryOnePath,
  may: operators,
  does: 'act.try-one',
  page: 'referrals',
  form: () => z.object({ number: z.string().min(1) }),
  again: (reading, { typed }) => referralContent(typed['number'] ?? '', oldForm(reading), reading),
  perform: async ({ number }, reading) => {
    const { deployment, host, viewer, nowMs } = reading
    const found = await sought(number, reading)
    const items = found.kind === 'one' ? triable(found.story) : []
    const act = { by: viewer.account, at: new Date(nowMs).toISOString() }
    const tried = await host.deeds.tryThese(deployment.name, items, act)
    const [first] = items
    for (const flow of new Set(items.map((item) => item.flow))) await runFor(flow, act, reading)
    return doneAddress(reading, number, { tried: String(tried), flow: first?.flow ?? '2.1' })
  },
})
