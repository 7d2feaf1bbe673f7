import { afterEach, beforeEach, expect, test } from 'vitest'
import { callPing, signIn } from './ping-caller.ts'
import { startPing } from './ping.ts'
import type { Ping } from './ping.ts'

let ping: Ping
let now = Date.UTC(2026, 0, 10)

beforeEach(async () => {
  now = Date.UTC(2026, 0, 10)
  ping = await startPing({ now: () => now })
})
afterEach(() => ping.stop())

const list = '/primes/fetch/paging/v3/retrievedatawithpaging'

test('a good sign-in gives a bearer token with its lifetime as a number', async () => {
  const response = await signIn(ping)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    access_token: expect.stringMatching(/^[0-9a-f-]{36}\.[0-9a-f-]{36}$/),
    token_type: 'Bearer',
    expires_in: 3600,
  })
})

test('the lifetime can be sent as text', async () => {
  ping.settings.expiresInAs = 'string'
  expect(await (await signIn(ping)).json()).toMatchObject({ expires_in: '3600' })
})

test.each([
  ['a wrong password', { password: 'wrong' }, 'access_denied'],
  ['a wrong user name', { username: 'someone' }, 'access_denied'],
  ['another grant', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
  ['an unknown client', { client_id: 'other' }, 'invalid_request'],
  ['a wrong scope', { scope: 'other' }, 'invalid_request'],
])('%s is refused with 400 and counted', async (_, form, error) => {
  const response = await signIn(ping, form)
  expect(response.status).toBe(400)
  expect(await response.json()).toEqual({ error, error_description: expect.stringContaining('AADB2C') })
  expect(ping.store.signIns).toEqual({ accepted: 0, refused: 1 })
})

test('a token ends after its lifetime', async () => {
  const caller = await callPing(ping)
  now += 3_600_000 - 1
  expect((await caller.retrieve('SHP-2747', null)).status).toBe(200)
  now += 1
  expect((await caller.post(list, {})).status).toBe(401)
})

test('tokens can be ended in the middle of a run', async () => {
  const caller = await callPing(ping)
  ping.act.endTokens()
  expect((await caller.post(list, {})).status).toBe(401)
  expect((await (await callPing(ping)).retrieve('SHP-2747', null)).status).toBe(200)
})

test.each([
  ['missing', '', 'missing subscription key. Make sure to include subscription key'],
  ['invalid', 'wrong', 'invalid subscription key. Make sure to provide a valid key'],
])('a %s subscription key is 401 in the gateway’s words', async (_, key, words) => {
  const caller = await callPing(ping)
  const response = await caller.post(list, {}, { 'ocp-apim-subscription-key': key })
  expect(response.status).toBe(401)
  expect(await response.json()).toEqual({ statusCode: 401, message: expect.stringContaining(words) })
})

test('an unknown address is 404 in the gateway’s words', async () => {
  const caller = await callPing(ping)
  const response = await caller.post('/primes/other', {})
  expect([response.status, await response.json()]).toEqual([
    404,
    { statusCode: 404, message: 'Resource not found' },
  ])
})

test('above the rate the answer is 429 with Retry-After, and the next second is free again', async () => {
  const caller = await callPing(ping)
  ping.settings.rateLimit = { perSecond: 2 }
  expect((await caller.retrieve('SHP-2747', null)).status).toBe(200)
  expect((await caller.retrieve('SHP-2747', null)).status).toBe(200)
  const third = await caller.post(list, {})
  expect([third.status, third.headers.get('retry-after')]).toEqual([429, '1'])
  now += 1000
  expect((await caller.retrieve('SHP-2747', null)).status).toBe(200)
})

test('a burst of 503 passes and the requests are counted by what they are', async () => {
  const caller = await callPing(ping)
  ping.faults.add({ fault: { kind: 'status', status: 503 }, path: /retrievedata/, times: 1 })
  expect((await caller.post(list, {})).status).toBe(503)
  expect((await caller.retrieve('SHP-2747', null)).status).toBe(200)
  expect(ping.traffic.counts()).toEqual({ token: 1, 'not-acted': 1, 'list-referrals': 1 })
})
