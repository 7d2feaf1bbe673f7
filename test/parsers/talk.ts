import { requestQueue } from '@ping-primero/core/http/queues.ts'
import * as fc from 'fast-check'
import type { PingSettings, PrimeroSettings } from '@ping-primero/core/deployment/deployment.ts'
import type { Clock, Secrets } from '@ping-primero/core/flows/host.ts'
import { farSystem, type FarSystem } from '@ping-primero/core/http/system.ts'
import type { AnswerHeaders, HttpAnswer, HttpRequest, Transport } from '@ping-primero/core/http/transport.ts'
import { redacted } from '@ping-primero/core/privacy/redacted.ts'
import { readDeploymentFolder } from '../support/world.ts'
import { text } from './hostile.ts'

/** Header fields of an answer; several values of one field stand apart. */
type Fields = Readonly<Record<string, readonly string[]>>

export function headersOf(fields: Fields): AnswerHeaders {
  return {
    get: (name) => fields[name.toLowerCase()]?.join(', ') ?? null,
    getSetCookie: () => [...(fields['set-cookie'] ?? [])],
  }
}

/** An answer of 200 with a JSON body. */
export function answering(json: unknown, status = 200, fields: Fields = {}): HttpAnswer {
  return { kind: 'answered', status, headers: headersOf(fields), body: JSON.stringify(json) }
}

/** Cookies as servers send them, and as they should not. */
const cookie = fc.oneof(
  fc.constantFrom(
    'CSRF-TOKEN=abc%2B; path=/',
    '_app_session=xyz; HttpOnly',
    'CSRF-TOKEN=%',
    'CSRF-TOKEN=%0A',
    '=',
    '',
  ),
  text.map((value) => `CSRF-TOKEN=${value}`),
  text,
)

/** How long a server asks to wait; how absurd waits are taken is shown beside the reader of that header. */
const wait = fc.constantFrom('0', '3', '9', '60', '-1', 'soon', 'Wed, 21 Oct 2026 07:28:00 GMT')

const date = fc.constantFrom(
  'Fri, 20 Nov 2026 08:00:00 GMT',
  'Mon, 01 Jan 0001 00:00:00 GMT',
  '+275760-09-13T00:00:00.000Z',
  'never',
  '0',
)

const status = fc.oneof(
  { weight: 6, arbitrary: fc.constant(200) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      201,
      204,
      302,
      304,
      400,
      401,
      403,
      404,
      408,
      409,
      422,
      429,
      500,
      502,
      503,
      504,
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 999 }) },
)

/** Any answer, or none, with one of these bodies. */
export function anyAnswer(bodies: fc.Arbitrary<string>): fc.Arbitrary<HttpAnswer> {
  const fields = fc.record(
    { 'retry-after': fc.tuple(wait), date: fc.tuple(date), 'set-cookie': fc.array(cookie, { maxLength: 3 }) },
    { requiredKeys: [] },
  )
  return fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({ status, fields, body: bodies }).map((one): HttpAnswer => ({
        kind: 'answered',
        status: one.status,
        headers: headersOf(one.fields),
        body: one.body,
      })),
    },
    {
      weight: 1,
      arbitrary: fc
        .record({
          why: fc.constantFrom('refused', 'dns', 'timeout', 'reset', 'tls'),
          mayHaveArrived: fc.boolean(),
        })
        .map((one): HttpAnswer => ({ kind: 'unanswered', ...one })),
    },
  )
}

/** What a client may send at all; a platform throws at anything else. */
function assertSendable({ url, headers }: HttpRequest): void {
  if (!URL.canParse(url)) throw new Error('A request was sent to what is no address.')
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value))
      throw new Error(`A request had a header ${name} that no platform sends.`)
  }
}

/** A transport that answers by `answer`, refuses what no platform could send, and fails after so many requests. */
export function guarded(
  most: number,
  answer: (request: HttpRequest, count: number) => HttpAnswer,
): Transport {
  let count = 0
  return async (request) => {
    assertSendable(request)
    count += 1
    if (count > most) throw new Error('There is no end to the requests.')
    return answer(request, count - 1)
  }
}

/** A transport that gives these answers in turn, and from the beginning again. */
export function inTurn(answers: readonly HttpAnswer[], most: number): Transport {
  return guarded(
    most,
    (_, count) =>
      answers[count % answers.length] ?? { kind: 'unanswered', why: 'reset', mayHaveArrived: true },
  )
}

/** A clock that jumps instead of waiting. */
export function jumping(): Clock {
  let now = Date.parse('2026-11-20T08:00:00.000Z')
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms
    },
  }
}

export function systemOver(transport: Transport, name: 'ping' | 'primero', clock = jumping()): FarSystem {
  return farSystem({
    system: name,
    transport,
    queue: requestQueue({ concurrency: 4, requestsPerSecond: 0 }),
    adaptive: false,
    clock,
    log: () => {},
    dryRun: false,
    pause: null,
    onPause: () => {},
    halted: () => false,
  })
}

const { ping, primero } = readDeploymentFolder('sandbox')
export const pingSettings: PingSettings = ping
export const primeroSettings: PrimeroSettings = primero

export const secrets: Secrets = {
  pingUsername: redacted('somebody'),
  pingPassword: redacted('a password'),
  pingSubscriptionKey: redacted('a key'),
  primeroUsername: redacted('ping_integration'),
  primeroPassword: redacted('a password'),
}
