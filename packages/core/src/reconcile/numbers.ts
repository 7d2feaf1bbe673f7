import type { ReturnAddress } from '../domain/ids.ts'
import type { ProgresReferral } from '../flows/decisions-in/progres-referral.ts'
import type { ItemNumbers } from '../ledger/ledger.ts'
import type { PingRow } from '../ping/envelope.ts'
import type { PrimeroCase, PrimeroReferral, ServiceRow } from '../primero/record.ts'

/** A number as systems give them out; people can type anything into some of these fields. */
function systemNumber(text: string | null): string | null {
  const number = text?.trim() ?? ''
  return /^(?=.*\d)[A-Za-z0-9-]{1,40}$/.test(number) ? number : null
}

/** An intervention's number (ping-contract §5.7); what was typed in its place is left out. */
function interventionNumberOf(text: string | null): { readonly interventionNumber?: string } {
  const number = text?.trim() ?? ''
  return /^[A-Z0-9]{2,5}-\d{2}-[A-Z]{3,10}-\d{4,10}$/i.test(number) ? { interventionNumber: number } : {}
}

/** The code of an option or status; text of any other form is shown as `?`. */
export function shownCode(text: string | null): string | null {
  const code = text?.trim() ?? ''
  if (code === '') return null
  return /^[a-z0-9_]{1,40}$/.test(code) ? code : '?'
}

/** The ids of a case that people know it by. */
export function caseNumbers(found: PrimeroCase): ItemNumbers {
  const caseId = systemNumber(found.caseId)
  const caseIdDisplay = systemNumber(found.caseIdDisplay)
  return {
    primeroId: found.id,
    ...(caseId === null ? {} : { caseId }),
    ...(caseIdDisplay === null ? {} : { caseIdDisplay }),
  }
}

/** The numbers of a service row and of the intervention it names. */
export function rowNumbers(found: PrimeroCase, row: ServiceRow, address: ReturnAddress | null): ItemNumbers {
  const serviceUniqueId = systemNumber(row.uniqueId)
  return {
    ...caseNumbers(found),
    ...(serviceUniqueId === null ? {} : { serviceUniqueId }),
    ...(address === null ? {} : { interventionGuid: address.interventionGuid }),
    ...interventionNumberOf(address?.interventionNumber ?? null),
  }
}

/** The numbers of a referral to UNHCR. */
export function referralNumbers(found: PrimeroCase, referral: PrimeroReferral): ItemNumbers {
  const serviceUniqueId = systemNumber(referral.serviceRecordId)
  return {
    ...caseNumbers(found),
    referralId: referral.id,
    ...(serviceUniqueId === null ? {} : { serviceUniqueId }),
  }
}

/** The numbers of an interoperability referral. */
export function recordNumbers(record: ProgresReferral): ItemNumbers {
  const refIopNumber = systemNumber(record.refIopNumber)
  const caseId = systemNumber(record.caseId)
  const serviceUniqueId = systemNumber(record.serviceUniqueId)
  return {
    refIopGuid: record.refIopGuid,
    ...(refIopNumber === null ? {} : { refIopNumber }),
    ...(caseId === null ? {} : { caseId }),
    ...(serviceUniqueId === null ? {} : { serviceUniqueId }),
  }
}

/** The numbers of a row of SHP-2747 (ping-contract §4.1). */
export function listedNumbers(row: PingRow, interventionGuid: string | null): ItemNumbers {
  const shown =
    row['progres_lpintervention.int.progres_interventionnumber'] ?? row['progres_interventionname']
  return {
    ...(interventionGuid === null ? {} : { interventionGuid }),
    ...interventionNumberOf(typeof shown === 'string' ? shown : null),
  }
}
