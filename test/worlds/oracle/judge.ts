import { accounts } from './accounts.ts'
import { casesSafety } from './cases.ts'
import { configuration } from './configuration.ts'
import { decisionsInSafety, decisionsInSettled } from './decisions-in.ts'
import { decisionsOutSafety, decisionsOutSettled } from './decisions-out.ts'
import { lateIsNoTrouble } from './late.ts'
import { manners } from './manners.ts'
import { nobodyWithdraws } from './nobodys-word.ts'
import { referralsInSettled } from './referrals-in.ts'
import { referralsOutSettled } from './referrals-out.ts'
import type { Seen, Violation } from './seen.ts'
import { sendsSafety } from './sends.ts'

/** What must hold at every moment, whatever broke (P2–P6, P10, P14–P16, P22, P24). */
export function judgeSafety(seen: Seen): readonly Violation[] {
  return [
    ...casesSafety(seen),
    ...decisionsOutSafety(seen),
    ...sendsSafety(seen),
    ...decisionsInSafety(seen),
    ...accounts(seen),
    ...manners(seen),
    ...configuration(seen),
    ...lateIsNoTrouble(seen),
    ...nobodyWithdraws(seen),
  ]
}

/** What must hold once nothing has broken for a while (P1, P8, P9): flow by flow, what the ledger says of each record. */
export function judgeSettled(seen: Seen): readonly Violation[] {
  return [
    ...referralsInSettled(seen),
    ...decisionsOutSettled(seen),
    ...referralsOutSettled(seen),
    ...decisionsInSettled(seen),
  ]
}

const passing: ReadonlySet<string | null> = new Set([
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
    .filter(({ state, reason }) => state === 'waiting' && passing.has(reason))
    .map(({ flow, key, reason }) => ({
      property: 'P8',
      words: `${flow} ${key} waits two rounds later: ${reason}`,
    }))
}
