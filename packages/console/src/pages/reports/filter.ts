import { z } from 'zod'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { monthBefore, type Period } from '@ping-primero/core/measures/period.ts'

/** The periods that can be chosen. */
export const periodNames = ['this-year', 'last-year', 'last-12-months', 'this-month', 'last-month'] as const
export type PeriodName = (typeof periodNames)[number]

/** Who referred. */
export const sides = ['unhcr', 'caseworker'] as const
export type ReportSide = (typeof sides)[number]

const Asked = z.object({
  period: z.enum(periodNames).catch('this-year'),
  referred: z.enum(sides).catch('unhcr'),
})
export type ReportFilter = z.infer<typeof Asked>

/** What the address of the page asks for; what is left out, or cannot be, asks for what most want. */
export function reportFilterOf(query: URLSearchParams): ReportFilter {
  return Asked.parse({ period: query.get('period'), referred: query.get('referred') })
}

/** The flow that carries what they refer. */
export const flowOfSide: Readonly<Record<ReportSide, Flow>> = { unhcr: '1.1', caseworker: '2.1' }

/** The months of a period, seen from a day (`2026-11-26`) in one of them. */
export function periodFrom(name: PeriodName, today: string): Period {
  const month = today.slice(0, 7)
  const lastYear = monthBefore(month, 12).slice(0, 4)
  const periods: Readonly<Record<PeriodName, Period>> = {
    'this-year': { from: `${month.slice(0, 4)}-01`, to: month },
    'last-year': { from: `${lastYear}-01`, to: `${lastYear}-12` },
    'last-12-months': { from: monthBefore(month, 11), to: month },
    'this-month': { from: month, to: month },
    'last-month': { from: monthBefore(month, 1), to: monthBefore(month, 1) },
  }
  return periods[name]
}
