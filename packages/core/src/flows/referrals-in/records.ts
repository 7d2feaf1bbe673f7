import type { FieldMapName } from '../../mapping/field-map.ts'
import type { MappedRecord } from '../../mapping/map-record.ts'
import { primeroSafeFields } from '../../mapping/primero-safe.ts'
import type { PrimeroCase } from '../../primero/record.ts'
import type { RunContext } from '../context.ts'
import { rowOf } from './find.ts'
import type { Mapped, Referral } from './referral.ts'

/** Fields of a record as they are sent to Primero. */
export type Fields = Readonly<Record<string, unknown>>

/** What the way back needs in the row: without them the decision can never return (`hazards.md`, 10). */
const wayBack = [
  'progres_interventionnumber',
  'unhcr_referral_status',
  'service_request_agency',
  'service_referral',
] as const

/** What a referral was mapped to; a defect where it was not mapped. */
export function mappedOf(referral: Referral): Mapped {
  if (referral.mapped === null) throw new Error('A referral is written only after it was mapped.')
  return referral.mapped
}

function safe(run: RunContext, name: FieldMapName, mapped: MappedRecord): Fields {
  const map = run.deployment.fieldMaps.get(name)
  return map === undefined ? mapped.fields : primeroSafeFields(map, mapped.fields)
}

/** The whole service row of a referral. */
export function serviceRow(run: RunContext, referral: Referral): Fields {
  return { ...safe(run, '1.1-service', mappedOf(referral).service), unique_id: referral.rowId }
}

/** A new case with its first service row. */
export function newCase(run: RunContext, referral: Referral, primeroId: string, row: Fields): Fields {
  return {
    ...safe(run, '1.1-case', mappedOf(referral).case),
    id: primeroId,
    module_id: run.deployment.primero.moduleId,
    owned_by: run.deployment.primero.intakeUser,
    services_section: [row],
  }
}

/** The fields of the way back that were sent and are not in the row that stands in the case. */
export function droppedFields(sent: Fields, found: PrimeroCase, rowId: string): readonly string[] {
  const row = rowOf(found, rowId, undefined)
  if (row === null) return []
  const kept = row.record.reveal()
  return wayBack.filter((field) => sent[field] !== undefined && (kept[field] ?? null) === null)
}
