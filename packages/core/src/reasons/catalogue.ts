/**
 * Why an item waits or needs a person, whose move it is, and what they do: the one catalogue that feeds command line,
 * console, documents and tests (`architecture.md`, failure classes). Sentences are for people who know referrals, not
 * code.
 */
import type { Flow } from '../domain/flow.ts'
import { configurationReasons } from './configuration.ts'
import { dataReasons } from './data.ts'
import type { Owner, Reason } from './reason.ts'
import { troubleReasons } from './trouble.ts'

export type { Owner, Reason } from './reason.ts'

const entries = {
  ...troubleReasons,
  ...dataReasons,
  ...configurationReasons,
  defect: {
    class: 'defect',
    sentence: 'The program failed on this one in a way that nobody foresaw.',
    owner: 'developer',
    nextStep: 'Report it with the fingerprint shown; the others went on.',
  },
} as const satisfies Record<string, Reason>

/** The stable code of a reason. */
export type ReasonCode = keyof typeof entries

/** Every reason by its code. */
export const reasons: Readonly<Record<ReasonCode, Reason>> = entries

/** Whether a text is a reason code. */
export function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(entries, code)
}

/** Whose move a reason is in a flow. */
export function ownerOf(code: ReasonCode, flow: Flow): Owner {
  const reason = reasons[code]
  return reason.ownerByFlow?.[flow] ?? reason.owner
}
