import { dayOf } from '@ping-primero/core/ledger/day.ts'
import { reportTable } from '@ping-primero/core/measures/table.ts'
import { reportRows } from '@ping-primero/core/measures/rows.ts'
import { everybody } from '../../roles.ts'
import { reportFilePath } from '../addresses.ts'
import type { FileRoute } from '../file.ts'
import { periodFrom, reportFilterOf } from './filter.ts'

/** A report as a file, of all flows, by month: as `report --by month --format csv` writes it. */
export const reportFile: FileRoute = {
  path: reportFilePath,
  may: everybody,
  does: 'act.report-file',
  read: async ({ host, deployment: { name, timezone }, query, nowMs }) => {
    const period = periodFrom(reportFilterOf(query).period, dayOf(nowMs, timezone))
    const counted = await host.ledger.counted(name, period)
    const isOne = period.from === period.to
    const { byFlow, byMonth } = reportRows(counted)
    const rows = (isOne ? byFlow : byMonth)(period)
    const answer = {
      deployment: name,
      ...period,
      by: isOne ? 'flow' : 'month',
      recounted: null,
      rows,
    } as const
    return { name: `${name}-${period.from}-${period.to}.csv`, lines: reportTable(answer) }
  },
}
