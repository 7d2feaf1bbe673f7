import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'

/** What whoever lets something go has to have made sure of, by the reason for which it is held. */
const checks = {
  'consent-overridden': ['override', 'risk', 'supervisor'],
  'outcome-unknown': ['not-there'],
  'transaction-missing': ['not-there'],
  'referral-repeated': ['meant-anew'],
  'identity-differs': ['same-child'],
  'service-gone': ['not-on-purpose'],
} as const satisfies Partial<Record<ReasonCode, readonly string[]>>

/** A reason for which something is held until a person lets it go. */
export type HeldReason = keyof typeof checks

/** What a release may ask to be confirmed. */
export type Check = (typeof checks)[HeldReason][number]

export function isHeldReason(reason: ReasonCode | null): reason is HeldReason {
  return reason !== null && Object.hasOwn(checks, reason)
}

export function checksOf(reason: HeldReason): readonly Check[] {
  return checks[reason]
}
