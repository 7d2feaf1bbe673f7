import type { Outcome } from '../ledger/item.ts'
import type { LedgerItem } from '../ledger/ledger.ts'
import { keyedHash, type LedgerKeys } from '../privacy/pseudonym.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'

const dayMs = 24 * 60 * 60 * 1000

/** A keyed fingerprint of what would be sent: tells a change without keeping a word of it. */
export function fingerprint(keys: LedgerKeys, content: unknown): string {
  return keyedHash(keys.current, `content:${JSON.stringify(content)}`).slice(0, 32)
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
  return { state: 'attention', reason, about: item.reason === reason ? item.about : [] }
}
