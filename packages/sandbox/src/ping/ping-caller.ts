import { z } from 'zod'
import type { Ping } from './ping.ts'

const envelope = z.object({
  Data: z.unknown().optional(),
  ErrorMessage: z.string().nullish(),
  RecordCount: z.number().nullish(),
  SPHTransactionId: z.string().nullish(),
  PagingSummary: z
    .object({
      PagingCookie: z.string().nullable(),
      PageNumber: z.number(),
      IsMoreRecordsAvailable: z.boolean(),
    })
    .nullish(),
})

/** A field of an ingestion item, by column name. */
export type Fields = Readonly<Record<string, string | number | null>>

/** An answer read as far as the envelope goes. */
interface PingAnswer extends z.infer<typeof envelope> {
  readonly status: number
  /** `Data` when it is a list, else empty. */
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** A bare client of the simulator, for its own tests: signs in anew for every instance. */
export interface PingCaller {
  /** One page of a list or detail; `more` is laid over the body. */
  retrieve(process: string, ids: string | null, more?: object): Promise<PingAnswer>
  ingest(process: string, items: readonly IngestItem[], more?: object): Promise<PingAnswer>
  checkStatus(process: string, transactionId: string): Promise<PingAnswer>
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>
}

/** One item as a test writes it. */
interface IngestItem {
  readonly fields: Fields
  readonly externalId?: string
  readonly comment?: string
}

/** Signs in with the settings' own credentials. */
export async function callPing(ping: Ping): Promise<PingCaller> {
  const { settings } = ping
  const token = z.object({ access_token: z.string() }).parse(await (await signIn(ping)).json()).access_token

  const post: PingCaller['post'] = (path, body, headers = {}) =>
    fetch(ping.url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'ocp-apim-subscription-key': settings.subscriptionKey,
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })

  return {
    post,
    async retrieve(process, ids, more = {}) {
      const query = ids === null ? [] : [{ ParameterName: '{record_ids}', Value: ids }]
      const body = { ...common(process, ping), APIVersion: 'V3', QueryParameters: query, ...more }
      return read(await post('/primes/fetch/paging/v3/retrievedatawithpaging', body))
    },
    async ingest(process, items, more = {}) {
      const later = process === settings.processes.createReferral
      const body = {
        ShippingProcessId: process,
        ...(later ? { InteropID: settings.interopId, APIVersion: 'V2' } : { InteropId: settings.interopId }),
        Data: items.map(({ fields, externalId, comment }) => ({
          ExternalId: externalId ?? 'id55',
          ...(comment === undefined ? {} : { Attachments: [{ Comment: comment }] }),
          Fields: Object.entries(fields).map(([Name, Value]) => ({ Name, Value })),
        })),
        ...more,
      }
      return read(await post(`/api/ingestion/v2/${settings.partnerId}/${later ? 'asyncdata' : 'data'}`, body))
    },
    async checkStatus(process, transactionId) {
      const body = { ...common(process, ping), SPHTransactionId: transactionId }
      return read(await post('/primes/ingestion/checkstatus/v1/pingdata', body))
    },
  }
}

/** A sign-in; `form` is laid over the right one. */
export function signIn(ping: Ping, form: Readonly<Record<string, string>> = {}): Promise<Response> {
  const { username, password, clientId, scope } = ping.settings
  return fetch(`${ping.url}/tenant/policy/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      response_type: 'token',
      username,
      password,
      client_id: clientId,
      scope,
      ...form,
    }),
  })
}

function common(process: string, { settings }: Ping): Readonly<Record<string, string>> {
  return { ShippingProcessId: process, PartnerId: settings.partnerId, InteropID: settings.interopId }
}

async function read(response: Response): Promise<PingAnswer> {
  const body = envelope.parse(await response.json())
  const rows = z.array(z.record(z.string(), z.unknown())).safeParse(body.Data).data ?? []
  return { ...body, status: response.status, rows }
}
