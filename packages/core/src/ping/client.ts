import { z } from 'zod'
import type { Credentials } from '../credentials/credentials.ts'
import type { PingSettings } from '../deployment/deployment.ts'
import type { Clock, Secrets } from '../flows/host.ts'
import { failed, ok, stop, unasked, unreadable, type Failure, type Result } from '../http/failure.ts'
import { jsonBody } from '../http/json-body.ts'
import type { FarSystem, Purpose, SystemAnswer, SystemTrouble } from '../http/system.ts'
import { countedRows } from './counted-rows.ts'
import {
  readIngestion,
  readRetrieval,
  transactionIdOf,
  type IngestionWord,
  type PingRow,
  type RetrievalPage,
} from './envelope.ts'
import { namesKey, refusalIn, stopOf } from './refusal.ts'
import { signInRefusal } from './sign-in-refusal.ts'
import { isStatusAnswer, readStatus, type StatusAnswer } from './status-answer.ts'

/** One record of an ingestion call (ping-contract §3.3). */
export interface IngestionItem {
  readonly externalId: string
  /** Only SHP-2731 has one. */
  readonly externalGuid?: string
  readonly fields: Readonly<Record<string, unknown>>
  /** Free text travels as an attachment, not as a field. */
  readonly comment?: string
}

/** What came of an ingestion call. */
export type Ingested =
  | {
      readonly kind: 'taken'
      readonly transactionId: string | null
      readonly failedItems: IngestionWord['failedItems']
    }
  /** Refused for its content, as a whole. */
  | { readonly kind: 'refused'; readonly code: string | null; readonly transactionId: string | null }
  | Failure

/** PING as the flows speak with it. One token per run; every method gives its troubles as values. */
export interface Ping {
  /** The pages of a list or of one record's details, to the end. The last element may be a failure. */
  readonly retrieve: (
    process: keyof PingSettings['processes'],
    recordId: string | null,
    purpose: Purpose,
  ) => AsyncGenerator<Result<readonly PingRow[], Failure | ListIncomplete>>
  /** Synchronous ingestion: updates keyed by GUID, safe to repeat. */
  readonly update: (
    process: 'updateTransfer' | 'updateReferral',
    items: readonly IngestionItem[],
    purpose: Purpose,
  ) => Promise<Ingested>
  /** Asynchronous ingestion: creates; must never be repeated blindly. */
  readonly create: (items: readonly IngestionItem[], purpose: Purpose) => Promise<Ingested>
  /** What became of a transaction. */
  readonly status: (
    process: keyof PingSettings['processes'],
    transactionId: string,
    externalIds: readonly string[],
    purpose: Purpose,
  ) => Promise<Result<StatusAnswer>>
}

/** A list says that there is more, or that it holds more, and does not give it. */
export interface ListIncomplete {
  readonly kind: 'list-incomplete'
}

export interface PingOptions {
  readonly settings: PingSettings
  readonly secrets: Secrets
  readonly credentials: Pick<Credentials, 'ping' | 'pingKey'>
  readonly system: FarSystem
  readonly clock: Clock
}

const mostPages = 20_000
/** Pages that begin as one before them did, though they are numbered on. */
const mostAgain = 3
/** Sign-ins that may come to nothing in one run: the token service is left alone then (P14). */
const mostSignInTroubles = 3
/** Rows of a page that are handed on together. */
const slice = 500

/** A token goes into a header as it is. */
const tokenAnswer = z.object({
  access_token: z.string().regex(/^[\u0021-\u007e]+$/),
  expires_in: z.coerce.number().catch(300),
})

/** Trouble that says nothing of a record. */
function unflagged({ kind, system, cause, retryAfterMs, mayHaveArrived }: SystemTrouble): SystemTrouble {
  return { kind, system, cause, retryAfterMs, mayHaveArrived }
}

/** Trouble on the way to the token: the call itself has surely not left. */
function notSent(failure: Failure): Failure {
  return failure.kind === 'trouble' ? { ...failure, mayHaveArrived: false } : failure
}

/** Speaks with PING for one run of one flow (ping-contract §1–§4). */
export function pingClient(options: PingOptions): Ping {
  const { settings, secrets, credentials, system, clock } = options
  let token: { readonly value: string; readonly goodUntil: number; used: boolean } | null = null
  let signingIn: Promise<Result<string>> | null = null
  let signInTroubles = 0

  const signIn = async (): Promise<Result<string>> => {
    const held = await credentials.ping.held()
    if (held !== null) return failed(held)
    if (signInTroubles >= mostSignInTroubles) return failed(unasked('ping'))
    const body = new URLSearchParams({
      username: secrets.pingUsername.reveal(),
      password: secrets.pingPassword.reveal(),
      grant_type: 'password',
      scope: settings.token.scope,
      client_id: settings.token.clientId,
      response_type: 'token',
    }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie: 'x-ms-cpim-geo=EU' }
    const answer = await system.send(
      { method: 'POST', url: settings.token.url, headers, body },
      // One attempt: repeated failures from one address may be treated as an attack (ping-contract §1).
      {
        name: 'sign-in',
        elsewhere: true,
        isDue: (said) => signInRefusal(said) !== null || tokenAnswer.safeParse(said.json).success,
        ends: (said) => signInRefusal(said) !== null,
      },
    )
    if (answer.kind === 'trouble') {
      signInTroubles += 1
      return failed(answer)
    }
    const refusal = signInRefusal(answer)
    if (refusal !== null) return failed(await credentials.ping.refused(refusal))
    const read = tokenAnswer.safeParse(answer.json)
    if (!read.success) {
      signInTroubles += 1
      return failed(unreadable('ping'))
    }
    await credentials.ping.accepted()
    const lifetimeMs = read.data.expires_in * 1000
    const margin = Math.min(30_000, lifetimeMs / 10)
    token = { value: read.data.access_token, goodUntil: clock.now() + lifetimeMs - margin, used: false }
    return ok(token.value)
  }

  const freshToken = async (): Promise<Result<string>> => {
    if (token !== null && token.goodUntil > clock.now()) return ok(token.value)
    signingIn ??= signIn().finally(() => {
      signingIn = null
    })
    return signingIn
  }

  /** A token that was taken before, or is no longer the newest: refused, it has merely ended. */
  const outlived = (value: string): boolean => token?.value !== value || token.used

  const post = async (
    path: string,
    process: string,
    body: unknown,
    purpose: Purpose,
  ): Promise<SystemAnswer | Failure> => {
    for (let refreshed = false; ; refreshed = true) {
      const held = await credentials.pingKey.held()
      if (held !== null) return held
      const signedIn = await freshToken()
      if (!signedIn.ok) return notSent(signedIn.failure)
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${signedIn.value}`,
        'ocp-apim-subscription-key': secrets.pingSubscriptionKey.reveal(),
      }
      const url = `${settings.baseUrl}${path}`
      const hasEnded = ({ status, body: said }: SystemAnswer): boolean =>
        status === 401 && !refreshed && !namesKey(said) && outlived(signedIn.value)
      const answer = await system.send(
        { method: 'POST', url, headers, body: jsonBody(body) },
        {
          ...purpose,
          transactionId: transactionIdOf,
          refuses: (said) => (hasEnded(said) ? null : refusalIn(said)),
        },
      )
      if (answer.kind === 'trouble') return answer
      if (answer.refusesAll !== undefined) {
        if (!namesKey(answer.body)) return stopOf(answer, answer.status === 404 ? path : process)
        // A key locks nothing: however many requests were on their way, it is one refusal.
        return (await credentials.pingKey.held()) ?? credentials.pingKey.refused('configuration')
      }
      if (answer.status === 401) {
        if (token?.value === signedIn.value) token = null
        continue
      }
      if (token !== null && token.value === signedIn.value) token.used = true
      if (answer.status < 300) await credentials.pingKey.accepted()
      return answer
    }
  }

  const page = async (
    process: string,
    recordId: string | null,
    place: Readonly<Record<string, unknown>>,
    purpose: Purpose,
  ): Promise<Result<RetrievalPage>> => {
    const QueryParameters = recordId === null ? [] : [{ ParameterName: '{record_ids}', Value: recordId }]
    const { partnerId: PartnerId, interopId: InteropID } = settings
    const body = {
      ShippingProcessId: process,
      PartnerId,
      InteropID,
      APIVersion: 'V3',
      QueryParameters,
      ...place,
    }
    const records = recordId === null ? [] : [recordId]
    const path = '/primes/fetch/paging/v3/retrievedatawithpaging'
    // Read once: a page may hold thousands of rows.
    const heard: { read: ReturnType<typeof readRetrieval> } = { read: 'unreadable' }
    const isDue = ({ json }: SystemAnswer): boolean => {
      heard.read = readRetrieval(json)
      return heard.read !== 'unreadable'
    }
    const answer = await post(path, process, body, { ...purpose, records, isDue })
    if (answer.kind !== 'answer') return failed(answer)
    // Of one record a 400 may be about that record alone; of a list it is about the process.
    if (answer.status >= 400 && recordId === null)
      return failed(stop('ping-configuration-refused', [process]))
    const { read } = heard
    if (answer.status >= 400 || read === 'error' || read === 'unreadable') return failed(unreadable('ping'))
    return ok(read)
  }

  const nextPlace = (cookie: string | null, pageNumber: number): Readonly<Record<string, unknown>> => {
    const next = { PagingCookie: cookie, PageNumber: pageNumber }
    return settings.paging.place === 'top' ? next : { PagingSummary: next }
  }

  async function* retrieve(
    process: keyof PingSettings['processes'],
    recordId: string | null,
    purpose: Purpose,
  ): AsyncGenerator<Result<readonly PingRow[], Failure | ListIncomplete>> {
    const id = settings.processes[process]
    let place: Readonly<Record<string, unknown>> = {}
    let expected = 0
    let saysMore = false
    let again = 0
    const before = new Set<string>()
    const counts = countedRows()
    for (let count = 0; count < mostPages; count += 1) {
      const got = await page(id, recordId, place, purpose)
      if (!got.ok) {
        yield got
        return
      }
      const { rows, more, cookie, pageNumber } = got.value
      counts.add(got.value)
      const first = JSON.stringify(rows[0] ?? null)
      // Pages that come again: a list that goes round in a circle has no end.
      if (before.has(first)) again += 1
      if (before.has(first) && (pageNumber !== expected || again >= mostAgain)) break
      // In slices, so that what is made of a page of thousands is never all there at once.
      for (let at = 0; at === 0 || at < rows.length; at += slice) yield ok(rows.slice(at, at + slice))
      // There was to be more, and nothing came.
      const isShort = (saysMore && rows.length === 0) || counts.lacksSome()
      if (!more && !isShort) return
      if (!more || rows.length === 0) break
      saysMore = true
      before.add(first)
      expected = pageNumber + 1
      place = nextPlace(cookie, expected)
    }
    yield failed({ kind: 'list-incomplete' })
  }

  const itemBody = (item: IngestionItem): unknown => ({
    ExternalId: item.externalId,
    ...(item.externalGuid === undefined ? {} : { ExternalGUID: item.externalGuid }),
    Attachments: item.comment === undefined ? [] : [{ Comment: item.comment }],
    Fields: Object.entries(item.fields).map(([Name, Value]) => ({ Name, Value })),
  })

  const ingest = async (
    kind: 'data' | 'asyncdata',
    process: string,
    head: Readonly<Record<string, string>>,
    items: readonly IngestionItem[],
    purpose: Purpose,
  ): Promise<Ingested> => {
    const path = `/api/ingestion/v2/${encodeURIComponent(settings.partnerId)}/${kind}`
    const body = { ShippingProcessId: process, ...head, Data: items.map(itemBody) }
    const externalIds = items.map(({ externalId }) => externalId)
    const wordIn = ({ json }: SystemAnswer): IngestionWord | 'unreadable' =>
      readIngestion(json, externalIds, settings.statusWords.failed)
    const isDue = (said: SystemAnswer): boolean => wordIn(said) !== 'unreadable'
    const about = { ...purpose, effect: true, records: externalIds, isDue } as const
    const answer = await post(path, process, body, kind === 'data' ? about : { ...about, once: true })
    if (answer.kind !== 'answer') return answer
    const word = wordIn(answer)
    if (answer.status >= 400) {
      const { code, transactionId } = word === 'unreadable' ? { code: null, transactionId: null } : word
      return { kind: 'refused', code: code ?? `HTTP ${answer.status}`, transactionId }
    }
    if (word === 'unreadable') return unreadable('ping')
    if (!word.refused)
      return { kind: 'taken', transactionId: word.transactionId, failedItems: word.failedItems }
    return { kind: 'refused', code: word.code, transactionId: word.transactionId }
  }

  return {
    retrieve,
    // The two calls spell the agreement differently (ping-contract §2).
    update: async (process, items, purpose) =>
      ingest('data', settings.processes[process], { InteropId: settings.interopId }, items, purpose),
    create: async (items, purpose) => {
      const head = { InteropID: settings.interopId, APIVersion: 'V2' }
      return ingest('asyncdata', settings.processes.createReferral, head, items, purpose)
    },
    status: async (process, transactionId, externalIds, purpose) => {
      const body = {
        ShippingProcessId: settings.processes[process],
        InteropID: settings.interopId,
        PartnerId: settings.partnerId,
        SPHTransactionId: transactionId,
      }
      const path = '/primes/ingestion/checkstatus/v1/pingdata'
      const isDue = ({ json }: SystemAnswer): boolean => isStatusAnswer(json)
      const about = { ...purpose, plain: true, records: [transactionId], isDue } as const
      const answer = await post(path, body.ShippingProcessId, body, about)
      // What was taken is not refused for what is said when it is asked for.
      if (answer.kind === 'trouble') return failed(unflagged(answer))
      if (answer.kind !== 'answer') return failed(answer)
      if (answer.status >= 400) return failed(unreadable('ping'))
      return ok(readStatus(answer.body, externalIds, settings.statusWords))
    },
  }
}
