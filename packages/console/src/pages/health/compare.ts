import { z } from 'zod'
import { act, type Act } from '../../acts/act.ts'
import { oldForm } from '../../parts/feedback.ts'
import { operators } from '../../roles.ts'
import { addressOf, comparePath } from '../addresses.ts'
import { healthContent } from './content.ts'

/** Both systems and what was noted here are compared, by reading alone; the page shows how far that is. */
export const compareNow: Act = act({
  path: comparePath,
  may: operators,
  does: 'act.compare',
  page: 'health',
  form: () => z.object({}),
  again: (reading) => healthContent(reading, oldForm(reading)),
  perform: async (_form, { deployment, host, viewer, nowMs }) => {
    host.comparisons.begin(deployment.name, { by: viewer.account, at: new Date(nowMs).toISOString() })
    return addressOf(deployment.name, 'health')
  },
})
