import { z } from 'zod'
import { FlowName } from '@ping-primero/core/answers/parts.ts'
import { act, type Act } from '../../acts/act.ts'
import { oldForm } from '../../parts/feedback.ts'
import { operators } from '../../roles.ts'
import { addressOf, tryPath } from '../addresses.ts'
import { flowsContent } from './content.ts'

/** A flow reads all that a run would read, and writes nothing: the page shows what it would have written. */
export const tryWithoutWriting: Act = act({
  path: tryPath,
  may: operators,
  does: 'act.try',
  page: 'flows',
  form: () => z.object({ flow: FlowName }),
  again: (reading) => flowsContent(reading, oldForm(reading)),
  perform: async ({ flow }, { deployment, host, viewer, nowMs }) => {
    const act = { by: viewer.account, at: new Date(nowMs).toISOString() }
    host.undertakings.begin(deployment.name, { kind: 'try', flow }, act)
    return addressOf(deployment.name, 'flows', { begun: 'try', flow })
  },
})
