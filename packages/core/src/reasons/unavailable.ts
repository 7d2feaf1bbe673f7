import type { System } from '../domain/flow.ts'
import type { ReasonCode } from './catalogue.ts'

/** Why an item waits whose system had trouble. */
export const unavailable = {
  ping: 'ping-unavailable',
  primero: 'primero-unavailable',
} as const satisfies Readonly<Record<System, ReasonCode>>

/** The system that a reason waits for; null for all other reasons. */
export function systemWaitedFor(reason: ReasonCode | null): System | null {
  return reason === unavailable.ping ? 'ping' : reason === unavailable.primero ? 'primero' : null
}
