import type { Primero } from '@ping-primero/sandbox'

/** A service row, with the intervention whose return address it holds. */
export interface ServiceRow {
  readonly unique_id: string
  readonly unhcr_referral_status: string | null
  readonly interventionGuid: string | null
}

/** A case as whoever judges looks at it. */
export interface CaseRecord {
  readonly id: string
  readonly owner: string
  readonly individual: string | null
  readonly services: readonly ServiceRow[]
}

/** The fields looked at, as the simulator keeps them. */
interface CaseFields {
  readonly owned_by: string
  readonly unhcr_individual_no?: string | null
  readonly services_section?: unknown
}

interface RowFields {
  readonly unique_id: string
  readonly unhcr_referral_status?: string | null
  readonly progres_interventionnumber?: string | null
}

/** The service rows in a value of `services_section`; null = none. */
export function servicesIn(value: unknown): readonly ServiceRow[] {
  return ((value ?? []) as readonly RowFields[]).map((row) => ({
    unique_id: row.unique_id,
    unhcr_referral_status: row.unhcr_referral_status ?? null,
    interventionGuid: row.progres_interventionnumber?.split(',')[1]?.toLowerCase() ?? null,
  }))
}

/** Every case that Primero holds. */
export function casesOf(primero: Primero): readonly CaseRecord[] {
  return [...primero.store.cases()].map(({ id, data }) => {
    const fields = data as unknown as CaseFields
    return {
      id,
      owner: fields.owned_by,
      individual: fields.unhcr_individual_no ?? null,
      services: servicesIn(fields.services_section),
    }
  })
}

/** A referral in Primero to UNHCR. */
export interface ReferralToUnhcr {
  readonly id: string
  readonly caseId: string
  readonly owner: string
  /** The service row that it refers. */
  readonly row: string
  readonly status: string
}

/** Every referral to UNHCR that Primero holds. */
export function referralsToUnhcr(primero: Primero): readonly ReferralToUnhcr[] {
  return casesOf(primero).flatMap(({ id: caseId, owner }) =>
    primero.store
      .referralsOf(caseId)
      .flatMap(({ id, status, transitionedTo, serviceRecordId: row }) =>
        transitionedTo === 'unhcr_cw' && row !== undefined ? [{ id, caseId, owner, row, status }] : [],
      ),
  )
}
