import { z } from 'zod'
import type { PrimeroActs } from '../primero/acts.ts'
import type { PrimeroStore } from '../primero/store.ts'
import type { Habits } from './officers.ts'
import { seededRandom, seedOf } from './random.ts'

/** What a caseworker writes into a service row that UNHCR has sent. */
export interface ServiceDecision {
  readonly status: 'accepted' | 'rejected'
  readonly reason?: string
}

/** The reasons that caseworkers write. */
export const caseworkerReasons = [
  'No place is free at present',
  'The family has moved away',
  'Already supported elsewhere',
] as const

/**
 * A caseworker's answer to a pending service of UNHCR: always the same for the same seed and row. A rejection has a
 * reason, in which the caseworker names the child, as people do.
 */
export function caseworkerDecides(rowId: string, childName: string, habits: Habits): ServiceDecision {
  const random = seededRandom(habits.seed ^ seedOf(rowId))
  if (!random.chance(habits.rejectShare)) return { status: 'accepted' }
  return { status: 'rejected', reason: `${random.pick(caseworkerReasons)} (${childName})` }
}

/** The side of Primero in which caseworkers look and write. */
export interface CaseworkersDesk {
  readonly store: Pick<PrimeroStore, 'cases'>
  readonly act: Pick<PrimeroActs, 'setServiceStatus'>
}

/** Every owner decides on every service that UNHCR has sent and that is still pending. Gives how many were decided. */
export function caseworkersDecide({ store, act }: CaseworkersDesk, habits: Habits): number {
  let decided = 0
  for (const { id, data } of store.cases()) {
    const { services_section: rows, owned_by: owner, name_first: name } = caseFields.parse(data)
    for (const row of rows) {
      if (row.unhcr_referral_status !== 'pending') continue
      const { status, reason } = caseworkerDecides(row.unique_id, name, habits)
      act.setServiceStatus(owner, id, row.unique_id, status, reason)
      decided += 1
    }
  }
  return decided
}

const caseFields = z.object({
  owned_by: z.string(),
  name_first: z
    .string()
    .nullish()
    .transform((name) => name ?? 'the child'),
  services_section: z
    .array(z.object({ unique_id: z.string(), unhcr_referral_status: z.string().nullish() }))
    .nullish()
    .transform((rows) => rows ?? []),
})
