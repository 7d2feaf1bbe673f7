import type { EventCode, LedgerEvent } from '../ledger/ledger.ts'
import type { ToldItem } from './strand.ts'

/** Effects that settle an item; that it is confirmed then need not be said once more. */
const confirming: ReadonlySet<EventCode> = new Set(['status-reported', 'decision-sent', 'sync-reported'])

/** Whether an effect says by itself that its item is confirmed with it. */
export function isConfirming(what: EventCode): boolean {
  return confirming.has(what)
}

/** Whether the event before an event of the same item says all of it. */
function isSaidBy(before: LedgerEvent | undefined, { what, state, reason }: LedgerEvent): boolean {
  if (before === undefined || what !== 'state-changed') return false
  if (state === 'confirmed') return isConfirming(before.what)
  return reason === 'ping-processing' && before.what === 'referral-sent'
}

/** What is told of an item's history, oldest first: what the entry before it says already is left out. Pure. */
export function toldEvents({ history }: ToldItem): readonly LedgerEvent[] {
  return history.filter((event, place) => !isSaidBy(history[place - 1], event))
}

/** Events of several items in order of time; those of one moment stay as they are given. Pure. */
export function inOrderOfTime<Told extends { readonly at: string }>(told: readonly Told[]): readonly Told[] {
  return told.toSorted((one, other) => {
    if (one.at === other.at) return 0
    return one.at < other.at ? -1 : 1
  })
}
