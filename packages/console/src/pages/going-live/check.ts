import { z } from 'zod'
import { act, type Act } from '../../acts/act.ts'
import { oldForm } from '../../parts/feedback.ts'
import { administrators } from '../../roles.ts'
import { addressOf, checkPath } from '../addresses.ts'
import { goingLiveContent } from './content.ts'

/** Both systems are asked whether all fits; the page shows how far that is, and then what they said. */
export const checkSystems: Act = act({
  path: checkPath,
  may: administrators,
  does: 'act.check',
  page: 'going-live',
  form: () => z.object({}),
  again: (reading) => goingLiveContent(reading, oldForm(reading)),
  perform: async (_form, { deployment, host, viewer, nowMs }) => {
    host.checks.begin(deployment.name, { by: viewer.account, at: new Date(nowMs).toISOString() })
    return addressOf(deployment.name, 'going-live', { seen: String(nowMs) })
  },
})
