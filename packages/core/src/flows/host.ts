import type { RequestQueues } from '../http/queues.ts'
import type { Transport } from '../http/transport.ts'
import type { LedgerKeys } from '../privacy/pseudonym.ts'
import type { Redacted } from '../privacy/redacted.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Log } from '../log.ts'
import type { Deployment } from '../deployment/deployment.ts'
import type { Flow, Stage } from '../domain/flow.ts'
import type { Progress } from './progress.ts'

/** Items settled together: enough for look-ups in sets and for batches, few enough to hold in memory. */
export const usualSetSize = 200

/** What signs this project in at the two systems; from the environment only. */
export interface Secrets {
  readonly pingUsername: Redacted<string>
  readonly pingPassword: Redacted<string>
  readonly pingSubscriptionKey: Redacted<string>
  readonly primeroUsername: Redacted<string>
  readonly primeroPassword: Redacted<string>
}

/** Time as the run knows it. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>
}

/** What one host lends a run: everything that is not pure comes in here. */
export interface RunHost {
  readonly ledger: Ledger
  readonly secrets: Secrets
  readonly keys: LedgerKeys
  readonly clock: Clock
  /** Uniform in [0, 1); spreads the next tries. */
  readonly random: () => number
  readonly newId: () => string
  readonly fetch: typeof globalThis.fetch
  /** A quicker way to send requests than `fetch`, where the host has one. */
  readonly transport?: Transport
  /** Kept by the host from run to run, so that a rate holds over their borders; the run's own where absent. */
  readonly queues?: RequestQueues
  /** Bounds one exchange with a far system; a minute where absent. */
  readonly requestTimeoutMs?: number
  readonly log: Log
  /**
   * Acts every so many milliseconds, until the function that it gives is called; never keeps the process alive. It
   * tells a run who is late; without it nobody is, and all wait for the slowest.
   */
  readonly every?: (ms: number, act: () => void) => () => void
  /**
   * Why this run is to end early, null while it is not: nothing more is sent then, what is on its way is still read
   * and recorded, and the rest waits.
   */
  readonly halted?: () => Halt | null
  /**
   * Awaited before items enter a stage of their flow, over and over: what comes first in a run enters it first, and the
   * next ones while others are further. It lets a host show the stages one after the other.
   */
  readonly enter?: (stage: Stage) => Promise<void>
  /**
   * How many items are settled together, `usualSetSize` where absent. A run that stops in the middle of a set may have
   * to begin it anew: where runs are short, sets are small.
   */
  readonly setSize?: number
  /** Handed once, before much is asked, what tells how far the work is; to be called at any time, and as often as wanted. */
  readonly watched?: (progress: () => Progress) => void
  /** Resolves once `halted` speaks of now: a process that stood still has to look first. Awaited before each request. */
  readonly awake?: () => Promise<void>
}

/**
 * Why a run ends before its work is done: a person paused the flow, the process was told to stop, or its ledger failed.
 */
export type Halt = 'paused' | 'stopping' | 'ledger-failed'

/** One run of one flow. */
export interface RunRequest {
  readonly deployment: Deployment
  readonly flow: Flow
  readonly dryRun: boolean
  /** 1.2 and 2.1: read from there once; the cursor never moves back. ISO time. */
  readonly since: string | null
  /** Settle and count only items that carry this number; keeps the cursor. */
  readonly only: string | null
}
