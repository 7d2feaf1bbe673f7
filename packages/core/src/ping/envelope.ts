import { z } from 'zod'
import { isJsonObject, type JsonObject } from '../http/json-object.ts'
import { ownMembers, tellsOfFailure } from '../http/own-members.ts'

/** What PING's codes, GUIDs and numbers come as: text or number, by process and version (ping-contract §3.2). */
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)

/** A row of a retrieval: flat, with absent keys for empty columns. Values are about people: handle as redacted. */
export type PingRow = JsonObject

/**
 * Stands in a page for a row that cannot be read: a null, a text, a list. It has no column, so that a list finds no key in
 * it; of a record's details nothing is believed that came beside it.
 */
export const unreadableRow: PingRow = Object.freeze({})

const retrievalMembers = ['Data', 'ErrorMessage', 'RecordCount', 'SPHTransactionId', 'PagingSummary'] as const
const pagingMembers = [
  'PagingCookie',
  'PageNumber',
  'IsMoreRecordsAvailable',
  'TotalRecordCount',
  'TotalCount',
] as const

const pagingSummary = z.object({
  PagingCookie: z.string().nullish(),
  PageNumber: z.coerce.number().nullish(),
  IsMoreRecordsAvailable: z.union([z.boolean(), z.string(), z.number()]).nullish(),
  TotalRecordCount: z.unknown().optional(),
  TotalCount: z.unknown().optional(),
})

/** One page of a retrieval answer. */
export interface RetrievalPage {
  readonly rows: readonly PingRow[]
  /** PING says that there is another page. */
  readonly more: boolean
  readonly cookie: string | null
  readonly pageNumber: number
  /** How many records PING says that there are, of this page or of all: nobody knows which (ping-contract §3.2). 0 = it says nothing. */
  readonly count: number
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

/** Whether a row shows a column of proGres, as all of them do. */
function hasColumn(value: unknown): boolean {
  return isJsonObject(value) && Object.keys(value).some((name) => /progres_/i.test(name))
}

/**
 * "No Data Available", and its like (ping-contract §3.2), in these words to its end: "No database connection" and "No data
 * received: timed out" are no empty list.
 */
const wordsForNothing =
  /^\s*no(?:\s+(?:data|records?|rows?|results?|is|are|was|were|available|found|returned|exists?|match(?:es|ing)?|for|in|to|the|this|these|your|given|specified|provided|requested|selected|query|request|transaction|criteria|parameters?|filters?|search|ids?|display|show))+\s*[.!]*\s*$/i

/** Whether a text stands for no rows. */
export function saysNothing(text: string): boolean {
  return text.trim() === '' || wordsForNothing.test(text)
}

function rowsOf(data: unknown): readonly PingRow[] | 'unreadable' {
  if (data === undefined || data === null) return []
  if (typeof data === 'string') return saysNothing(data) ? [] : 'unreadable'
  return Array.isArray(data) ? data.map((row) => (isRow(row) ? row : unreadableRow)) : 'unreadable'
}

/** Whether something is the answer to an ingestion, or to the question after one (ping-contract §3.3, §3.5). */
function isOfItems(data: unknown): boolean {
  if (!Array.isArray(data) || data.length === 0) return false
  return data.every((item) => {
    const own = ownMembers(item, ['ExternalId'])
    return own !== null && 'ExternalId' in own && !hasColumn(item)
  })
}

/**
 * Whether an answer is that of a retrieval: rows of proGres, PING's words for none, or a list, a count or a paging beside
 * another member of PING's own. Anything else may be anybody's, and an empty list would be believed of it.
 */
function isRetrieval(own: Readonly<Partial<Record<(typeof retrievalMembers)[number], unknown>>>): boolean {
  const { Data } = own
  if (typeof Data === 'string' && wordsForNothing.test(Data)) return true
  if (isOfItems(Data)) return false
  if (Array.isArray(Data) && Data.some(hasColumn)) return true
  const lists = Array.isArray(Data) || 'RecordCount' in own || 'PagingSummary' in own
  return lists && Object.keys(own).length > 1
}

/** A count as a number or a text; what is none, or below zero, says nothing. */
function countOf(value: unknown): number {
  const isCount = typeof value === 'number' || (typeof value === 'string' && /^\s*\d+\s*$/.test(value))
  return isCount && Number(value) > 0 ? Number(value) : 0
}

/**
 * Reads a retrieval answer (ping-contract §3.2); `error` when PING says one in words, which are not kept; `unreadable`
 * when it is none of PING's.
 */
export function readRetrieval(json: unknown): RetrievalPage | 'error' | 'unreadable' {
  const own = ownMembers(json, retrievalMembers)
  if (own === null) return 'unreadable'
  if (!isBlank(own.ErrorMessage)) return typeof own.ErrorMessage === 'string' ? 'error' : 'unreadable'
  if (tellsOfFailure(json) || !isRetrieval(own)) return 'unreadable'
  const rows = rowsOf(own.Data)
  const shown = own.PagingSummary ?? {}
  const paging = pagingSummary.safeParse(ownMembers(shown, pagingMembers))
  if (rows === 'unreadable' || !paging.success) return 'unreadable'
  const { IsMoreRecordsAvailable: more, PagingCookie, PageNumber, TotalRecordCount, TotalCount } = paging.data
  return {
    rows,
    // What does not plainly say no may be a yes, and a list that ends too early withdraws what it did not show.
    more: !/^\s*(?:false|0|no?|null)?\s*$/i.test(String(more ?? '')),
    cookie: PagingCookie ?? null,
    pageNumber: PageNumber ?? 0,
    count: Math.max(...[own.RecordCount, TotalRecordCount, TotalCount].map(countOf)),
  }
}

const ingestionMembers = [
  'SPHTransactionId',
  'ErrorMessage',
  'Data',
  'PagingSummary',
  'ShippingProcessId',
] as const
const itemMembers = ['ExternalId', 'Status', 'ErrorMessage'] as const

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

/** Ids have a digit and no blank; anything else in their place may be the text of a record and is not kept. Noughts are none. */
const transactionId = /^(?=.*\d)(?![0-]*$)[\w.:-]{8,80}$/

/** The one of our ids that an answer names, in whatever letter case (ping-contract §3.2, GUIDs). */
export function ownId(externalIds: readonly string[], shown: string): string | undefined {
  return externalIds.find((one) => one.toLowerCase() === shown.trim().toLowerCase())
}

/** Whether an answer without an error is that of a retrieval: rows, words in their place, or a paging. */
function isOfRows(own: Readonly<Partial<Record<(typeof ingestionMembers)[number], unknown>>>): boolean {
  const { Data, PagingSummary, SPHTransactionId } = own
  if (typeof Data === 'string' && !isBlank(Data))
    return isBlank(SPHTransactionId) || wordsForNothing.test(Data)
  return !isBlank(PagingSummary) || (Array.isArray(Data) && Data.some(hasColumn))
}

/**
 * Reads an ingestion answer (ping-contract §3.3, §3.4): all that is sure is the transaction id and `ErrorMessage`. An
 * answer with neither of them, and that names none of our items, is not PING's: `unreadable`. Nor is our own request that
 * somebody sends back.
 */
export function readIngestion(
  json: unknown,
  externalIds: readonly string[],
  failedWords: readonly string[],
): IngestionWord | 'unreadable' {
  const own = ownMembers(json, ingestionMembers)
  const envelope = ingestion.safeParse(own)
  if (own === null || !envelope.success || tellsOfFailure(json)) return 'unreadable'
  const { SPHTransactionId, ErrorMessage, Data } = envelope.data
  const id = SPHTransactionId ?? ''
  const failedItems = new Map<string, string | null>()
  let unnamed: string | null | undefined
  let namesOurs = false
  // One item may stand by itself, as in the status answer.
  for (const entry of Array.isArray(Data) ? Data : [Data]) {
    const item = ingestedItem.safeParse(ownMembers(entry, itemMembers))
    if (!item.success) continue
    const { ExternalId, Status, ErrorMessage: error } = item.data
    const ours = ownId(externalIds, ExternalId ?? '')
    namesOurs ||= ours !== undefined
    if (!failedWords.includes((Status ?? '').trim().toLowerCase()) && isBlank(error)) continue
    if (ours === undefined) unnamed ??= errorCode(error)
    else failedItems.set(ours, errorCode(error))
  }
  const refused = !isBlank(ErrorMessage) || unnamed !== undefined
  // A text of another kind beside no id is what a gateway has to say.
  const saysMore = isBlank(id) && !isBlank(ownMembers(json, ['message'])?.message)
  const isEcho = isBlank(id) && 'ShippingProcessId' in own
  const isOwn = !isEcho && (!isBlank(id) || ('ErrorMessage' in own && !saysMore) || namesOurs)
  if (!refused && (!isOwn || isOfRows(own))) return 'unreadable'
  return {
    transactionId: transactionId.test(id) ? id : null,
    refused,
    code: errorCode(ErrorMessage) ?? unnamed ?? null,
    failedItems,
  }
}

/** What PING says in words of an answer that it refuses, in any letter case; null where it says nothing. */
export function errorWordsOf(json: unknown): string | null {
  const said = ownMembers(json, ['ErrorMessage'])?.ErrorMessage
  return typeof said === 'string' ? said : null
}

/** PING's GUID of a call, out of any answer, for the log. */
export function transactionIdOf(body: string): string | undefined {
  return /"SPHTransactionId"\s*:\s*"([0-9a-fA-F-]{36})"/i.exec(body)?.[1]
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
