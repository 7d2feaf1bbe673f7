import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { retryAfterMs } from '@ping-primero/core/http/retry-after.ts'
import { unanswered } from '@ping-primero/core/http/transport.ts'
import { anything, body, text } from './hostile.ts'
import { holds } from './runs.ts'
import { answering, anyAnswer, headersOf, inTurn, systemOver } from './talk.ts'

const now = Date.parse('2026-11-20T08:00:00.000Z')

function waitOf(header: string): number | null {
  return retryAfterMs(headersOf({ 'retry-after': [header] }), now)
}

const waits = fc.oneof(
  text,
  fc.nat().map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  fc.constantFrom('0', ' 5 ', '-5', '1.5', '1e3', '0x10', '٣', 'Fri, 31 Feb 2026 00:00:00 GMT'),
)

test('a Retry-After of any kind is a time to wait that is not negative, or none', async () => {
  await holds(
    'retry-after',
    2500,
    fc.property(waits, (header) => {
      const wait = waitOf(header)
      // Less than a second, many times over, is a burst.
      expect(wait === null || wait >= 1_000).toBe(true)
      if (/^[1-9]\d{0,8}$/.test(header)) expect(wait).toBe(Math.min(Number(header), 6 * 3600) * 1000)
    }),
  )
})

test.each(['99999999999999', '9'.repeat(400), '+275760-09-13T00:00:00.000Z'])(
  'a Retry-After of %s leaves a moment that can be written down',
  (header) => {
    expect(new Date(now + (waitOf(header) ?? 0) + 60_000).toISOString()).toMatch(/^\d{4}-/)
  },
)

test('an answer of any kind is an answer or trouble, and JSON only where its body is', async () => {
  await holds(
    'http answers',
    2500,
    fc.asyncProperty(
      anyAnswer(body({ data: [], metadata: { total: 0 } })),
      fc.boolean(),
      async (answer, plain) => {
        const system = systemOver(inTurn([answer], 20), 'primero')
        const purpose = { name: 'read', ...(plain ? { plain: true as const } : {}) }
        const got = await system.send(
          { method: 'GET', url: 'http://127.0.0.1:1/api/v2/cases', headers: {} },
          purpose,
        )
        if (got.kind === 'trouble') {
          expect(['number', 'string']).toContain(typeof got.cause)
          return
        }
        // Blanks and marks around a body are no part of it.
        const whole = expect.stringContaining(got.body) as string
        expect(answer).toMatchObject({ kind: 'answered', status: got.status, body: whole })
        if (got.json === undefined) return
        expect(JSON.parse(got.body)).toBeDefined()
      },
    ),
  )
})

test('HTML where JSON was due is trouble, whatever stands around it', async () => {
  await holds(
    'http answers',
    600,
    fc.asyncProperty(text, fc.boolean(), async (words, plain) => {
      const page = `<html><body>${words}</body></html>`
      const answer = { ...answering(null), body: page } as const
      const purpose = { name: 'read', ...(plain ? { plain: true as const } : {}) }
      const got = await systemOver(inTurn([answer], 5), 'ping').send(
        { method: 'GET', url: 'http://127.0.0.1:1/', headers: {} },
        purpose,
      )
      expect(got).toMatchObject({ kind: 'trouble', cause: 'unreadable', mayHaveArrived: true })
    }),
  )
})

test('an error of any kind says that a request may have arrived, unless it is known that it cannot have', async () => {
  const codes = fc.constantFrom(
    'ECONNREFUSED',
    'ENOTFOUND',
    'ETIMEDOUT',
    'ECONNRESET',
    'CERT_HAS_EXPIRED',
    'EPROTO',
    'UND_ERR_SOCKET',
  )
  const error = fc
    .record({
      name: fc.oneof(text, fc.constant('TimeoutError')),
      code: fc.oneof(codes, anything),
      cause: anything,
    })
    .map(({ name, code, cause }) => Object.assign(new Error('x', { cause }), { name, code }))
  await holds(
    'transport errors',
    1500,
    fc.property(fc.oneof(anything, error), (thrown) => {
      const answer = unanswered(thrown)
      expect(answer.kind).toBe('unanswered')
      if (answer.kind !== 'unanswered' || answer.mayHaveArrived) return
      expect(thrown).toBeInstanceOf(Error)
    }),
  )
})

test('causes that go round in a circle come to an end', () => {
  const first = new Error('one')
  const second = new AggregateError([first], 'two', { cause: first })
  first.cause = second
  expect(unanswered(second)).toEqual({ kind: 'unanswered', why: 'reset', mayHaveArrived: true })
})
