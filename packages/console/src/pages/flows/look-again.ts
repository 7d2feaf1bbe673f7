import { z } from 'zod'
import { act, type Act } from '../../acts/act.ts'
import { pastDay } from '../../acts/past-day.ts'
import { oldForm } from '../../parts/feedback.ts'
import { administrators } from '../../roles.ts'
import { nothing } from '../../words/say.ts'
import { addressOf, lookAgainPath } from '../addresses.ts'
import { flowsContent } from './content.ts'

/** Those whose source is asked for changes since a time. */
const LookingBack = z.enum(['1.2', '2.1'])

/** A flow looks once more at everything that changed since a day. What was sent is known, and is not sent again. */
export const lookAgain: Act = act({
  path: lookAgainPath,
  may: administrators,
  does: 'act.look-again',
  page: 'flows',
  form: (nowMs, timezone) => z.object({ flow: LookingBack, since: pastDay(nowMs, timezone) }),
  again: (reading, { typed, wrong }) => {
    const flow = LookingBack.safeParse(typed['flow'])
    const why = wrong[0]?.why ?? null
    const open = flow.success
      ? { form: 'look-again' as const, flow: flow.data, typed: typed['since'] ?? '', wrong: why }
      : null
    return flowsContent(reading, wrong.length === 0 ? oldForm(reading) : nothing, open)
  },
  perform: async ({ flow, since }, { deployment, host, viewer, nowMs }) => {
    const act = { by: viewer.account, at: new Date(nowMs).toISOString() }
    host.undertakings.begin(deployment.name, { kind: 'look-again', flow, since }, act)
    return addressOf(deployment.name, 'flows', { begun: 'look-again', flow })
  },
})
