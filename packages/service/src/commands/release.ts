import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import type { Release } from '@ping-primero/core/story/release.ts'
import { timeWords } from '../words/words.ts'

/** Who let it go, and when: `by A. Operator, 2026-03-01 09:00 UTC`. */
export function releaseWords({ at, by }: Release, zone: string | null = null): string {
  return `by ${by ?? 'somebody of whom the history says nothing'}, ${timeWords(at, zone)}`
}

/** What a run does with what was let go. A reason that has no words here goes on as its next step says. */
const takes: Partial<Record<ReasonCode, string>> = {
  'outcome-unknown': 'sends it to UNHCR again',
  'transaction-missing': 'sends it to UNHCR again',
  'consent-overridden': 'sends it to UNHCR',
  'referral-repeated': 'sends it to UNHCR',
  'identity-differs': 'writes the service to the case in Primero, or makes the case',
  'service-gone': 'writes the service to the case in Primero again',
}

/** What comes of a release: `the next run of 2.1 sends it to UNHCR`. */
export function afterRelease(flow: Flow, reason: ReasonCode | null): string {
  return `the next run of ${flow} ${(reason === null ? undefined : takes[reason]) ?? 'goes on with it'}`
}
