import { z } from 'zod'
import { isJsonObject, type JsonObject } from '../http/json-object.ts'

/** What PING's codes, GUIDs and numbers come as: text or number, by process and version (ping-contract §3.2). */
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)

/** A row of a retrieval: flat, with absent keys for empty columns. Values are about people: handle as redacted. */
export type PingRow = JsonObject

const pagingSummary = z
  .object({
    PagingCookie: z.string().nullish(),
    PageNumber: z.coerce.number().nullish(),
    IsMoreRecordsAvailable: z.union([z.boolean(), z.string(), z.null()]).optional(),
  })
  .nullish()

const retrieval = z.object({
  Data: z.unknown().optional(),
  ErrorMessage: z.string().nullish(),
  PagingSummary: pagingSummary,
})

/** One page of a retrieval answer. */
export interface RetrievalPage {
  readonly rows: readonly PingRow[]
  /** PING says that there is another page. */
  readonly more: boolean
  readonly cookie: string | null
  readonly pageNumber: number
}

/** A row is flat but for look-ups, which are objects; what is nested deeper than anything of PING's is no row. */
const mostLevels = 8

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}

function isRow(value: unknown): value is PingRow {
  return isJsonObject(value) && !isDeeper(value, mostLevels)
}

function rowsOf(data: unknown): readonly PingRow[] | 'unreadable' {
  if (data === undefined || data === null) return []
  // "No Data Available", and whatever other words for nothing (ping-contract §3.2).
  if (typeof data === 'string') return /^\s*(no data.*)?\s*$/i.test(data) ? [] : 'unreadable'
  return Array.isArray(data) && data.every(isRow) ? data : 'unreadable'
}

/** Reads a retrieval answer (ping-contract §3.2); `error` when PING says one in words, which are not kept. */
export function readRetrieval(json: unknown): RetrievalPage | 'error' | 'unreadable' {
  const envelope = retrieval.safeParse(json)
  if (!envelope.success) return 'unreadable'
  if (!isBlank(envelope.data.ErrorMessage)) return 'error'
  const rows = rowsOf(envelope.data.Data)
  if (rows === 'unreadable') return 'unreadable'
  const paging = envelope.data.PagingSummary
  const more = paging?.IsMoreRecordsAvailable
  return {
    rows,
    more: more === true || (typeof more === 'string' && more.toLowerCase() === 'true'),
    cookie: paging?.PagingCookie ?? null,
    pageNumber: paging?.PageNumber ?? 0,
  }
}

const ingestion = z.object({
  SPHTransactionId: scalar.nullish(),
  ErrorMessage: z.unknown().optional(),
  Data: z.unknown().optional(),
})

const ingestedItem = z.object({
  ExternalId: scalar.nullish(),
  Status: scalar.nullish(),
  ErrorMessage: z.unknown().optional(),
})

/** What PING said to an ingestion call. */
export interface IngestionWord {
  readonly transactionId: string | null
  /** The call as a whole was refused, or an item of it that the answer names by none of our ids: nobody knows which. */
  readonly refused: boolean
  /** A short code of the refusal where PING gave one; never its free text. */
  readonly code: string | null
  /** Items that the answer names as failed, by our ExternalId. */
  readonly failedItems: ReadonlyMap<string, string | null>
}

/** Ids have a digit and no blank; anything else in their place may be the text of a record and is not kept. */
const transactionId = /^(?=.*\d)[\w.:-]{8,80}$/

/** The one of our ids that an answer names, in whatever letter case (ping-contract §3.2, GUIDs). */
export function ownId(externalIds: readonly string[], shown: string): string | undefined {
  return externalIds.find((one) => one.toLowerCase() === shown.trim().toLowerCase())
}

/** Reads an ingestion answer (ping-contract §3.3, §3.4): all that is sure is the transaction id and `ErrorMessage`. */
export function readIngestion(
  json: unknown,
  externalIds: readonly string[],
  failedWords: readonly string[],
): IngestionWord | 'unreadable' {
  const envelope = ingestion.safeParse(json)
  if (!envelope.success) return 'unreadable'
  const { SPHTransactionId, ErrorMessage, Data } = envelope.data
  const id = SPHTransactionId ?? ''
  const failedItems = new Map<string, string | null>()
  let unnamed: string | null | undefined
  // One item may stand by itself, as in the status answer.
  for (const entry of Array.isArray(Data) ? Data : [Data]) {
    const item = ingestedItem.safeParse(entry)
    if (!item.success) continue
    const { ExternalId, Status, ErrorMessage: error } = item.data
    if (!failedWords.includes((Status ?? '').trim().toLowerCase()) && isBlank(error)) continue
    const own = ownId(externalIds, ExternalId ?? '')
    if (own === undefined) unnamed ??= errorCode(error)
    else failedItems.set(own, errorCode(error))
  }
  return {
    transactionId: transactionId.test(id) ? id : null,
    refused: !isBlank(ErrorMessage) || unnamed !== undefined,
    code: errorCode(ErrorMessage) ?? unnamed ?? null,
    failedItems,
  }
}

/** PING's GUID of a call, out of any answer, for the log. */
export function transactionIdOf(body: string): string | undefined {
  return /"SPHTransactionId"\s*:\s*"([0-9a-fA-F-]{36})"/.exec(body)?.[1]
}

/** Absent, null, or nothing but blanks. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

/**
 * A code at the head of an error text (`PNG-1042: …`, `0x80040203 …`), or null. The text itself may quote the record
 * and is dropped; a number of a person, a date or a telephone number at its head is no code.
 */
export function errorCode(message: unknown): string | null {
  if (typeof message !== 'string') return null
  return /^\s*([A-Z]{1,6}(?:\d[A-Z])?[-_]?\d{1,6}|0x[0-9A-Fa-f]{8})(?=:|\s|$)/.exec(message)?.[1] ?? null
}
