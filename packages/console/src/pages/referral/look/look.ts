import type { Act } from '@ping-primero/core/ledger/questions.ts'
import type { Owner } from '@ping-primero/core/reasons/catalogue.ts'
import type { LiveLook, LookedItems } from '@ping-primero/core/reconcile/live-look.ts'

/** How a look ended. */
export type LookEnd =
  | { readonly kind: 'done'; readonly at: string; readonly look: LiveLook }
  | { readonly kind: 'failed'; readonly at: string; readonly owner: Owner }

/** Looks at one referral in both systems. Nothing of it is kept but that it was done, and by whom. */
export interface LiveLooks {
  /** Ends within half a minute, whatever the systems do: what was not read until then could not be read. */
  readonly look: (deployment: string, items: LookedItems, act: Act) => Promise<LookEnd>
}
