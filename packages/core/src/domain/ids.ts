import { v5, stringify } from 'uuid'
import { plainNumber } from './individual-number.ts'
import { keyedBytes, oldestKey, type LedgerKeys } from '../privacy/pseudonym.ts'

const guidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * A GUID as this project compares it: lower case, without braces (ping-contract §3.2). Null when the text is none.
 */
export function guid(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const text = value
    .trim()
    .replace(/^\{(.*)\}$/, '$1')
    .toLowerCase()
  return guidShape.test(text) ? text : null
}

/**
 * The record id under which a child's case is created: always the same for the same number, however it is spelled,
 * so that a repeat answers 409 and no child gets two cases (`flows.md`, 1.1). A UUID of version 8.
 */
export function caseIdFor(keys: LedgerKeys, deployment: string, individualNumber: string): string {
  const bytes = keyedBytes(oldestKey(keys), `case:${deployment}:${plainNumber(individualNumber)}`).slice(
    0,
    16,
  )
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return stringify(bytes)
}

/** The `unique_id` of an intervention's service row: a repeated write merges instead of appending (`flows.md`, 1.1). */
export function serviceRowId(interventionGuid: string): string {
  return v5(`urn:progres:intervention:${interventionGuid.toLowerCase()}`, v5.URL)
}

/** Where a decision of flow 1.2 goes back to. */
export interface ReturnAddress {
  readonly interventionNumber: string
  readonly interventionGuid: string
  readonly businessUnit: string
}

/** The three parts packed in `progres_interventionnumber`; null unless all are there and the second is a GUID. */
export function returnAddress(packed: string | null): ReturnAddress | null {
  const parts = (packed ?? '').split(',').map((part) => part.trim())
  const [interventionNumber, second, businessUnit] = parts
  const interventionGuid = guid(second)
  if (parts.length !== 3 || !interventionNumber || !businessUnit || interventionGuid === null) return null
  return { interventionNumber, interventionGuid, businessUnit }
}

/** Agencies are compared trimmed and in any letter case (`flows.md`, 1.2). */
export function sameAgency(a: string | null, b: string): boolean {
  return a !== null && a.trim().toLowerCase() === b.trim().toLowerCase()
}
