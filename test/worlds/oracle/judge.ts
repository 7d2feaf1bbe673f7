import { incomingSafety, incomingSettled } from './incoming.ts'
import { accounts, manners } from './manners.ts'
import { outgoingSafety, outgoingSettled } from './outgoing.ts'
import type { Seen, Violation } from './seen.ts'

/** What must hold at every moment, whatever broke. */
export function judgeSafety(seen: Seen): readonly Violation[] {
  return [...incomingSafety(seen), ...outgoingSafety(seen), ...accounts(seen), ...manners(seen)]
}

/** What must hold once nothing has broken for a while (P1, P8, P9). */
export function judgeSettled(seen: Seen): readonly Violation[] {
  return [...incomingSettled(seen), ...outgoingSettled(seen)]
}

const passing = new Set([
  'not-yet-tried',
  'ping-unavailable',
  'primero-unavailable',
  'flow-stopped',
  'run-interrupted',
  'list-incomplete',
])

/** P8: two rounds after the last fault nothing waits for a system any more. */
export function judgeConvergence(seen: Seen): readonly Violation[] {
  return seen.claims
    .filter(({ state, reason }) => state === 'waiting' && passing.has(reason ?? ''))
    .map(({ flow, key, reason }) => ({
      property: 'P8',
      words: `${flow} ${key} waits two rounds later: ${reason}`,
    }))
}
