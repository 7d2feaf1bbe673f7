import { dueAgain, type Finding } from '../ledger/item.ts'
import type { ItemNumbers, LedgerItem } from '../ledger/ledger.ts'

/** An item that a list shows again: withdrawn ones and new versions are due again; numbers it lacked are added. */
export function listedAgain(item: LedgerItem, finding: Finding, runId: string, now: string): LedgerItem {
  const numbers: ItemNumbers = { ...finding.numbers, ...item.numbers }
  const seenRun = item.state === 'confirmed' || item.state === 'handled' ? item.seenRun : runId
  const seen = { ...item, numbers, individual: item.individual ?? finding.individual, seenRun }
  const newVersion = finding.version !== null && finding.version !== item.version
  const { version, decision = null } = finding
  const versioned = version === null ? seen : { ...seen, version, decision }
  if (item.state === 'withdrawn') return dueAgain(versioned, now)
  if (!newVersion) return versioned
  // A new version is a new thing to say: its time, and what was refused of the old one, begin anew.
  return { ...dueAgain(versioned, now), step: 'none', intentAt: null, refusedAt: null }
}
