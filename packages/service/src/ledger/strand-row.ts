import type { ItemState } from '@ping-primero/core/domain/flow.ts'
import type { StrandDecision } from '@ping-primero/core/ledger/strand-questions.ts'
import type { ItemTable, StrandTable } from './schema.ts'

/** What lists and counts of referrals need of an item. */
export const strandColumns = [
  'flow',
  'key',
  'state',
  'reason',
  'since',
  'found_at',
  'found_on',
  'confirmed_at',
  'decision',
  'strand',
] as const

/** An item of a strand. */
export type StrandItem = Pick<ItemTable, (typeof strandColumns)[number]>

/** What needs somebody comes first; what is confirmed says more than what is gone. */
const byUrgency: readonly ItemState[] = ['attention', 'waiting', 'handled', 'confirmed', 'withdrawn']

/** The row of a referral, from all of its items. Null where there are none. Pure. */
export function strandRow(deployment: string, items: readonly StrandItem[]): StrandTable | null {
  const [first] = items.toSorted(
    (one, other) =>
      byUrgency.indexOf(one.state) - byUrgency.indexOf(other.state) ||
      compare(one.since, other.since) ||
      compare(one.flow, other.flow),
  )
  if (first === undefined) return null
  return {
    deployment,
    strand: first.strand,
    side: first.flow === '1.1' || first.flow === '1.2' ? 'unhcr' : 'caseworker',
    state: first.state,
    reason: first.reason,
    flow: first.flow,
    decision: decisionOf(items),
    found_at: items.map(({ found_at }) => found_at).toSorted(compare)[0] ?? first.found_at,
    changed_at:
      items
        .map(({ since }) => since)
        .toSorted(compare)
        .at(-1) ?? first.since,
  }
}

/** The decisions that were not taken back. Pure. */
export function standingDecisions(items: readonly StrandItem[]): readonly StrandItem[] {
  return items.filter(({ flow, state }) => (flow === '1.2' || flow === '2.2') && state !== 'withdrawn')
}

/** The decision that stands; of several the latest. Pure. */
export function decisionOf(items: readonly StrandItem[]): StrandDecision {
  const last = standingDecisions(items)
    .toSorted((one, other) => compare(one.since, other.since))
    .at(-1)
  return last === undefined ? 'none' : (last.decision ?? 'unclear')
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
