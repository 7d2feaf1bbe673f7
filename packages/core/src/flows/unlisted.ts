import type { LedgerItem } from '../ledger/ledger.ts'
import { unsettledPages } from '../ledger/walk.ts'
import type { RunContext } from './context.ts'

/** So many items have to go at once, and more than half of all that were pending, before a list is doubted. */
const fewestLost = 10
/** Where the ledger remembers the last whole reading of a flow's list that lost most of what was pending: by its run. */
const lossShelf = 'run whose list lost most'

/** What a flow asks of its items. */
export interface Pending {
  /** Whether an item was never delivered: nothing else is ever withdrawn. */
  readonly isPending: (item: LedgerItem) => boolean
  /** Whether this run's list showed it. */
  readonly isListed: (item: LedgerItem) => boolean
  /** Whether any list ever showed it: what none did, this one has not lost. */
  readonly wasListed: (item: LedgerItem) => boolean
}

/**
 * The pending items that a list, read to its end, no longer shows, page by page. A list that lost most of what was
 * pending may be one that failed (`flows.md`, Common 3): of what it lacks only that is given which the last whole reading
 * lacked too; the rest is left alone in this run, and what the next one reads decides.
 */
export async function* unlistedItems(
  run: RunContext,
  { isPending, isListed, wasListed }: Pending,
): AsyncGenerator<readonly LedgerItem[]> {
  const lossRun = await lossRunOf(run)
  const lackedBefore = (item: LedgerItem): boolean =>
    !wasListed(item) || (lossRun !== '' && item.seenRun !== lossRun)
  let pending = 0
  let missing = 0
  let gone = 0
  for await (const items of unsettledPages(run.ledger, run.flow)) {
    for (const item of items.filter(isPending)) {
      const isGone = !isListed(item)
      if (isGone) gone += 1
      if (isGone && lackedBefore(item)) continue
      pending += 1
      if (isGone) missing += 1
    }
  }
  const isDoubtful = missing >= fewestLost && missing * 2 > pending
  if (isDoubtful) run.listShrank(pending, missing)
  await noteLoss(run, lossRun, isDoubtful ? run.runId : '')
  if (gone === 0) return
  for await (const items of unsettledPages(run.ledger, run.flow)) {
    const left = items.filter((item) => isPending(item) && !isListed(item) && run.matches(item))
    const sure = left.filter((item) => !isDoubtful || lackedBefore(item))
    for (const item of left) if (!sure.includes(item) && !run.taken(item)) run.take(item)
    yield sure
  }
}

/** A list that was not read to its end: what a reading before it lacked may have been in it. */
export async function forgetLoss(run: RunContext): Promise<void> {
  await noteLoss(run, await lossRunOf(run), '')
}

async function lossRunOf({ ledger, flow }: RunContext): Promise<string> {
  const [noted] = await ledger.seen(lossShelf, [flow])
  return noted?.version ?? ''
}

async function noteLoss({ ledger, flow }: RunContext, before: string, now: string): Promise<void> {
  if (before !== now) await ledger.saveSeen(lossShelf, [{ id: flow, version: now }])
}
