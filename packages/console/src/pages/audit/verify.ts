import { z } from 'zod'
import { act, type Act } from '../../acts/act.ts'
import { oldForm } from '../../parts/feedback.ts'
import { auditors } from '../../roles.ts'
import { addressOf, verifyPath } from '../addresses.ts'
import { auditContent } from './content.ts'

/** The history is verified from its first entry; the page shows how far that is. */
export const verifyHistory: Act = act({
  path: verifyPath,
  may: auditors,
  does: 'act.verify',
  page: 'audit',
  form: () => z.object({}),
  again: (reading) => auditContent(reading, oldForm(reading)),
  perform: async (_form, { deployment, host, viewer, nowMs }) => {
    const act = { by: viewer.account, at: new Date(nowMs).toISOString() }
    await host.verifications.begin(deployment.name, act)
    return addressOf(deployment.name, 'audit')
  },
})
