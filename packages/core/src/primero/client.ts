import { z } from 'zod'
import {
  failed,
  ok,
  stop,
  stopBy,
  unreadable,
  unreadableRecord,
  type Failure,
  type Result,
  type Stop,
} from '../http/failure.ts'
import { jsonBody } from '../http/json-body.ts'
import { isJsonObject } from '../http/json-object.ts'
import { ownMembers } from '../http/own-members.ts'
import type { Purpose, Refusal, SystemAnswer } from '../http/system.ts'
import type { ItemNumbers } from '../ledger/ledger.ts'
import {
  readCase,
  readReferral,
  readUnreadable,
  readUser,
  type PrimeroCase,
  type PrimeroReferral,
  type PrimeroUser,
  type UnreadableCase,
} from './record.ts'
import { dataOf, isOwn, refusalOfRead, refusedFields } from './refusal.ts'
import type { SignedIn } from './sign-in.ts'

/** Rows of a list and how many there are in all. */
export interface CaseList {
  readonly cases: readonly PrimeroCase[]
  /** Rows that are no case. */
  readonly unreadable: readonly UnreadableCase[]
  readonly total: number
  /** Primero's own time, milliseconds, where the answer says it. */
  readonly date: number | null
}

/** What came of a write to a case. */
export type Written =
  | { readonly kind: 'done' }
  /** 409: a case with this id is there already. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'missing' }
  /** 422, with the fields that Primero names. */
  | { readonly kind: 'refused'; readonly fields: readonly string[] }
  | Failure

/** What came of a decision on a referral: the referral as Primero shows it afterwards, or why not. */
export type Responded =
  | { readonly kind: 'answered'; readonly referral: PrimeroReferral }
  | Exclude<Written, { kind: 'done' | 'conflict' }>

/** One record, that it is not there, or that we may not see it. */
export type Found<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'missing' }
  | { readonly kind: 'forbidden' }

/** The referrals that the list of a case shows, and how many of its rows are none. */
export interface ReferralRows {
  readonly referrals: readonly PrimeroReferral[]
  readonly unreadable: number
}

/** Primero as the flows speak with it (primero-contract §3–§7). */
export interface Primero {
  readonly expect: (requests: number) => Promise<void>
  /** A list of cases; `query` as it goes into the address, `per` and `fields` included. */
  readonly list: (query: string, purpose: Purpose) => Promise<Result<CaseList>>
  readonly case: (id: string, purpose: Purpose) => Promise<Result<Found<PrimeroCase>>>
  readonly create: (data: Readonly<Record<string, unknown>>, numbers: ItemNumbers) => Promise<Written>
  /** Sends these fields of a case and nothing else of it; rows of a subform are appended, or merged by their `unique_id`. */
  readonly update: (
    id: string,
    data: Readonly<Record<string, unknown>>,
    action: 'services_section_from_case' | null,
    numbers: ItemNumbers,
  ) => Promise<Written>
  /** All referrals of a case; one that cannot be read is a failure of them all. */
  readonly referrals: (caseId: string, purpose: Purpose) => Promise<Result<Found<readonly PrimeroReferral[]>>>
  /** Those that can be read. */
  readonly referralRows: (caseId: string, purpose: Purpose) => Promise<Result<Found<ReferralRows>>>
  readonly respond: (
    caseId: string,
    referralId: string,
    data: Readonly<Record<string, unknown>>,
    numbers: ItemNumbers,
  ) => Promise<Responded>
  readonly user: (userName: string) => Promise<Result<PrimeroUser | null>>
  /** A GET whose answer the caller reads: lookups, forms, the account itself. */
  readonly get: (path: string, purpose: Purpose) => Promise<Result<SystemAnswer>>
}

const count = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
const total = z.object({ total: count.pipe(z.number().int().nonnegative()) })

/** The rows of an answer; null where it shows no list. */
function rowsOf(json: unknown): readonly unknown[] | null {
  const data = dataOf(json)
  return Array.isArray(data) ? data : null
}

/** How many rows there are in all; null where the answer does not say it. */
function totalOf(json: unknown): number | null {
  const metadata = ownMembers(ownMembers(json, ['metadata'])?.metadata, ['total'])
  return total.safeParse(metadata).data?.total ?? null
}

/** The entries that can be read. */
function all<T>(entries: readonly unknown[], read: (entry: unknown) => T | null): readonly T[] {
  return entries.flatMap((entry) => read(entry) ?? [])
}

/** Primero shows what it wrote, or says nothing (primero-contract §4); anything else is said by somebody before it. */
function isWritten({ json }: SystemAnswer): boolean {
  return json === undefined || isJsonObject(dataOf(json))
}

/** What Primero says of a case that it changed always shows which one: our own request that somebody sends back does not. */
function isChanged({ json }: SystemAnswer, id: string): boolean {
  if (json === undefined) return true
  const data = dataOf(json)
  return isJsonObject(data) && typeof data['id'] === 'string' && data['id'].toLowerCase() === id.toLowerCase()
}

/** Whether a reading found that the answer is none of Primero's. */
function isNobodys(read: Result<unknown>): boolean {
  return !read.ok && read.failure.kind === 'trouble' && read.failure.cause === 'unreadable'
}

/** A refusal of a list: whatever is refused there is refused everywhere. */
function refusalOfList({ status, json }: SystemAnswer): Refusal | null {
  if (status < 400 || status === 401 || (status !== 403 && isOwn(json))) return null
  return { form: isOwn(json) ? 'own' : 'other', reason: 'primero-refused', code: `HTTP ${status}` }
}

/** Whether an answer shows a list that says how many rows there are in all. */
function isList({ status, json }: SystemAnswer): boolean {
  return status === 200 && rowsOf(json) !== null && totalOf(json) !== null
}

/**
 * Speaks with Primero for one run. `rightsKnown`: whether Primero has said that the account may do what the run does; a
 * 403 is of one record then, unless many are refused.
 */
export function primeroClient(signedIn: SignedIn, rightsKnown: () => boolean = () => false): Primero {
  let wrote = false

  /** A refusal of a write: in another form, that of somebody who stands before Primero. */
  const refusalOfWrite = ({ status, json }: SystemAnswer): Refusal | null => {
    // What is not there, there already or invalid, only Primero knows; in any JSON.
    const isOfContent = isOwn(json) || (json !== undefined && [404, 409, 422].includes(status))
    if (status < 400 || status === 401 || (status !== 403 && isOfContent)) return null
    const code = `HTTP ${status}`
    if (!isOwn(json)) return { form: 'other', reason: 'primero-refused', code }
    return { form: rightsKnown() || wrote ? 'other' : 'at-once', reason: 'primero-forbidden', code }
  }

  const get = async (path: string, purpose: Purpose): Promise<SystemAnswer | Failure> =>
    signedIn.send({ method: 'GET', path }, purpose)

  const found = async <T>(
    path: string,
    purpose: Purpose,
    read: (json: unknown) => Result<T>,
  ): Promise<Result<Found<T>>> => {
    const isDue = ({ status, json }: SystemAnswer): boolean => status === 200 && !isNobodys(read(json))
    const answer = await get(path, { ...purpose, isDue, refuses: refusalOfRead })
    if (answer.kind !== 'answer') return failed(answer)
    if (answer.refusesAll !== undefined) return failed(stopBy(answer, 'permission-missing', ['cases: read']))
    if (answer.status === 404) return ok({ kind: 'missing' })
    if (answer.status === 403) return ok({ kind: 'forbidden' })
    if (answer.status !== 200) return failed(unreadable('primero'))
    const value = read(answer.json)
    return value.ok ? ok({ kind: 'found', value: value.value }) : value
  }

  const write = async (
    method: 'POST' | 'PATCH',
    path: string,
    body: unknown,
    permission: string,
    purpose: Purpose,
  ): Promise<SystemAnswer | Exclude<Written, { kind: 'done' }>> => {
    const request = { method, path, body: jsonBody(body) } as const
    const about = { isDue: isWritten, ...purpose, effect: true, refuses: refusalOfWrite } as const
    const answer = await signedIn.send(request, about)
    if (answer.kind !== 'answer') return answer
    if (answer.refusesAll !== undefined) return stopBy(answer, 'permission-missing', [permission])
    if (answer.status === 404) return { kind: 'missing' }
    if (answer.status === 409) return { kind: 'conflict' }
    if (answer.status >= 400) return { kind: 'refused', fields: refusedFields(answer.json, answer.status) }
    wrote = true
    return answer
  }

  const referralRows: Primero['referralRows'] = async (caseId, purpose) =>
    found(
      `/api/v2/cases/${encodeURIComponent(caseId)}/referrals`,
      { ...purpose, records: [caseId] },
      (json) => {
        const rows = rowsOf(json)
        if (rows === null) return failed(unreadable('primero'))
        const referrals = all(rows, readReferral)
        const isOthers = referrals.length > 0 && referrals.every(({ recordId }) => recordId !== caseId)
        // Of nothing but another case: the answer to somebody else's question.
        if (isOthers) return failed(unreadable('primero'))
        return ok({ referrals, unreadable: rows.length - referrals.length })
      },
    )

  return {
    expect: signedIn.expect,
    list: async (query, purpose) => {
      const about = { ...purpose, isDue: isList, refuses: refusalOfList }
      const answer = await get(`/api/v2/cases?${query}`, about)
      if (answer.kind !== 'answer') return failed(answer)
      if (answer.refusesAll !== undefined) return failed(missingPermission('cases: read'))
      const rows = rowsOf(answer.json)
      const found = totalOf(answer.json)
      if (rows === null || found === null || answer.status !== 200) return failed(unreadable('primero'))
      const cases = all(rows, readCase)
      const unread = cases.length === rows.length ? [] : rows.filter((row) => readCase(row) === null)
      const date = Date.parse(answer.headers.get('date') ?? '')
      return ok({
        cases,
        unreadable: unread.map(readUnreadable),
        total: found,
        date: date > 0 ? date : null,
      })
    },
    case: async (id, purpose) =>
      found(`/api/v2/cases/${encodeURIComponent(id)}`, { ...purpose, records: [id] }, (json) => {
        const data = dataOf(json)
        const one = readCase(data)
        const shown = one?.id ?? readUnreadable(data).id
        // A case that nobody asked for answers another question.
        if (!isJsonObject(data) || (shown !== null && shown.toLowerCase() !== id.toLowerCase()))
          return failed(unreadable('primero'))
        return one === null ? failed(unreadableRecord('primero')) : ok(one)
      }),
    create: async (data, numbers) => {
      const purpose = { name: 'create-case', numbers, records: recordsOf(numbers, '') }
      const answer = await write('POST', '/api/v2/cases', { data }, 'cases: create', purpose)
      return answer.kind === 'answer' ? { kind: 'done' } : answer
    },
    update: async (id, data, action, numbers) => {
      const body = { data, ...(action === null ? {} : { record_action: action }) }
      const permission = `cases: ${action ?? 'write'}`
      const path = `/api/v2/cases/${encodeURIComponent(id)}`
      const isDue = (said: SystemAnswer): boolean => isChanged(said, id)
      const purpose = { name: 'append-service', numbers, records: recordsOf(numbers, id), isDue }
      const answer = await write('PATCH', path, body, permission, purpose)
      return answer.kind === 'answer' ? { kind: 'done' } : answer
    },
    referrals: async (caseId, purpose) => {
      const read = await referralRows(caseId, purpose)
      if (!read.ok) return read
      if (read.value.kind !== 'found') return ok(read.value)
      const { referrals, unreadable: count } = read.value.value
      return count > 0 ? failed(unreadableRecord('primero')) : ok({ kind: 'found', value: referrals })
    },
    referralRows,
    respond: async (caseId, referralId, data, numbers) => {
      const path = `/api/v2/cases/${encodeURIComponent(caseId)}/referrals/${encodeURIComponent(referralId)}`
      const permission = 'cases: receive_referral'
      const isDue = ({ json }: SystemAnswer): boolean => readReferral(dataOf(json)) !== null
      const purpose = { name: 'decide-referral', numbers, records: [referralId], isDue }
      const answer = await write('PATCH', path, { data }, permission, purpose)
      if (answer.kind === 'conflict') return unreadable('primero')
      if (answer.kind !== 'answer') return answer
      const referral = readReferral(dataOf(answer.json))
      return referral === null ? unreadable('primero') : { kind: 'answered', referral }
    },
    user: async (userName) => {
      const query = new URLSearchParams({ user_name: userName }).toString()
      const isDue = ({ json }: SystemAnswer): boolean => rowsOf(json) !== null
      const about = { name: 'read-user', records: [userName], isDue, refuses: refusalOfRead }
      const answer = await get(`/api/v2/users?${query}`, about)
      if (answer.kind !== 'answer') return failed(answer)
      if (answer.status === 403 || answer.refusesAll !== undefined)
        return failed(stopBy(answer, 'permission-missing', ['users: read']))
      const rows = answer.status === 200 ? rowsOf(answer.json) : null
      if (rows === null) return failed(unreadable('primero'))
      const users = all(rows, readUser)
      const user = users.find((one) => one.userName === userName) ?? null
      // Of a row that cannot be read nobody knows whose it is.
      return user === null && users.length < rows.length ? failed(unreadable('primero')) : ok(user)
    },
    get: async (path, purpose) => {
      const answer = await get(path, purpose)
      return answer.kind === 'answer' ? ok(answer) : failed(answer)
    },
  }
}

/** The record that a write is about, by the row it writes. */
function recordsOf({ serviceUniqueId, interventionGuid }: ItemNumbers, id: string): readonly string[] {
  return [serviceUniqueId ?? interventionGuid ?? id]
}

function missingPermission(permission: string): Stop {
  return stop('permission-missing', [permission])
}
