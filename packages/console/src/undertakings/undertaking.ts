import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { Progress } from '@ping-primero/core/flows/progress.ts'
import type { Skipped, WouldWrite } from '@ping-primero/core/flows/report.ts'
import type { StateCounts } from '@ping-primero/core/ledger/ledger.ts'
import type { Act } from '@ping-primero/core/ledger/questions.ts'
import type { Owner, ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'

/** What is undertaken with a flow: a run, one that writes nothing, or one that looks again since an ISO time. */
export type UndertakingOrder =
  | { readonly kind: 'run' | 'try'; readonly flow: Flow }
  | { readonly kind: 'look-again'; readonly flow: Flow; readonly since: string }

/** What kept something from being done, so far as it is told to whoever reads a page. */
export type RefusedCause = 'settings' | 'secrets' | 'keys' | 'history' | 'stood-still' | 'defect'

/** What a run that writes nothing would have written. */
export interface Tried {
  /** Of how many referrals or decisions. */
  readonly count: number
  /** The records of the first of them, field by field. */
  readonly shown: readonly WouldWrite[]
}

/** How an undertaking ended. */
export type UndertakingEnd =
  | {
      readonly kind: 'done'
      /** ISO time. */
      readonly at: string
      /** What was found, by where it stands. */
      readonly counts: StateCounts
      /** Why nothing was done; null = it was. */
      readonly skipped: Skipped | null
      /** What stopped it before its end; null = nothing. */
      readonly stopped: ReasonCode | null
      /** null = it was to write. */
      readonly tried: Tried | null
    }
  | { readonly kind: 'refused'; readonly at: string; readonly cause: RefusedCause; readonly owner: Owner }

/** Something that takes long: it goes on whatever page is open, and is known as long as the process lives. */
export type Undertaking = UndertakingOrder & {
  /** Who began it, and when. */
  readonly act: Act
  /** How far it is; null = it waits for its turn, or has ended. */
  readonly progress: Progress | null
  /** Another one of its kind begins when it ends. */
  readonly isFollowed: boolean
  /** null = it goes on. */
  readonly end: UndertakingEnd | null
}

/** What takes long, of each deployment: at most one of a kind at a time for each flow. */
export interface Undertakings {
  /**
   * Begins one. Where one of the kind goes on already, nothing begins; but where that one may have passed what this one is
   * for (`afresh`), another begins when it ends.
   */
  readonly begin: (deployment: string, order: UndertakingOrder, act: Act, afresh?: 'afresh') => void
  /** The last one of each kind of each flow. */
  readonly of: (deployment: string) => readonly Undertaking[]
}
