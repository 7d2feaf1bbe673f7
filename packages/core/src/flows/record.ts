import type { Flow } from '../domain/flow.ts'
import { isUnsettled, newItem, type Finding } from '../ledger/item.ts'
import type { EventCode, Ledger, LedgerEvent, LedgerItem } from '../ledger/ledger.ts'
import { listedAgain } from './listed-again.ts'

/** The run that records. */
export interface Recorder {
  readonly ledger: Ledger
  readonly flow: Flow
  readonly runId: string
  /** That of the deployment. */
  readonly timezone: string
  readonly now: () => string
  readonly event: (item: LedgerItem, what: EventCode) => LedgerEvent
}

/** The items of what was recorded, and how many of them entered the account of unsettled ones. */
export interface Recorded {
  readonly items: Map<string, LedgerItem>
  readonly entered: number
}

/**
 * Records what a list shows. Unknown items enter; a version that differs makes an item due again. What a person changed
 * between our reading and saving is read again, and recorded over what they did.
 */
export async function recordFindings(findings: readonly Finding[], recorder: Recorder): Promise<Recorded> {
  const { ledger, flow, runId, timezone, event } = recorder
  const byKey = new Map(findings.map((finding) => [finding.key, finding]))
  const items = new Map((await ledger.get(flow, [...byKey.keys()])).map((item) => [item.key, item]))
  const at = recorder.now()
  const changed: LedgerItem[] = []
  const events = new Map<string, LedgerEvent>()
  for (const [key, finding] of byKey) {
    const item = items.get(key)
    const next =
      item === undefined ? newItem(finding, runId, at, timezone) : listedAgain(item, finding, runId, at)
    if (item !== undefined && JSON.stringify(next) === JSON.stringify(item)) continue
    const enters = item === undefined || (!isUnsettled(item) && isUnsettled(next))
    if (enters) events.set(key, event(next, item === undefined ? 'found' : 'listed-again'))
    changed.push(next)
  }
  if (changed.length === 0) return { items, entered: 0 }
  const conflicts = new Set((await ledger.save(changed, [...events.values()])).conflicts)
  for (const item of changed) items.set(item.key, { ...item, revision: item.revision + 1 })
  const entered = [...events.keys()].filter((key) => !conflicts.has(key)).length
  if (conflicts.size === 0) return { items, entered }
  const left = [...byKey.values()].filter(({ key }) => conflicts.has(key))
  const again = await recordFindings(left, recorder)
  return { items: new Map([...items, ...again.items]), entered: entered + again.entered }
}
