import type { PlacedEvent } from '@ping-primero/core/ledger/questions.ts'
import type { Verification } from './verification.ts'

/** What is known of whether a history is as it was written. */
export type Checked =
  | { readonly kind: 'never' }
  | {
      readonly kind: 'going'
      readonly by: string
      readonly at: string
      readonly done: number
      readonly of: number
    }
  | { readonly kind: 'whole'; readonly by: string; readonly at: string }
  /** The first entry concerned; null where it is none, or is not known any more. */
  | { readonly kind: 'touched'; readonly by: string; readonly at: string; readonly position: number | null }
  /** It broke off after whatever was found before. */
  | { readonly kind: 'failed'; readonly by: string; readonly at: string }

/** The acts of the history that say whether it was whole. */
export const checks = ['verified', 'found-touched'] as const

/** What is known: by what goes on, and by what the history says of the last one. No check is claimed that nobody made. */
export function checkedOf(noted: PlacedEvent | null, verification: Verification | null): Checked {
  if (verification !== null) {
    const { act, done, of, end } = verification
    if (end === null) return { kind: 'going', ...act, done, of }
    if (end.kind === 'failed' && (noted === null || noted.at <= act.at)) return { kind: 'failed', ...act }
  }
  if (noted === null) return { kind: 'never' }
  const { at, by = '' } = noted
  if (noted.what === 'verified') return { kind: 'whole', by, at }
  const position = verification?.end?.kind === 'touched' ? verification.end.position : null
  return { kind: 'touched', by, at, position }
}
