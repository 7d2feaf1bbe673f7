import { reasons } from '../reasons/catalogue.ts'
import type { LedgerEvent, LedgerItem } from '../ledger/ledger.ts'

/** A release that stands: when it was given, and by whom; null where the history does not say. */
export interface Release {
  readonly at: string
  readonly by: string | null
}

/** Whether an item waits for a person to let it go. */
export function isReleasable(item: LedgerItem): boolean {
  return item.state === 'attention' && item.reason !== null && reasons[item.reason].release === true
}

/** Whether a person has let go what the item waits for, and no run has taken it since. */
export function isReleased(item: LedgerItem): boolean {
  const { releasedAt, since, sentAt } = item
  return isReleasable(item) && releasedAt !== null && releasedAt >= since && releasedAt > (sentAt ?? '')
}

/** The release that stands and that no run has taken yet, from an item and its history; null without one. */
export function releaseOf(item: LedgerItem, history: readonly LedgerEvent[]): Release | null {
  if (!isReleased(item)) return null
  const told = history.findLast(({ what }) => what === 'released')
  return { at: told?.at ?? item.releasedAt ?? item.since, by: told?.by ?? null }
}
