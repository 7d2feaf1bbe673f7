import { z } from 'zod'
import {
  failed,
  ok,
  stop,
  stopBy,
  unreadable,
  type Failure,
  type Result,
  type Stop,
} from '../http/failure.ts'
import { jsonBody } from '../http/json-body.ts'
import type { Purpose, Refusal, SystemAnswer } from '../http/system.ts'
import type { ItemNumbers } from '../ledger/ledger.ts'
import {
  readCase,
  readReferral,
  readUser,
  type PrimeroCase,
  type PrimeroReferral,
  type PrimeroUser,
} from './record.ts'
import { isOwn, refusedFields } from './refusal.ts'
import type { SignedIn } from './sign-in.ts'

/** Rows of a list and how many there are in all. */
export interface CaseList {
  readonly cases: readonly PrimeroCase[]
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
  readonly referrals: (caseId: string, purpose: Purpose) => Promise<Result<Found<readonly PrimeroReferral[]>>>
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

const listShape = z.object({
  data: z.array(z.unknown()),
  metadata: z.object({ total: z.number().int().nonnegative() }),
})
const oneShape = z.object({ data: z.unknown() })
const manyShape = z.object({ data: z.array(z.unknown()) })

function all<T>(entries: readonly unknown[], read: (entry: unknown) => T | null): readonly T[] | null {
  const values: T[] = []
  for (const entry of entries) {
    const value = read(entry)
    if (value === null) return null
    values.push(value)
  }
  return values
}

/** A refusal of a list: whatever is refused there is refused everywhere. */
function refusalOfList({ status, json }: SystemAnswer): Refusal | null {
  if (status < 400 || status === 401 || (status !== 403 && isOwn(json))) return null
  return { form: isOwn(json) ? 'own' : 'other', reason: 'primero-refused', code: `HTTP ${status}` }
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
    read: (json: unknown) => T | null,
  ): Promise<Result<Found<T>>> => {
    const answer = await get(path, purpose)
    if (answer.kind !== 'answer') return failed(answer)
    if (answer.status === 404) return ok({ kind: 'missing' })
    if (answer.status === 403) return ok({ kind: 'forbidden' })
    const value = answer.status === 200 ? read(answer.json) : null
    return value === null ? failed(unreadable('primero')) : ok({ kind: 'found', value })
  }

  const write = async (
    method: 'POST' | 'PATCH',
    path: string,
    body: unknown,
    permission: string,
    purpose: Purpose,
  ): Promise<SystemAnswer | Exclude<Written, { kind: 'done' }>> => {
    const request = { method, path, body: jsonBody(body) } as const
    const answer = await signedIn.send(request, { ...purpose, effect: true, refuses: refusalOfWrite })
    if (answer.kind !== 'answer') return answer
    if (answer.refusesAll !== undefined) return stopBy(answer, 'permission-missing', [permission])
    if (answer.status === 404) return { kind: 'missing' }
    if (answer.status === 409) return { kind: 'conflict' }
    if (answer.status >= 400) return { kind: 'refused', fields: refusedFields(answer.json, answer.status) }
    // No redirect is followed: what answers so has done nothing that is known of.
    if (answer.status < 200 || answer.status > 299) return unreadable('primero')
    wrote = true
    return answer
  }

  return {
    expect: signedIn.expect,
    list: async (query, purpose) => {
      const answer = await get(`/api/v2/cases?${query}`, { ...purpose, refuses: refusalOfList })
      if (answer.kind !== 'answer') return failed(answer)
      if (answer.refusesAll !== undefined) return failed(missingPermission('cases: read'))
      const list = listShape.safeParse(answer.json)
      const cases = list.success ? all(list.data.data, readCase) : null
      if (!list.success || cases === null || answer.status !== 200) return failed(unreadable('primero'))
      const date = Date.parse(answer.headers.get('date') ?? '')
      return ok({ cases, total: list.data.metadata.total, date: date > 0 ? date : null })
    },
    case: async (id, purpose) =>
      found(`/api/v2/cases/${encodeURIComponent(id)}`, { ...purpose, records: [id] }, (json) => {
        const one = oneShape.safeParse(json)
        return one.success ? readCase(one.data.data) : null
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
      const purpose = { name: 'append-service', numbers, records: recordsOf(numbers, id) }
      const answer = await write('PATCH', path, body, permission, purpose)
      return answer.kind === 'answer' ? { kind: 'done' } : answer
    },
    referrals: async (caseId, purpose) =>
      found(
        `/api/v2/cases/${encodeURIComponent(caseId)}/referrals`,
        { ...purpose, records: [caseId] },
        (json) => {
          const many = manyShape.safeParse(json)
          return many.success ? all(many.data.data, readReferral) : null
        },
      ),
    respond: async (caseId, referralId, data, numbers) => {
      const path = `/api/v2/cases/${encodeURIComponent(caseId)}/referrals/${encodeURIComponent(referralId)}`
      const permission = 'cases: receive_referral'
      const purpose = { name: 'decide-referral', numbers, records: [referralId] }
      const answer = await write('PATCH', path, { data }, permission, purpose)
      if (answer.kind === 'conflict') return unreadable('primero')
      if (answer.kind !== 'answer') return answer
      const one = oneShape.safeParse(answer.json)
      const referral = one.success ? readReferral(one.data.data) : null
      return referral === null ? unreadable('primero') : { kind: 'answered', referral }
    },
    user: async (userName) => {
      const query = new URLSearchParams({ user_name: userName }).toString()
      const answer = await get(`/api/v2/users?${query}`, { name: 'read-user' })
      if (answer.kind !== 'answer') return failed(answer)
      if (answer.status === 403) return failed(missingPermission('users: read'))
      const many = manyShape.safeParse(answer.json)
      const users = many.success && answer.status === 200 ? all(many.data.data, readUser) : null
      if (users === null) return failed(unreadable('primero'))
      return ok(users.find((user) => user.userName === userName) ?? null)
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
