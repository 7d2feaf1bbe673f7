import { z } from 'zod'
import { FlowName } from '@ping-primero/core/answers/parts.ts'
import { act, type Act } from '../../acts/act.ts'
import { oldForm } from '../../parts/feedback.ts'
import { operators } from '../../roles.ts'
import { addressOf, runPath } from '../addresses.ts'
import { flowsContent } from './content.ts'

/** A flow runs at once, and not by its timetable alone; the page shows how far it is. */
export const runNow: Act = act({
  path: runPath,
  may: operators,
  does: 'act.run',
  page: 'flows',
  form: () => z.object({ flow: FlowName }),
  again: (reading) => flowsContent(reading, oldForm(reading)),
  perform: async ({ flow }, { deployment, host, viewer, nowMs }) => {
    const act = { by: viewer.account, at: new Date(nowMs).toISOString() }
    host.undertakings.begin(deployment.name, { kind: 'run', flow }, act)
    return addressOf(deployment.name, 'flows', { begun: 'run', flow })
  },
})
