import type { CheckReport } from '@ping-primero/core/check/report.ts'
import type { Progress } from '@ping-primero/core/flows/progress.ts'
import type { Act } from '@ping-primero/core/ledger/questions.ts'
import type { Owner } from '@ping-primero/core/reasons/catalogue.ts'

/** How a check of both systems ended; `at` is an ISO time. */
export type CheckEnd =
  | { readonly kind: 'done'; readonly at: string; readonly report: CheckReport }
  | { readonly kind: 'refused'; readonly at: string; readonly owner: Owner }

/** A check of both systems: it goes on whatever page is open, and is known as long as the process lives. */
export interface SystemCheck {
  /** Who began it, and when. */
  readonly act: Act
  /** How far it is; null = it has asked nothing yet, or has ended. */
  readonly progress: Progress | null
  /** null = it goes on. */
  readonly end: CheckEnd | null
}

/** Checks of both systems, of each deployment one at a time. They read only, and keep nothing. */
export interface SystemChecks {
  /** Begins one, where none goes on. */
  readonly begin: (deployment: string, act: Act) => void
  /** The last one; null = none since the service began. */
  readonly of: (deployment: string) => SystemCheck | null
}
