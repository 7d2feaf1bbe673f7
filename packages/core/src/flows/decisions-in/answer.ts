import type { Decision } from '../../domain/flow.ts'
import type { Work } from '../context.ts'
import type { ProgresReferral } from './progres-referral.ts'

/** One decision of UNHCR on its way through a run of flow 2.2. */
export interface Answer extends Work {
  /** What SHP-2796 says; null until read. */
  detail: ProgresReferral | null
  decision: Decision | null
  /** Where it goes: the case and the referral in Primero. */
  target: { readonly primeroId: string; readonly referralId: string } | null
  /** The referral's status where it was read in this run. */
  status: string | null
}
