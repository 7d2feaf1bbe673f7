import type { Decision } from '../../domain/flow.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroReferral } from '../../primero/record.ts'
import type { RunContext, Work } from '../context.ts'
import type { ProgresReferral } from './progres-referral.ts'

/** One decision of UNHCR on its way through a run of flow 2.2. */
export interface Answer extends Work {
  /** What SHP-2796 says; null until read. */
  detail: ProgresReferral | null
  decision: Decision | null
  /** Where it goes: the case and the referral in Primero. */
  target: { readonly primeroId: string; readonly referralId: string } | null
  /** The ledger says that this very proGres referral belongs to that target. */
  bound: boolean
  /** The referral where it was read in this run. */
  referral: PrimeroReferral | null
}

/** Takes an item on; `detail` where this run has read it already. */
export function newAnswer(run: RunContext, item: LedgerItem, detail: ProgresReferral | null): Answer {
  return Object.assign(run.take(item), { detail, decision: null, target: null, bound: false, referral: null })
}
