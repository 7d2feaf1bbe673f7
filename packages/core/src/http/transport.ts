/** Why a request was left without an answer. */
export type Unanswered = 'refused' | 'dns' | 'timeout' | 'reset' | 'tls'

/** One HTTP request; the body is sent as it is. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** What came back: an answer read to its end, or none. */
export type HttpAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: Headers; readonly body: string }
  | {
      readonly kind: 'unanswered'
      readonly why: Unanswered
      /** false = the request surely never arrived; true = nobody knows. */
      readonly mayHaveArrived: boolean
    }

/** Sends one request. Never throws, never retries, follows no redirect. */
export type Transport = (request: HttpRequest) => Promise<HttpAnswer>

const neverArrived: ReadonlyMap<string, Unanswered> = new Map([
  ['ECONNREFUSED', 'refused'],
  ['EHOSTUNREACH', 'refused'],
  ['ENETUNREACH', 'refused'],
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['ETIMEDOUT', 'timeout'],
])

function codesOf(error: unknown): readonly string[] {
  const codes: string[] = []
  let current: unknown = error
  for (let depth = 0; depth < 4 && current instanceof Error; depth += 1) {
    codes.push(current.name)
    if ('code' in current && typeof current.code === 'string') codes.push(current.code)
    if (current instanceof AggregateError) codes.push(...current.errors.flatMap((inner) => codesOf(inner)))
    current = current.cause
  }
  return codes
}

function unanswered(error: unknown): HttpAnswer {
  const codes = codesOf(error)
  if (codes.includes('TimeoutError')) return { kind: 'unanswered', why: 'timeout', mayHaveArrived: true }
  if (codes.some((code) => /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code))) {
    return { kind: 'unanswered', why: 'tls', mayHaveArrived: false }
  }
  for (const code of codes) {
    const why = neverArrived.get(code)
    if (why !== undefined) return { kind: 'unanswered', why, mayHaveArrived: false }
  }
  return { kind: 'unanswered', why: 'reset', mayHaveArrived: true }
}

/**
 * A transport over a `fetch`. `timeoutMs` bounds the whole exchange, reading the body included. Only connections that
 * were never made count as surely not arrived: name look-up, refusal, TLS, connect time-out.
 */
export function fetchTransport(fetch: typeof globalThis.fetch, timeoutMs: number): Transport {
  return async (request) => {
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      })
      const body = await response.text()
      return { kind: 'answered', status: response.status, headers: response.headers, body }
    } catch (error) {
      return unanswered(error)
    }
  }
}
