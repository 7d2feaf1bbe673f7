import type { Stop } from '../http/failure.ts'
import type { SystemTrouble } from '../http/system.ts'
import { backoffMs, laterBy, runsUntilAttention, type Outcome } from '../ledger/item.ts'
import type { LedgerItem } from '../ledger/ledger.ts'
import { unavailable } from '../reasons/unavailable.ts'
import type { Halt } from './host.ts'

/** How an item ends, and what else is kept of it. */
export interface Ending {
  readonly outcome: Outcome
  readonly changes: Partial<LedgerItem>
}

function aboutOf({ cause }: SystemTrouble): readonly string[] {
  return [typeof cause === 'number' ? `HTTP ${cause}` : cause]
}

/** How an item waits for a system that had trouble (`flows.md`, Common 5). `now`: ISO instant; `random`: 0 up to 1. */
export function waitFor(item: LedgerItem, trouble: SystemTrouble, now: string, random: number): Outcome {
  const own = backoffMs(item.attempts, random)
  const wait = trouble.cause === 'down' ? 60_000 : Math.max(trouble.retryAfterMs ?? 0, own)
  return {
    state: 'waiting',
    reason: unavailable[trouble.system],
    about: aboutOf(trouble),
    nextTry: laterBy(now, wait),
    ...(trouble.cause === 'down' ? {} : { trouble: true }),
  }
}

/** How an item ends whose trouble is its own, refused or stumbled over; null where it is the system's, or may be. */
export function aloneEnding(item: LedgerItem, trouble: SystemTrouble, now: string): Ending | null {
  const { refused, stumbled, system } = trouble
  if (refused !== undefined) {
    const { reason, code } = refused
    const outcome = { state: 'attention', reason, about: code === null ? [] : [code] } as const
    return { outcome, changes: { refusedAt: now } }
  }
  if (stumbled === undefined || item.attempts + 1 < runsUntilAttention) return null
  const about = [system, ...aboutOf(trouble)]
  return {
    outcome: { state: 'attention', reason: 'system-stumbles', about },
    changes: stumbled === 'writing' ? { refusedAt: now } : {},
  }
}

/** Why what a stopped run did not reach waits: an interruption needs nobody, whatever else stops a flow does. */
export function reasonOfRest({ reason }: Stop): 'flow-stopped' | 'run-interrupted' {
  return reason === 'run-interrupted' ? reason : 'flow-stopped'
}

/** What ends a run that a person or the process wants to end. */
export function interrupted(halt: Halt | null): Stop {
  return { kind: 'stop', reason: 'run-interrupted', about: halt === null ? [] : [halt] }
}
