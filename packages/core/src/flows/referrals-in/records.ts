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

/** The case's own fields, without its rows. */
export function caseRecord(run: RunContext, referral: Referral): Fields {
  return safe(run, '1.1-case', mappedOf(referral).case)
}

/** A new case with its first service row. */
export function newCase(run: RunContext, record: Fields, primeroId: string, row: Fields): Fields {
  return {
    ...record,
    id: primeroId,
    module_id: run.deployment.primero.moduleId,
    owned_by: run.deployment.primero.intakeUser,
    services_section: [row],
  }
}

/** Fields that a row must have: what the way back needs, and where it was just written, what its map requires. */
function neededOfRow(run: RunContext, written: boolean): readonly string[] {
  const rules = written ? (run.deployment.fieldMaps.get('1.1-service')?.rules ?? []) : []
  return [...new Set([...wayBack, ...rules.filter(({ required }) => required).map(({ target }) => target)])]
}

/**
 * Fields that were sent and are not in the row that stands in the case. `written`: nobody but us has had to do with the
 * row yet; else only the way back is looked at, for the rest is the caseworker's.
 */
export function droppedFields(
  run: RunContext,
  sent: Fields,
  found: PrimeroCase,
  { rowId, written }: { readonly rowId: string; readonly written: boolean },
): readonly string[] {
  const row = rowOf(found, rowId, undefined)
  if (row === null) return []
  const kept = row.record.reveal()
  return neededOfRow(run, written).filter(
    (field) => sent[field] !== undefined && sent[field] !== null && (kept[field] ?? null) === null,
  )
}

/** These fields alone. */
export function onlyFields(record: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)))
}
