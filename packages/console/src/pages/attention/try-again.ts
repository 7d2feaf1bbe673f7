import { z } from 'zod'
import { FlowName, ReasonName } from '@ping-primero/core/answers/parts.ts'
import { act, type Act } from '../../acts/act.ts'
import { oldForm } from '../../parts/feedback.ts'
import { operators } from '../../roles.ts'
import { addressOf, tryAgainPath } from '../addresses.ts'
import { runFor } from '../run-for.ts'
import { attentionContent } from './content.ts'

/**
 * All of one cause is due, and its flow is run at once for it. Asks nothing first: it is read anew, and nothing is ever sent
 * twice.
 */
export const tryAgain: Act = act({
  path: tryAgainPath,
  may: operators,
  does: 'act.try-again',
  page: 'attention',
  form: () => z.object({ flow: FlowName, reason: ReasonName }),
  again: (reading) => attentionContent(reading, oldForm(reading)),
  perform: async ({ flow, reason }, reading) => {
    const { deployment, host, viewer, nowMs } = reading
    const act = { by: viewer.account, at: new Date(nowMs).toISOString() }
    const tried = await host.deeds.tryAgain(deployment.name, flow, reason, act)
    if (tried > 0) await runFor(flow, act, reading)
    return addressOf(deployment.name, 'attention', { tried: String(tried), flow })
  },
})
