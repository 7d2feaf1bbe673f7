import { isMonth, lastDayOf, type Period } from '@ping-primero/core/measures/period.ts'
import { dayOf } from '@ping-primero/core/ledger/day.ts'
import { refused, type Result } from '../../refusals/refusal.ts'
import type { ReportOptions } from './command.ts'

const taken =
  'takes a month such as 2026-03, its first day for --from or its last for --to: reports count whole months.'

/** A month as it was typed: by itself, or by the day on which it begins or ends. */
function monthOf(typed: string, end: 'first' | 'last'): string | null {
  if (isMonth(typed)) return typed
  const month = typed.slice(0, 7)
  if (!isMonth(month)) return null
  return typed === (end === 'first' ? `${month}-01` : lastDayOf(month)) ? month : null
}

/** The months that are asked for: by default those of this year until now, by the clocks of the deployment. */
export function periodOf(options: ReportOptions, timezone: string, nowMs: number): Result<Period> {
  const thisMonth = dayOf(nowMs, timezone).slice(0, 7)
  const to = options.to === undefined ? thisMonth : monthOf(options.to, 'last')
  if (to === null) return refused('arguments-invalid', `--to ${taken}`)
  const from = options.from === undefined ? `${to.slice(0, 4)}-01` : monthOf(options.from, 'first')
  if (from === null) return refused('arguments-invalid', `--from ${taken}`)
  if (from > to) return refused('arguments-invalid', '--from must not be after --to.')
  return { ok: true, value: { from, to } }
}
