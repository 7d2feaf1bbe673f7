import { answerText, type AnswerText } from './answer-text.ts'

/** Why a request was left without an answer. */
export type Unanswered = 'refused' | 'dns' | 'timeout' | 'reset' | 'tls'

/** One HTTP request; the body is sent as it is. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** It must not be repeated: it leaves on a connection of its own, for one that was idle may be closing. */
  readonly fresh?: true
}

/** The headers of an answer, as the platform's `Headers` and others give them. */
export interface AnswerHeaders {
  /** null when absent; several values joined by a comma. */
  readonly get: (name: string) => string | null
  readonly getSetCookie: () => string[]
}

/** What came back: an answer read to its end, or none. */
export type HttpAnswer =
  | ({
      readonly kind: 'answered'
      readonly status: number
      readonly headers: AnswerHeaders
    } & AnswerText)
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
  // A proxy that lets nothing through: the far side has heard nothing.
  ['ERR_PROXY_TUNNEL', 'refused'],
  ['connect EHOSTUNREACH', 'refused'],
  ['connect ENETUNREACH', 'refused'],
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['connect ETIMEDOUT', 'timeout'],
])

/** We refuse a certificate before a word of the request leaves. */
const badCertificate = /CERT|SELF_SIGNED|UNABLE_TO/
const badTls = /TLS|SSL|EPROTO/

/** Errors looked at for one failure: causes may go round in a circle. */
const mostErrors = 16

/** The names and codes of an error and its causes; a code also with its system call, for `connect` and `read` differ. */
function codesOf(error: unknown): readonly string[] {
  const codes: string[] = []
  const errors: unknown[] = [error]
  for (let at = 0; at < Math.min(errors.length, mostErrors); at += 1) {
    const current = errors[at]
    if (!(current instanceof Error)) continue
    codes.push(current.name)
    if ('code' in current && typeof current.code === 'string') {
      codes.push(current.code)
      if ('syscall' in current && typeof current.syscall === 'string') {
        codes.push(`${current.syscall} ${current.code}`)
      }
    }
    if (current instanceof AggregateError) errors.push(...current.errors.slice(0, mostErrors))
    errors.push(current.cause)
  }
  return codes
}

/** What an error of a platform's HTTP client says of the request. */
export function unanswered(error: unknown): HttpAnswer {
  const codes = codesOf(error)
  if (codes.includes('TimeoutError')) return { kind: 'unanswered', why: 'timeout', mayHaveArrived: true }
  const certificate = codes.some((code) => badCertificate.test(code))
  if (certificate || codes.some((code) => badTls.test(code))) {
    return { kind: 'unanswered', why: 'tls', mayHaveArrived: !certificate }
  }
  for (const code of codes) {
    const why = neverArrived.get(code)
    if (why !== undefined) return { kind: 'unanswered', why, mayHaveArrived: false }
  }
  return { kind: 'unanswered', why: 'reset', mayHaveArrived: true }
}

/**
 * A transport over a `fetch`. `timeoutMs` bounds the whole exchange, reading the body included. Only connections that
 * were never made count as surely not arrived: name look-up, refusal, a bad certificate, connect time-out.
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
      const text = answerText()
      text.take(new Uint8Array(await response.arrayBuffer()))
      return { kind: 'answered', status: response.status, headers: response.headers, ...text.end() }
    } catch (error) {
      return unanswered(error)
    }
  }
}
