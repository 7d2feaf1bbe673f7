import { dayOf } from '@ping-primero/core/ledger/day.ts'
import { everybody } from '../../roles.ts'
import { attentionCount } from '../attention-count.ts'
import type { Reading } from '../reading.ts'
import type { Route } from '../route.ts'
import { periodFrom, reportFilterOf } from './filter.ts'
import { reportOf, type Report } from './model.ts'
import { reportsPage } from './page.ts'

/** So many of those that wait longest for a decision are named. */
const mostNamed = 5

async function readReport({ host, deployment, query, nowMs }: Reading): Promise<Report> {
  const filter = reportFilterOf(query)
  const today = dayOf(nowMs, deployment.timezone)
  const waiting = {
    deployment: deployment.name,
    side: filter.referred,
    state: 'confirmed',
    decision: 'none',
    under: null,
    foundFrom: null,
    foundBefore: null,
  } as const
  const [counted, longest] = await Promise.all([
    host.ledger.counted(deployment.name, periodFrom(filter.period, today)),
    host.ledger.strandOldest(waiting, mostNamed),
  ])
  return reportOf({ filter, today, counted, longest })
}

/** Reports: counts of some months, in which small numbers are left out. */
export const reports: Route = {
  page: 'reports',
  path: '/reports',
  may: everybody,
  read: async (reading) => {
    const [report, attention] = await Promise.all([readReport(reading), attentionCount(reading)])
    return { content: reportsPage(report, reading), attention }
  },
}
