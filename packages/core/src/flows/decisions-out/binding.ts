import type { Finding } from '../../ledger/item.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { StatedDecision } from './stated.ts'

/** The one decision on an intervention that counts, among all that rows and cases state of it. */
export interface BindingDecision {
  readonly stated: StatedDecision
  /** As the ledger is to record it. */
  readonly finding: Finding
  /** Record ids of the cases whose decisions contradict each other; empty when they agree. */
  readonly contradicting: readonly string[]
}

/**
 * One decision per intervention: that of the case which the ledger knows it by, so that a second case with the same
 * return address can neither pass unseen nor overwrite the first one's decision whenever it is saved. `complete`:
 * all cases that ever stated one were read. Pure.
 */
export function bindingDecisions(
  stated: readonly StatedDecision[],
  known: readonly LedgerItem[],
  complete: boolean,
): readonly BindingDecision[] {
  const items = new Map(known.map((item) => [item.key, item]))
  const byKey = Map.groupBy(stated, ({ finding }) => finding.key)
  return [...byKey].flatMap(([key, all]) => {
    const item = items.get(key)
    const bound = item === undefined || item.state === 'withdrawn' ? null : (item.numbers.primeroId ?? null)
    const one = all.find((each) => each.case.id === bound) ?? all[0]
    if (one === undefined) return []
    const cases = [...new Set(all.map((each) => each.case.id))]
    const disagree = all.some((each) => each.finding.version !== one.finding.version)
    const stranger = item !== undefined && bound !== null && one.case.id !== bound
    if (!stranger || complete) {
      return [{ stated: one, finding: one.finding, contradicting: disagree ? cases : [] }]
    }
    const contradicts = disagree || one.finding.version !== item.version
    // The version stays the known case's until both were read.
    const finding = { ...one.finding, version: item.version, decision: item.decision }
    return [{ stated: one, finding, contradicting: contradicts ? [bound, ...cases] : [] }]
  })
}
