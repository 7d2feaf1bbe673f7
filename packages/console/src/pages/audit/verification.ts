import type { Act } from '@ping-primero/core/ledger/questions.ts'

/** What came of verifying a history. */
export type VerificationEnd =
  | { readonly kind: 'whole' }
  /** The first entry concerned; null where it is none. */
  | { readonly kind: 'touched'; readonly position: number | null }
  /** It broke off, and says nothing of the history. */
  | { readonly kind: 'failed' }

/** A history that is being verified, or was by this process. */
export interface Verification {
  /** Who asked for it, and when. */
  readonly act: Act
  /** Entries seen so far, of so many. */
  readonly done: number
  readonly of: number
  /** null = it goes on. */
  readonly end: VerificationEnd | null
}

/** Verifies histories, at most one at a time of each deployment: it goes on whatever page is open. */
export interface Verifications {
  /** Begins one unless one goes on. */
  readonly begin: (deployment: string, act: Act) => Promise<void>
  /** The last one; null = none was begun since this process began. */
  readonly of: (deployment: string) => Verification | null
}
