import { z } from 'zod'
import type { NotedFile } from '../../acts/noted-file.ts'
import { auditors } from '../../roles.ts'
import { auditFilePath } from '../addresses.ts'
import { oldForm } from '../../parts/feedback.ts'
import { auditContent } from './content.ts'
import { periodOf } from './filter.ts'

const Days = z.object({
  from: z.iso.date().nullable().catch(null),
  to: z.iso.date().nullable().catch(null),
})

/** The history, or that of some days, as a file with all its seals. */
export const historyFile: NotedFile = {
  path: auditFilePath,
  may: auditors,
  does: 'act.history-file',
  page: 'audit',
  again: (reading) => auditContent(reading, oldForm(reading)),
  take: async (typed, { deployment, host, viewer, nowMs }) => {
    const { from, until } = periodOf(Days.parse(typed), deployment.timezone)
    const act = { by: viewer.account, at: new Date(nowMs).toISOString() }
    const pieces = await host.deeds.exportHistory(deployment.name, { from, to: until }, act)
    return { name: `${deployment.name}-history.csv`, pieces }
  },
}
