import type { Flow, System, ItemState } from './domain/flow.ts'
import type { ItemNumbers, StateCounts } from './ledger/ledger.ts'
import type { ReasonCode } from './reasons/catalogue.ts'

/**
 * Everything that may be logged (`architecture.md`, privacy by construction): codes, ids, counts, durations. There is
 * no free text, so nothing of a payload and no message of a library can get in.
 */
export type LogEvent =
  | { readonly event: 'run-started'; readonly flow: Flow; readonly runId: string; readonly dryRun: boolean }
  | {
      readonly event: 'run-finished'
      readonly flow: Flow
      readonly runId: string
      readonly counts: StateCounts
      readonly found: number
      readonly requests: Readonly<Record<System, number>>
      readonly durationMs: number
    }
  | {
      readonly event: 'run-skipped'
      readonly flow: Flow
      readonly why: 'paused' | 'disabled' | 'under-way' | 'no-turn' | 'stopping'
    }
  | {
      readonly event: 'request'
      readonly system: System
      readonly purpose: string
      /** HTTP status, or why there was none. */
      readonly answer: number | 'refused' | 'dns' | 'timeout' | 'reset' | 'tls'
      readonly durationMs: number
      readonly transactionId?: string
      readonly numbers?: ItemNumbers
    }
  | {
      readonly event: 'item'
      readonly flow: Flow
      readonly state: ItemState
      readonly reason?: ReasonCode
      readonly numbers: ItemNumbers
    }
  | { readonly event: 'case-reopened'; readonly flow: Flow; readonly numbers: ItemNumbers }
  | { readonly event: 'system-down'; readonly system: System; readonly nextProbe: string }
  | { readonly event: 'system-up'; readonly system: System }
  | {
      readonly event: 'flow-stopped'
      readonly flow: Flow
      readonly reason: ReasonCode
      readonly about: readonly string[]
      /** A credential was refused before, so that nothing was asked. ISO times. */
      readonly since?: string
      readonly nextTry?: string
    }
  | { readonly event: 'list-incomplete'; readonly flow: Flow; readonly system: System }
  | {
      /** A list lost most of what was pending; nothing is withdrawn before the next run reads the same. */
      readonly event: 'list-shrunk'
      readonly flow: Flow
      readonly pending: number
      readonly missing: number
    }
  | {
      /** Rows of a list that cannot be read, and are no items for want of a key. */
      readonly event: 'record-unreadable'
      readonly flow: Flow
      readonly system: System
      readonly count: number
      readonly numbers?: ItemNumbers
    }
  | {
      readonly event: 'conservation-broken'
      readonly flow: Flow
      readonly found: number
      readonly counted: number
    }
  | {
      readonly event: 'defect'
      readonly flow: Flow
      /** Name of the error's class and where in our code it was thrown; never its message. */
      readonly fingerprint: string
      readonly numbers?: ItemNumbers
    }

/** Where log events go; the host decides. Must not throw. */
export type Log = (event: LogEvent) => void
