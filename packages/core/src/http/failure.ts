import type { System } from '../domain/flow.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'
import { isStumble } from './answer.ts'
import type { SystemAnswer, SystemTrouble } from './system.ts'

/** The flow must stop at once: a person has to mend the configuration (`flows.md`, Common 2 and 5). */
export interface Stop {
  readonly kind: 'stop'
  readonly reason: ReasonCode
  /** Names of settings, permissions, fields or processes; never a value of a record. */
  readonly about: readonly string[]
  /** Nothing was asked: a credential was refused before (ISO times). */
  readonly held?: HeldCredential
  /** It was said of this very record, after it was said of another one: in the next run it is tried last. */
  readonly said?: true
}

/** Since when a refused credential is held back, and when it is tried again by itself. ISO times. */
export interface HeldCredential {
  readonly since: string
  readonly nextTry: string
}

/** What a client could not do, as a value. */
export type Failure = SystemTrouble | Stop

/** Something, or why not. */
export type Result<T, F = Failure> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: F }

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

export function failed<F>(failure: F): { readonly ok: false; readonly failure: F } {
  return { ok: false, failure }
}

export function stop(reason: ReasonCode, about: readonly string[] = []): Stop {
  return { kind: 'stop', reason, about }
}

/** The stop that an answer says, by `SystemAnswer.refusesAll`. */
export function stopBy(answer: SystemAnswer, reason: ReasonCode, about: readonly string[]): Stop {
  return { ...stop(reason, about), ...(answer.refusesAll === 'by-count' ? { said: true } : {}) }
}

/** An answer that could not be understood though it came whole: trouble of that system. */
export function unreadable(system: System): SystemTrouble {
  return { kind: 'trouble', system, cause: 'unreadable', retryAfterMs: null, mayHaveArrived: true }
}

/** A record that an answer shows in a form that nobody knows: a person has to look, and it holds up that record alone. */
export function unreadableRecord(system: System): SystemTrouble {
  return { ...unreadable(system), cause: 'record-unreadable', mayHaveArrived: false }
}

/** Trouble of a system to which nothing was sent, because it counts as down. */
export function unasked(system: System): SystemTrouble {
  return { kind: 'trouble', system, cause: 'down', retryAfterMs: null, mayHaveArrived: false }
}

/**
 * Whether one of several that were sent together, and surely not taken, may be why: then they go again one by one. If the
 * system is down instead, that shows after a few. Where it asks to wait, all wait, unless one `failedBefore` already.
 */
export function isWorthEachAlone(
  { cause, refused, retryAfterMs }: SystemTrouble,
  failedBefore: boolean,
): boolean {
  if (refused !== undefined) return true
  return typeof cause === 'number' && isStumble(cause) && (retryAfterMs === null || failedBefore)
}

/** Whether what was sent may still be on its way: nobody answered, or a gateway gave up waiting for the system behind it. */
export function mayBeUnderWay(failure: Failure): boolean {
  if (failure.kind === 'stop' || !failure.mayHaveArrived || failure.cause === 'unreadable') return false
  return typeof failure.cause !== 'number' || failure.cause === 502 || failure.cause === 504
}
