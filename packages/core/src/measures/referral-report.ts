import type { Decision, Flow, ItemState } from '../domain/flow.ts'
import { monthsIn, type Period } from './period.ts'
import { monthsOfYear, yearTable, type ColumnSum, type YearTable } from './year-table.ts'

/** How many items of a flow that were found in a month stand in a state, under a decision. */
export interface MonthCount {
  readonly flow: Flow
  /** `2026-03`. */
  readonly month: string
  readonly state: ItemState
  readonly decision: Decision | 'none' | 'unclear'
  readonly count: number
}

/**
 * What is told of the items of a flow that were found in a time: how they stand now. `undecided` is confirmed without a
 * decision that decides; `unconfirmed` are all that are not confirmed.
 */
export const reportColumns = [
  'received',
  'confirmed',
  'accepted',
  'rejected',
  'undecided',
  'unconfirmed',
  'waiting',
  'attention',
  'withdrawn',
  'handled',
] as const
export type ReportColumn = (typeof reportColumns)[number]

/** The numbers of some items; null = left out, because it is small or would tell one that is. */
export type ReportNumbers = Readonly<Record<ReportColumn, number | null>>

const weights: Readonly<Record<ReportColumn, number>> = {
  unconfirmed: 1,
  withdrawn: 1,
  handled: 1,
  waiting: 2,
  attention: 2,
  undecided: 3,
  received: 4,
  rejected: 5,
  accepted: 6,
  confirmed: 7,
}

const relations: readonly ColumnSum<ReportColumn>[] = [
  { total: 'received', parts: ['confirmed', 'unconfirmed'] },
  { total: 'confirmed', parts: ['accepted', 'rejected', 'undecided'] },
  { total: 'unconfirmed', parts: ['waiting', 'attention', 'withdrawn', 'handled'] },
]

/** The columns that an item counts in. */
function columnsOf({ state, decision }: Pick<MonthCount, 'state' | 'decision'>): readonly ReportColumn[] {
  if (state !== 'confirmed') return ['received', 'unconfirmed', state]
  const isDecided = decision === 'accepted' || decision === 'rejected'
  return ['received', 'confirmed', isDecided ? decision : 'undecided']
}

function tableOf(counts: readonly MonthCount[]): YearTable<ReportColumn> {
  const columns = reportColumns.map((name) => ({
    name,
    weight: weights[name],
    months: Array.from({ length: monthsOfYear }, () => 0),
  }))
  for (const { month, count, ...item } of counts) {
    const at = Number(month.slice(5)) - 1
    for (const name of columnsOf(item)) {
      const months = columns.find((column) => column.name === name)?.months
      if (months !== undefined) months[at] = (months[at] ?? 0) + count
    }
  }
  return yearTable(columns, relations)
}

/** The numbers of every flow, by any months. */
export interface ReferralReport {
  readonly numbers: (flow: Flow, period: Period) => ReportNumbers
}

/** Makes the numbers of all flows from what was counted in the years that are asked of: whole years, each protected once. Pure. */
export function referralReport(counts: readonly MonthCount[]): ReferralReport {
  const byYear = Map.groupBy(counts, ({ flow, month }) => `${flow} ${month.slice(0, 4)}`)
  const tables = new Map([...byYear].map(([name, some]) => [name, tableOf(some)]))
  const number = (flow: Flow, column: ReportColumn, period: Period): number | null => {
    let sum = 0
    for (const { year, from, to } of monthsIn(period)) {
      const part = tables.get(`${flow} ${year}`)?.number(column, from, to) ?? null
      if (tables.has(`${flow} ${year}`) && part === null) return null
      sum += part ?? 0
    }
    return sum
  }
  return {
    numbers: (flow, period) => {
      const of = (column: ReportColumn): number | null => number(flow, column, period)
      return {
        received: of('received'),
        confirmed: of('confirmed'),
        accepted: of('accepted'),
        rejected: of('rejected'),
        undecided: of('undecided'),
        unconfirmed: of('unconfirmed'),
        waiting: of('waiting'),
        attention: of('attention'),
        withdrawn: of('withdrawn'),
        handled: of('handled'),
      }
    },
  }
}
