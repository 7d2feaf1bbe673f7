import { z } from 'zod'
import { act, type Act } from '../../acts/act.ts'
import { oldForm } from '../../parts/feedback.ts'
import { administrators } from '../../roles.ts'
import { addressOf, endSessionsPath } from '../addresses.ts'
import { peopleContent, type Everything } from './content.ts'

/**
 * Ends the sessions of an account, wherever it is signed in. Whoever it is may enter again as long as their organisation lets
 * them.
 */
export function endSessions(everything: () => Everything): Act {
  return act({
    path: endSessionsPath,
    may: administrators,
    does: 'act.end-sessions',
    page: 'people',
    form: () => z.object({ account: z.string().min(1) }),
    again: (reading) => peopleContent(everything(), oldForm(reading), reading),
    perform: async ({ account }, { deployment, host, viewer }) => {
      const isEnded = await host.entry.endSessions(account, deployment.name, viewer.account)
      return addressOf(deployment.name, 'people', { ended: isEnded ? 'all' : 'none' })
    },
  })
}
