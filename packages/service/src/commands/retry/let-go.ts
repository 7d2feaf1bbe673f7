import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { Act } from '@ping-primero/core/ledger/questions.ts'
import { isReleased, releaseOf, type Release } from '@ping-primero/core/story/release.ts'
import type { Operators } from '../../ledger/operators.ts'

/** What came of letting an item go. */
export interface LetGoOutcome {
  /** The release that stands; null = it does not wait for a person any more. */
  readonly released: Release | null
  /** Somebody had let it go before, and nothing was done. */
  readonly isBefore: boolean
  readonly made: readonly LedgerItem[]
}

/** Lets one item go; a second time nothing is done, and it is said who did it before. */
export async function letGo(
  operators: Pick<Operators, 'history' | 'release'>,
  deployment: string,
  item: LedgerItem,
  act: Act & { readonly why?: string },
): Promise<LetGoOutcome> {
  const before = isReleased(item)
    ? releaseOf(item, await operators.history(deployment, item.flow, item.key))
    : null
  if (before !== null) return { released: before, isBefore: true, made: [] }
  const made = await operators.release(deployment, [item], act)
  return { released: made.length === 0 ? null : { at: act.at, by: act.by }, isBefore: false, made }
}
