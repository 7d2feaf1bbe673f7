import { z } from 'zod'
import { FlowName } from '@ping-primero/core/answers/parts.ts'
import { act, type Act } from '../../acts/act.ts'
import { oldForm } from '../../parts/feedback.ts'
import { operators } from '../../roles.ts'
import { addressOf, resumePath } from '../addresses.ts'
import { flowsContent } from './content.ts'

/** A paused flow goes on by its timetable. */
export const resume: Act = act({
  path: resumePath,
  may: operators,
  does: 'act.resume',
  page: 'flows',
  form: () => z.object({ flow: FlowName }),
  again: (reading) => flowsContent(reading, oldForm(reading)),
  perform: async ({ flow }, { deployment, host, viewer, nowMs }) => {
    const act = { by: viewer.account, at: new Date(nowMs).toISOString() }
    const did = (await host.deeds.resume(deployment.name, flow, act)) ? 'resumed' : 'not-paused'
    return addressOf(deployment.name, 'flows', { did, flow })
  },
})
