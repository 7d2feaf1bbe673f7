import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'

/** What protects a child comes before everything else: consent that is gone, a file that may be another child's. */
const first: readonly ReasonCode[] = ['consent-withdrawn', 'revoked-after-sending', 'consent-overridden']

export function isFirst(reason: ReasonCode): boolean {
  return first.includes(reason)
}

interface Ranked {
  readonly reason: ReasonCode
  readonly since: string
  readonly count: number
}

/** Duty to the child, then age, then count. */
export function byDuty(one: Ranked, other: Ranked): number {
  const duty = Number(isFirst(other.reason)) - Number(isFirst(one.reason))
  if (duty !== 0) return duty
  if (one.since !== other.since) return one.since < other.since ? -1 : 1
  return other.count - one.count
}
