import { z } from 'zod'
import { isJsonObject, type JsonObject } from '../http/json-object.ts'
import { ownMembers, tellsOfFailure } from '../http/own-members.ts'
import { errorCode, isBlank, ownId, saysNothing } from './envelope.ts'

/** What the status answer says of one item. */
export type ItemStatus =
  | { readonly says: 'processed' }
  | { readonly says: 'failed'; readonly code: string | null }
  | { readonly says: 'pending' }
  | { readonly says: 'unreadable' }

/** The status of the items of a transaction, by ExternalId; empty when PING says nothing yet. */
export type StatusAnswer = ReadonlyMap<string, ItemStatus> | 'unreadable'

/** The words of the deployment, lower case (`interface.md`, statusWords). */
export interface StatusWords {
  readonly processed: readonly string[]
  readonly failed: readonly string[]
  readonly pending: readonly string[]
}

const itemMembers = ['ExternalId', 'Status', 'ErrorMessage'] as const

const statusItem = z.object({
  ExternalId: z.union([z.string(), z.number()]).transform(String).nullish(),
  Status: z.union([z.string(), z.number()]).transform(String).nullish(),
  ErrorMessage: z.unknown().optional(),
})

function wordOf(item: z.infer<typeof statusItem>, words: StatusWords): ItemStatus {
  const word = (item.Status ?? '').trim().toLowerCase()
  if (words.failed.includes(word)) return { says: 'failed', code: errorCode(item.ErrorMessage) }
  if (words.processed.includes(word) && isBlank(item.ErrorMessage)) return { says: 'processed' }
  if (words.pending.includes(word)) return { says: 'pending' }
  return { says: 'unreadable' }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const pastedStart = /"Data"\s*:\s*"\s*\{/i
// oxlint-disable-next-line no-control-regex -- raw line breaks inside texts are what PING sends
const controlCharacters = /[\u0000-\u001f]/g

/** Ends that are tried before an item counts as unreadable: the text may hold any number of them. */
const mostEnds = 16

function membersOf(text: string): JsonObject | undefined {
  const value = tryJson(text.replace(controlCharacters, ' '))
  return isJsonObject(value) ? value : undefined
}

/**
 * Takes the objects out that PING pastes into quotes without escaping (ping-contract §3.5). A pasted object ends at
 * the last `}"` after which the rest is still an item's own members: its text may imitate members, so an earlier end
 * is never believed, nor one after which a member comes that stood before the object. Gives undefined when no such
 * end exists.
 */
function withoutPasted(item: string): unknown {
  const start = item.search(pastedStart)
  if (start < 0) return tryJson(item)
  const before = membersOf(`${item.slice(0, start)}"Data":null}`)
  if (before === undefined) return undefined
  let end = item.length
  for (let tries = 0; tries < mostEnds; tries += 1) {
    end = item.lastIndexOf('}"', end - 1)
    if (end <= start) return undefined
    const after = membersOf(`{"Data":null${item.slice(end + 2)}`)
    if (after === undefined) continue
    const stood = new Set(Object.keys(before).map((name) => name.toLowerCase()))
    const twice = Object.keys(after).some((name) => name !== 'Data' && stood.has(name.toLowerCase()))
    return twice ? undefined : { ...before, ...after }
  }
  return undefined
}

/** Cuts a list of several items at their ExternalIds; each must stand there exactly once, else nothing is sure. */
function itemTexts(list: string, externalIds: readonly string[]): readonly string[] | undefined {
  const inner = list.trim().replace(/^\[/, '').replace(/\]$/, '').trimStart()
  if (externalIds.length < 2) return [inner]
  const starts: number[] = []
  for (const id of externalIds) {
    const heads = [...inner.matchAll(/\{\s*"ExternalId"\s*:\s*"([^"]*)"/gi)].filter(
      (head) => ownId([id], head[1] ?? '') !== undefined,
    )
    const only = heads[0]
    if (heads.length !== 1 || only === undefined) return undefined
    starts.push(only.index)
  }
  starts.sort((a, b) => a - b)
  // What stands before the first head would be an item that begins otherwise; then the heads are somebody's text.
  if (starts[0] !== 0) return undefined
  return starts.map((from, index) =>
    inner
      .slice(from, starts[index + 1])
      .trim()
      .replace(/,$/, ''),
  )
}

function itemsOf(data: unknown, externalIds: readonly string[]): readonly unknown[] | undefined {
  if (data === undefined || data === null) return []
  if (Array.isArray(data)) return data
  if (typeof data === 'object') return [data]
  if (typeof data !== 'string') return undefined
  if (saysNothing(data)) return []
  const whole = tryJson(data)
  if (whole !== undefined) return itemsOf(whole, externalIds)
  const texts = itemTexts(data, externalIds)
  return texts?.map((text) => withoutPasted(text))
}

/**
 * The answer as a whole may be broken too: then its `Data` is what stands between the first `[` and the last `]`, if
 * what follows is the answer's own end. An answer that was cut short has no such end.
 */
function dataOf(body: string): unknown {
  const outer = ownMembers(tryJson(body), ['Data'])
  if (outer !== null) return outer.Data
  const from = body.indexOf('[')
  const to = body.lastIndexOf(']')
  const end = membersOf(`{"Data":null${body.slice(to + 1).replace(/^\s*"/, '')}`)
  return from >= 0 && to > from && end !== undefined ? body.slice(from, to + 1) : 0
}

/**
 * Whether an answer, where it can be parsed as a whole, is one to the question after a transaction (ping-contract §3.5): an
 * object with a member of PING's own, and neither a gateway's failure nor a list. What cannot be parsed may be PING's: its
 * own broken JSON.
 */
export function isStatusAnswer(json: unknown): boolean {
  if (json === undefined) return true
  const own = ownMembers(json, ['Data', 'ErrorMessage', 'SPHTransactionId', 'PagingSummary'])
  if (own === null || tellsOfFailure(json) || !isBlank(own.PagingSummary)) return false
  return Object.keys(own).length > 0
}

/**
 * Reads what PING says of a transaction whose items we know. Never throws, never guesses: only a Status that stands
 * outside the pasted object counts, and what cannot be read is `unreadable`.
 */
export function readStatus(body: string, externalIds: readonly string[], words: StatusWords): StatusAnswer {
  const items = itemsOf(dataOf(body), externalIds)
  if (items === undefined) return 'unreadable'
  const answer = new Map<string, ItemStatus>()
  const alone = externalIds.length === 1 && items.length === 1 ? externalIds[0] : undefined
  for (const entry of items) {
    const item = statusItem.safeParse(ownMembers(entry, itemMembers))
    const named = item.success ? (item.data.ExternalId ?? '') : ''
    const id = isBlank(named) ? alone : ownId(externalIds, named)
    if (id === undefined) continue
    const status: ItemStatus = item.success ? wordOf(item.data, words) : { says: 'unreadable' }
    // Two items under one id that disagree say nothing.
    const before = answer.get(id)
    answer.set(id, before !== undefined && before.says !== status.says ? { says: 'unreadable' } : status)
  }
  return answer
}
