import type { Intervention, Ping, Primero } from '@ping-primero/sandbox'
import { z } from 'zod'

/** A service row of a case, as far as the story asks for it. */
export interface SimulatedService {
  readonly rowId: string
  /** `unhcr_referral_status`; null where UNHCR did not ask for the service. */
  readonly status: string | null
  /** Number of the intervention it came from; null where it came from none. */
  readonly interventionNumber: string | null
}

/** A case as it stands in the simulated Primero. */
export interface SimulatedCase {
  readonly id: string
  readonly owner: string
  readonly individualNumber: string
  readonly services: readonly SimulatedService[]
}

const caseData = z.object({
  owned_by: z.string(),
  unhcr_individual_no: z.string(),
  services_section: z
    .array(
      z.object({
        unique_id: z.string(),
        unhcr_referral_status: z.string().nullish(),
        progres_interventionnumber: z.string().nullish(),
      }),
    )
    .nullish(),
})

/** Every case, read from the simulator's own store and not through the exchange. */
export function simulatedCases({ store }: Pick<Primero, 'store'>): readonly SimulatedCase[] {
  return [...store.cases()].map(({ id, data }) => {
    const {
      owned_by: owner,
      unhcr_individual_no: individualNumber,
      services_section: rows,
    } = caseData.parse(data)
    const services = (rows ?? []).map((row) => ({
      rowId: row.unique_id,
      status: row.unhcr_referral_status ?? null,
      interventionNumber: row.progres_interventionnumber?.split(',')[0] ?? null,
    }))
    return { id, owner, individualNumber, services }
  })
}

/** The services that came from UNHCR. */
export function servicesOfUnhcr(primero: Pick<Primero, 'store'>): readonly SimulatedService[] {
  return simulatedCases(primero)
    .flatMap(({ services }) => services)
    .filter(({ interventionNumber }) => interventionNumber !== null)
}

/** A caseworker's referral to UNHCR. */
export interface SimulatedReferral {
  readonly id: string
  readonly status: string
  readonly rowId: string
}

/** Every referral that caseworkers made, read from the simulator's own store. */
export function simulatedReferrals(primero: Pick<Primero, 'store'>): readonly SimulatedReferral[] {
  return [...primero.store.cases()]
    .flatMap(({ id }) => primero.store.referralsOf(id))
    .map(({ id, status, serviceRecordId }) => ({ id, status, rowId: serviceRecordId ?? '' }))
}

/** How many interventions proGres shows with each transfer status. */
export function interventionsWith(ping: Pick<Ping, 'store'>, status: Intervention['transferStatus']): number {
  return [...ping.store.interventions.values()].filter(({ transferStatus }) => transferStatus === status)
    .length
}

/** How many records have been changed so far in both systems, by anybody. */
export function changesSoFar({ ping, primero }: { readonly ping: Ping; readonly primero: Primero }): number {
  const inPrimero = [...primero.store.cases()].map(({ id }) => primero.store.history(id).length)
  return inPrimero.reduce((sum, count) => sum + count, ping.store.history.length)
}
