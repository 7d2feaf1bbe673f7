import type { Flow } from '../domain/flow.ts'
import { itemNumber } from '../ledger/item.ts'
import type { Ledger, LedgerItem, ReasonCount, StateCounts } from '../ledger/ledger.ts'
import { unsettledPages } from '../ledger/walk.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'
import type { RunNotes } from './notes.ts'
import type { ReasonReport } from './report.ts'

/** Items named under a reason (`interface.md`, Answers). */
const namedItems = 100

/** How the items of a flow stand at the end of a run. */
export interface Tally {
  readonly counts: StateCounts
  readonly reasons: readonly ReasonReport[]
}

/** Counts the items of a whole flow: the unsettled ones and those this run settled. */
export async function tallyAll(ledger: Ledger, flow: Flow, runId: string, notes: RunNotes): Promise<Tally> {
  const counts = await ledger.counts(flow, runId)
  const reasons = await ledger.reasons(flow, namedItems)
  return { counts, reasons: withTheRun(reasons, notes) }
}

/** Counts only the items that `--only` asked for. */
export async function tallyMatching(
  ledger: Ledger,
  flow: Flow,
  runId: string,
  notes: RunNotes,
  matches: (item: LedgerItem) => boolean,
): Promise<Tally> {
  const counts = { confirmed: 0, waiting: 0, attention: 0, withdrawn: 0, handled: 0 }
  const byReason = new Map<string, ReasonCount>()
  for (const item of notes.touched.values()) if (item.settledRun === runId) counts[item.state] += 1
  for await (const page of unsettledPages(ledger, flow)) {
    for (const item of page.filter(matches)) {
      counts[item.state] += 1
      if (item.reason === null) continue
      const items = [...(byReason.get(item.reason)?.items ?? []), item]
      byReason.set(item.reason, { code: item.reason, state: item.state, count: items.length, items })
    }
  }
  return { counts, reasons: withTheRun([...byReason.values()], notes) }
}

function reasonReport(reason: ReasonCount): readonly ReasonReport[] {
  if (reason.state !== 'waiting' && reason.state !== 'attention') return []
  const items = reason.items.slice(0, namedItems).map(itemNumber)
  return [{ code: reason.code, state: reason.state, count: reason.count, items }]
}

/** An interruption needs nobody; whatever else stops a flow does. */
function stateOf(reason: ReasonCode): 'waiting' | 'attention' {
  return reason === 'run-interrupted' ? 'waiting' : 'attention'
}

/** The reasons of items, with the rows that could not be read and are none counted where they belong. */
function withRows(ofItems: readonly ReasonReport[], count: number): readonly ReasonReport[] {
  if (count === 0) return ofItems
  const code = 'record-unreadable'
  const known = ofItems.find((reason) => reason.code === code)
  const others = ofItems.filter((reason) => reason !== known)
  return [
    ...others,
    { code, state: 'attention', items: known?.items ?? [], count: (known?.count ?? 0) + count },
  ]
}

/** The reasons of items, and what concerns the run itself: lists not read to their end, and what stopped the flow. */
function withTheRun(reasons: readonly ReasonCount[], notes: RunNotes): readonly ReasonReport[] {
  const ofItems = withRows(reasons.flatMap(reasonReport), notes.unreadableRows)
  const lists = [...new Set(notes.listFailures)].map((code) => ({ code, state: 'waiting' as const }))
  const stopped = notes.stop === null ? [] : [{ code: notes.stop.reason, state: stateOf(notes.stop.reason) }]
  const ofTheRun = [...lists, ...stopped].filter(
    ({ code }) => !ofItems.some((reason) => reason.code === code),
  )
  return [...ofItems, ...ofTheRun.map((reason) => ({ ...reason, count: 0, items: [] }))]
}
