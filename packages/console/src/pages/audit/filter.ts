import { z } from 'zod'
import { FlowName } from '@ping-primero/core/answers/parts.ts'
import type { HistoryQuery } from '@ping-primero/core/ledger/questions.ts'
import { dayBegins } from '../../parts/days.ts'
import { isOfRecord } from '../../parts/number.ts'

/** Longer than any account or number is; what is longer finds nothing. */
const longest = 200

/** What the address of the page asks for, as it was typed. */
const Asked = z.object({
  flow: FlowName.nullable().catch(null),
  who: z.enum(['people', 'flows']).nullable().catch(null),
  by: z.string().trim().min(1).max(longest).nullable().catch(null),
  /** A child's own number is for no address: what could be one is not asked for. */
  number: z.string().trim().max(longest).refine(isOfRecord).nullable().catch(null),
  from: z.iso.date().nullable().catch(null),
  to: z.iso.date().nullable().catch(null),
  before: z.coerce.number().int().min(1).nullable().catch(null),
})
export type AuditFilter = z.infer<typeof Asked>

/** What is left out, or cannot be, asks for everything. */
export function filterOf(query: URLSearchParams): AuditFilter {
  return Asked.parse(
    Object.fromEntries(Object.keys(Asked.shape).map((name) => [name, query.get(name)] as const)),
  )
}

/** The times that a filter's days begin and end at, by the clocks of the deployment. */
export function periodOf(
  { from, to }: Pick<AuditFilter, 'from' | 'to'>,
  timezone: string,
): Pick<HistoryQuery, 'from' | 'until'> {
  return {
    from: from === null ? null : dayBegins(from, timezone),
    until: to === null ? null : dayBegins(to, timezone, 1),
  }
}

/** The same filter as an address says it. */
export function addressedFilter(filter: Partial<AuditFilter>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
  )
}

/** Whether everything is shown, from the last entry on. */
export function isEverything({ before: _before, ...filter }: AuditFilter): boolean {
  return Object.values(filter).every((value) => value === null)
}
