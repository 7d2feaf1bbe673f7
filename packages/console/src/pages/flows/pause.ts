import { z } from 'zod'
import { FlowName } from '@ping-primero/core/answers/parts.ts'
import { act, type Act } from '../../acts/act.ts'
import { freeText } from '../../acts/free-text.ts'
import { oldForm } from '../../parts/feedback.ts'
import { operators } from '../../roles.ts'
import { nothing } from '../../words/say.ts'
import { addressOf, pausePath } from '../addresses.ts'
import { flowsContent } from './content.ts'

/** A flow does nothing more from its next step on, until somebody lets it run again. */
export const pause: Act = act({
  path: pausePath,
  may: operators,
  does: 'act.pause',
  page: 'flows',
  form: (nowMs) => z.object({ flow: FlowName, why: freeText(nowMs) }),
  again: (reading, { typed, wrong }) => {
    const flow = FlowName.safeParse(typed['flow'])
    const open = flow.success
      ? { form: 'pause' as const, flow: flow.data, typed: typed['why'] ?? '', wrong: wrong[0]?.why ?? null }
      : null
    return flowsContent(reading, wrong.length === 0 ? oldForm(reading) : nothing, open)
  },
  perform: async ({ flow, why }, { deployment, host, viewer, nowMs }) => {
    const at = new Date(nowMs).toISOString()
    const did = await host.deeds.pause(deployment.name, flow, { by: viewer.account, at, why })
    return addressOf(deployment.name, 'flows', { did, flow })
  },
})
