import type { Decision, Flow, ItemState } from '../domain/flow.ts'
import { monthsIn, type MonthsOfYear, type Period } from './period.ts'
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

/** A year of a flow. */
function yearName(flow: Flow, year: number): string {
  return `${flow} ${String(year).padStart(4, '0')}`
}

/** The flow that carries the referrals on which a flow carries the decisions. */
const decidedFlow: Readonly<Partial<Record<Flow, Flow>>> = { '1.2': '1.1', '2.2': '2.1' }

/**
 * Makes the numbers of all flows from what was counted in the years that are asked of: whole years, each protected once. What
 * a flow of decisions counts are the answers to referrals of another: it is told only where these are. Pure.
 */
export function referralReport(counts: readonly MonthCount[]): ReferralReport {
  const byYear = Map.groupBy(counts, ({ flow, month }) => `${flow} ${month.slice(0, 4)}`)
  const tables = new Map<string, YearTable<ReportColumn>>()
  const tableFor = (flow: Flow, year: number): YearTable<ReportColumn> => {
    const name = yearName(flow, year)
    const table = tables.get(name) ?? tableOf(byYear.get(name) ?? [])
    tables.set(name, table)
    return table
  }
  const isTold = (flow: Flow, { year, from, to }: MonthsOfYear): boolean => {
    const referrals = decidedFlow[flow]
    if (referrals === undefined) return true
    const table = tableFor(referrals, year)
    const tells = (first: number, last: number): boolean =>
      table.number('accepted', first, last) !== null && table.number('rejected', first, last) !== null
    const months = Array.from({ length: monthsOfYear }, (_, month) => month)
    if (months.every((month) => tells(month, month))) return true
    const isOutside = ({ month }: MonthCount): boolean => {
      const at = Number(month.slice(5)) - 1
      return at < from || at > to
    }
    const all = [flow, referrals].flatMap((one) => byYear.get(yearName(one, year)) ?? [])
    return tells(from, to) && !all.some(isOutside)
  }
  const number = (flow: Flow, column: ReportColumn, years: readonly MonthsOfYear[]): number | null => {
    const parts = years.map(({ year, from, to }) => tableFor(flow, year).number(column, from, to))
    return parts.includes(null) ? null : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0)
  }
  return {
    numbers: (flow, period) => {
      const years = monthsIn(period)
      const isAllTold = years.every((months) => isTold(flow, months))
      const of = (column: ReportColumn): number | null => (isAllTold ? number(flow, column, years) : null)
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
