import { z } from 'zod'
import { FlowName, OwnerName, ReasonName } from '@ping-primero/core/answers/parts.ts'
import { flows, itemStates } from '@ping-primero/core/domain/flow.ts'
import type { ItemPlace, ListQuery } from '@ping-primero/core/ledger/questions.ts'
import type { FlowReason, StrandPosition, StrandQuery } from '@ping-primero/core/ledger/strand-questions.ts'
import { isReasonCode, ownerOf, reasons, type Owner } from '@ping-primero/core/reasons/catalogue.ts'
import { dayBegins } from '../../parts/days.ts'

/** What the address of the list asks for, as it was typed. */
const Asked = z.object({
  /** Each referral and each decision by itself, as the sum counts them. */
  each: z.literal('1').nullable().catch(null),
  referred: z.enum(['unhcr', 'caseworker']).nullable().catch(null),
  state: z.enum(itemStates).nullable().catch(null),
  decision: z.enum(['accepted', 'rejected', 'unclear', 'none']).nullable().catch(null),
  whose: OwnerName.nullable().catch(null),
  from: z.iso.date().nullable().catch(null),
  to: z.iso.date().nullable().catch(null),
  flow: FlowName.nullable().catch(null),
  reason: ReasonName.nullable().catch(null),
  /** Behind which row the page begins, and how many stand before it. */
  after: z.string().max(300).nullable().catch(null),
  shown: z.coerce.number().int().min(1).nullable().catch(null),
})
export type ReferralFilter = z.infer<typeof Asked>

/** The parts of a filter that narrow a list of referrals down. */
export const narrowing = ['referred', 'state', 'decision', 'whose', 'from', 'to'] as const

/** What is left out, or cannot be, asks for everything. */
export function filterOf(query: URLSearchParams): ReferralFilter {
  return Asked.parse(
    Object.fromEntries(Object.keys(Asked.shape).map((name) => [name, query.get(name)] as const)),
  )
}

/** The same filter as an address says it. */
export function addressedFilter(filter: Partial<ReferralFilter>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
  )
}

/** Whether items are asked for, and not referrals: a flow or a cause is of items. */
export function isEach({ each, flow, reason }: ReferralFilter): boolean {
  return each !== null || flow !== null || reason !== null
}

/** Whether a filter chooses nothing that is settled: what stands under a reason, or is somebody's move, is open. */
export function isOpenOnly(filter: ReferralFilter): boolean {
  const { state, whose, reason } = filter
  const isOpen = state === 'waiting' || state === 'attention'
  return isOpen || (state === null && (isEach(filter) ? reason !== null : whose !== null))
}

/** The referrals that a filter chooses, its days by the clocks of a zone. */
export function strandQuery(deployment: string, filter: ReferralFilter, timezone: string): StrandQuery {
  const { referred, state, decision, whose, from, to } = filter
  return {
    deployment,
    side: referred,
    state,
    decision,
    under: whose === null ? null : reasonsOf(whose),
    foundFrom: from === null ? null : dayBegins(from, timezone),
    foundBefore: to === null ? null : dayBegins(to, timezone, 1),
  }
}

/** The items that a filter chooses. */
export function itemQuery(deployment: string, { flow, state, reason, from, to }: ReferralFilter): ListQuery {
  return {
    deployment,
    flow,
    states: state === null ? itemStates : [state],
    reason,
    from: null,
    before: null,
    ...(from === null && to === null ? {} : { foundOn: { from, to } }),
  }
}

/** Where somebody has the move. */
function reasonsOf(owner: Owner): readonly FlowReason[] {
  return flows.flatMap((flow) =>
    Object.keys(reasons)
      .filter(isReasonCode)
      .filter((reason) => ownerOf(reason, flow) === owner)
      .map((reason) => ({ flow, reason })),
  )
}

/** A row of a list of referrals in an address. */
export function strandPlace({ changedAt, strand }: StrandPosition): string {
  return `${changedAt}~${strand}`
}

/** The row that an address names; null where it names none. */
export function strandPosition(after: string | null): StrandPosition | null {
  const [, changedAt, strand] = /^([^~]+)~(.+)$/s.exec(after ?? '') ?? []
  return changedAt === undefined || strand === undefined ? null : { changedAt, strand }
}

/** A row of a list of items in an address. */
export function itemPlace({ foundAt, flow, key }: ItemPlace): string {
  return `${foundAt}~${flow}~${key}`
}

/** The item that an address names; null where it names none. */
export function itemPosition(after: string | null): ItemPlace | null {
  const [, foundAt, flow, key] = /^([^~]+)~([^~]+)~(.+)$/s.exec(after ?? '') ?? []
  const named = FlowName.safeParse(flow)
  if (foundAt === undefined || key === undefined || !named.success) return null
  return { foundAt, flow: named.data, key }
}
