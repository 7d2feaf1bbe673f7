import type { Outcome } from '../ledger/item.ts'
import type { LedgerItem } from '../ledger/ledger.ts'
import { keptOrNew, keyedHash, type LedgerKeys } from '../privacy/pseudonym.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'

const dayMs = 24 * 60 * 60 * 1000

/**
 * A keyed fingerprint of what would be sent: tells a change without keeping a word of it. The values of a list may come in
 * any order, as PING's rows do.
 */
export function fingerprint(keys: LedgerKeys, content: unknown): string {
  return keyedHash(keys.current, `content:${JSON.stringify(content, sortedLists)}`).slice(0, 32)
}

function sortedLists(_: string, value: unknown): unknown {
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value.toSorted() : value
}

/** The fingerprint of what would be sent for an item: the one it bears, where only the key has changed since. */
export function printFor(keys: LedgerKeys, item: LedgerItem, content: unknown): string {
  const known = [item.fingerprint, item.reportedFingerprint]
  return keptOrNew(keys, known, (one) => fingerprint(one, content))
}

/** Whether content that a target once refused may be sent again: changed, asked for by a person, or a day later. */
export function maySend(item: LedgerItem, content: string, now: number): boolean {
  if (item.refusedAt === null) return true
  const passed = now - Date.parse(item.refusedAt)
  // Refused in the future: the clock was wrong then, and says nothing of how long ago it was.
  return item.fingerprint !== content || passed >= dayMs || passed < 0
}

/** An item that stays in attention: looked at by reading only, and nothing has changed. */
export function still(item: LedgerItem, reason: ReasonCode): Outcome & { readonly state: 'attention' } {
  const stumbled = item.reason === 'system-stumbles'
  const about = stumbled || item.reason === reason ? item.about : []
  return { state: 'attention', reason: stumbled ? 'system-stumbles' : reason, about }
}
