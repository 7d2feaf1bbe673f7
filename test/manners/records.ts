import type { Flow } from '@ping-primero/core'
import { seedDecisions, seedOutgoing, seedReferrals, seedReviewed } from '@ping-primero/sandbox'
import type { Scene } from './scene.ts'

/** One record that a flow carries. */
export interface Carried {
  /** Under which the ledger keeps it. */
  readonly key: string
  /** What requests name that are about it. */
  readonly marks: readonly string[]
}

const seeds: Readonly<Record<Flow, (scene: Scene, options: SeedOptions) => readonly Carried[]>> = {
  '1.1': (scene, options) =>
    seedReferrals(scene, { ...options, knownShare: 0.5 }).interventions.map(({ guid, number }) => ({
      key: guid,
      marks: [guid, number],
    })),
  '1.2': (scene, options) =>
    seedDecisions(scene, options).map(({ intervention: { guid }, caseId }) => ({
      key: guid,
      marks: [guid, caseId],
    })),
  '2.1': ({ primero }, options) =>
    seedOutgoing(primero, options).map(({ caseId, rowId }) => ({
      key: primero.store.referralsOf(caseId)[0]?.id ?? '',
      marks: [caseId, rowId],
    })),
  '2.2': ({ ping, primero }, options) =>
    seedReviewed(ping, primero, options).map(({ caseId, rowId, referral: { guid } }) => ({
      key: guid,
      marks: [guid, caseId, rowId],
    })),
}

interface SeedOptions {
  readonly count: number
  readonly seed: number
  readonly from: number
}

/** Makes good records for a flow, the same every time; `from`: the place of the first child. */
export function seed(scene: Scene, flow: Flow, count: number, from = 0): readonly Carried[] {
  return seeds[flow](scene, { count, seed: 1, from })
}
