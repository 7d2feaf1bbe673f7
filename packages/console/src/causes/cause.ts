import type { ReasonAge } from '@ping-primero/core/ledger/questions.ts'
import { ownerOf, type Owner, type ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { isFirst } from './order.ts'

/** So many referrals that wait or need somebody for one cause. */
export interface Cause {
  readonly flow: Flow
  readonly reason: ReasonCode
  readonly state: 'waiting' | 'attention'
  readonly owner: Owner
  readonly count: number
  /** Since when the oldest stands there. */
  readonly since: string
  /** It protects a child, and comes before what is older. */
  readonly isFirst: boolean
}

export function causeOf({ flow, code, state, count, since }: ReasonAge): Cause {
  return { flow, reason: code, state, owner: ownerOf(code, flow), count, since, isFirst: isFirst(code) }
}
