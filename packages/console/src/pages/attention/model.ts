import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { ReasonAge } from '@ping-primero/core/ledger/questions.ts'
import { ownerOf, reasons, type Owner } from '@ping-primero/core/reasons/catalogue.ts'
import { causeOf, type Cause } from '../../causes/cause.ts'
import { byDuty } from '../../causes/order.ts'
import { ownersInOrder } from '../../parts/owner.ts'
import { referralName, type ReferralName } from '../../parts/referral-name.ts'

/** What the page reads. */
export interface AttentionInput {
  readonly ages: readonly ReasonAge[]
  /** The first items of a cause, by its name. */
  readonly itemsOf: (cause: Pick<ReasonAge, 'flow' | 'code' | 'state'>) => readonly LedgerItem[]
  /** null = everybody's. */
  readonly owner: Owner | null
}

/** A cause with the first of its referrals. */
export interface ShownCause extends Cause {
  readonly names: readonly ReferralName[]
  /** When the first of them is tried next by itself; null = by the next run. */
  readonly nextTry: string | null
  /** Only a person may let it go on. */
  readonly isReleasable: boolean
}

/** Whose move how many are. */
export interface OwnerCount {
  readonly owner: Owner
  readonly count: number
}

/** Needs attention, before it is said in a language. */
export interface Attention {
  readonly total: number
  readonly owner: Owner | null
  readonly owners: readonly OwnerCount[]
  /** What a person corrects, in the order of duty. */
  readonly toCorrect: readonly ShownCause[]
  /** What the configuration or the program needs. */
  readonly toSetUp: readonly ShownCause[]
  /** What waits by itself. */
  readonly waiting: readonly ShownCause[]
}

/** What the page of what needs attention shows. Pure. */
export function attentionOf({ ages, itemsOf, owner }: AttentionInput): Attention {
  const shown = ages.map((age) => shownOf(age, itemsOf(age)))
  const needy = ages.filter(({ state }) => state === 'attention')
  const mine = shown.filter((cause) => owner === null || cause.owner === owner).toSorted(byDuty)
  const isSetUp = ({ reason }: Cause): boolean =>
    reasons[reason].class === 'configuration' || reasons[reason].class === 'defect'
  const attention = mine.filter(({ state }) => state === 'attention')
  return {
    total: needy.reduce((total, { count }) => total + count, 0),
    owner,
    owners: ownersInOrder.flatMap((one) => {
      const count = needy
        .filter(({ code, flow }) => ownerOf(code, flow) === one)
        .reduce((total, age) => total + age.count, 0)
      return count === 0 ? [] : [{ owner: one, count }]
    }),
    toCorrect: attention.filter((cause) => !isSetUp(cause)),
    toSetUp: attention.filter(isSetUp),
    waiting: owner === null ? mine.filter(({ state }) => state === 'waiting') : [],
  }
}

function shownOf(age: ReasonAge, items: readonly LedgerItem[]): ShownCause {
  const tries = items.flatMap(({ nextTry }) => nextTry ?? []).toSorted()
  return {
    ...causeOf(age),
    names: items.map(referralName),
    nextTry: tries[0] ?? null,
    isReleasable: reasons[age.code].release === true,
  }
}
