import { afterEach, expect, test } from 'vitest'
import type { PrimeroSettings } from '../deployment/deployment.ts'
import type { Secrets } from '../flows/host.ts'
import type { FarSystem } from '../http/system.ts'
import { redacted } from '../privacy/redacted.ts'
import { primeroSignIn } from './sign-in.ts'
import {
  putCase,
  recordId,
  startSpeaking,
  type Speaking,
  type SpeakingOptions,
} from '../../../../test/support/speaking.ts'
import { credentialsInMemory } from '../../../../test/support/memory.ts'

const open: Speaking[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ server }) => server.stop()))
})

async function start(options: SpeakingOptions = {}): Promise<Speaking> {
  const speaking = await startSpeaking(options)
  open.push(speaking)
  putCase(speaking.server, 1)
  return speaking
}

const row = { unique_id: 'aaaaaaaa-0000-4000-a000-000000000001', service_type: 'legal_support' }

async function append({ primero }: Speaking): Promise<string> {
  return (await primero.update(recordId(1), { services_section: [row] }, null, {})).kind
}

/** Requests by what they were, in their order. */
function asked({ server }: Speaking): readonly string[] {
  return server.traffic
    .entries()
    .map(({ method, path, status }) => `${method} ${path.replace(recordId(1), 'ID')} ${status}`)
}

test('hazard 38: a few requests go by Basic, many by one session', async () => {
  const speaking = await start()
  await speaking.primero.expect(3)
  expect([await append(speaking), asked(speaking)]).toEqual(['done', ['PATCH /api/v2/cases/ID 200']])
  speaking.server.traffic.reset()
  await speaking.primero.expect(40)
  await speaking.primero.expect(40)
  expect(await append(speaking)).toBe('done')
  expect(speaking.server.traffic.counts()['sign-in']).toBe(1)
  expect(asked(speaking).at(-1)).toBe('PATCH /api/v2/cases/ID 200')
})

test('the token of the sign-in is not used where only the next one is good (v2.14)', async () => {
  const speaking = await start({ version: '2.14' })
  await speaking.primero.expect(40)
  expect([await append(speaking), await append(speaking)]).toEqual(['done', 'done'])
  expect(asked(speaking).filter((request) => request.endsWith('403'))).toEqual([])
})

test('without cookies it goes on by Basic', async () => {
  const speaking = await start({ secureCookies: true })
  await speaking.primero.expect(40)
  expect(await append(speaking)).toBe('done')
  expect(speaking.server.traffic.counts()['sign-in']).toBeUndefined()
})

test('a deployment may ask for Basic alone', async () => {
  const speaking = await start({ signIn: 'basic' })
  await speaking.primero.expect(40)
  expect([await append(speaking), asked(speaking)]).toEqual(['done', ['PATCH /api/v2/cases/ID 200']])
})

test('a session that another sign-in ended is given up for Basic, and nothing is lost or done twice', async () => {
  const speaking = await start()
  await speaking.primero.expect(40)
  await append(speaking)
  const other = await startSession(speaking)
  expect(other).toBe(200)
  speaking.server.traffic.reset()
  expect([await append(speaking), await append(speaking)]).toEqual(['done', 'done'])
  expect(asked(speaking)).toEqual([
    'PATCH /api/v2/cases/ID 401',
    'PATCH /api/v2/cases/ID 200',
    'PATCH /api/v2/cases/ID 200',
  ])
})

test.each([429, 500])('a sign-in that is answered with %i is made up for by Basic', async (status) => {
  const speaking = await start()
  speaking.server.faults.add({ fault: { kind: 'status', status }, path: /tokens/ })
  await speaking.primero.expect(40)
  expect(await append(speaking)).toBe('done')
})

test('a wrong password is tried once', async () => {
  const speaking = await start({ password: 'wrong' })
  const answer = await speaking.primero.case(recordId(1), { name: 'read-case' })
  expect(answer).toEqual({
    ok: false,
    failure: {
      kind: 'stop',
      reason: 'primero-credentials-refused',
      about: ['PRIMERO_USERNAME', 'PRIMERO_PASSWORD'],
    },
  })
  expect(asked(speaking)).toEqual(['GET /api/v2/cases/ID 401'])
})

const gateways = [
  [200, '{"statusCode":500,"message":"Internal server error"}'],
  [200, '{"success":false}'],
  [200, '{}'],
  [404, '{"fault":{"faultstring":"no route"}}'],
] as const

test.each(gateways)(
  'a wrong password that a gateway answered with %i %s is tried once all the same, however many ask',
  async (status, body) => {
    const speaking = await start({ password: 'wrong' })
    speaking.server.faults.add({
      fault: { kind: 'status', status, body, contentType: 'application/json' },
      times: 1,
    })
    // What is to be read by whoever asks is not yet known to be the answer that was due.
    const read = async () => speaking.primero.get(`/api/v2/cases/${recordId(1)}`, { name: 'read-case' })
    await read()
    await Promise.all([read(), read(), read(), read()])
    expect(asked(speaking).filter((request) => request.endsWith('401'))).toHaveLength(1)
  },
)

test('a password that is changed between two requests of a run: the session and one request are refused, and both are counted', async () => {
  const speaking = await start()
  const read = async () => speaking.primero.case(recordId(1), { name: 'read-case' })
  await read()
  const user = speaking.server.store.user('ping_integration')
  if (user === undefined) throw new Error('no account')
  speaking.server.store.addUser({ ...user, password: 'changed' })
  await speaking.primero.expect(40)
  await Promise.all([read(), read(), read(), read()])
  expect(asked(speaking).filter((request) => request.endsWith('401'))).toEqual([
    'POST /api/v2/tokens 401',
    'GET /api/v2/cases/ID 401',
  ])
  expect(speaking.refusals).toEqual(['wrong', 'wrong'])
})

/** Somebody signs in with the same account. */
async function startSession({ server }: Speaking): Promise<number> {
  const first = await fetch(`${server.url}/api/v2/primero`)
  const cookies = first.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '')
  const token = cookies.find((cookie) => cookie.startsWith('CSRF-TOKEN='))?.slice('CSRF-TOKEN='.length) ?? ''
  const answer = await fetch(`${server.url}/api/v2/tokens`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      cookie: cookies.join('; '),
      'x-csrf-token': decodeURIComponent(token),
    },
    body: JSON.stringify({ user: { user_name: 'ping_integration', password: 'Lantern-Orchard-42' } }),
  })
  return answer.status
}

/** Signs in at a server whose cookies are these, then writes; gives the headers of the write, or that it went by Basic. */
async function writeWith(cookies: readonly string[]): Promise<string> {
  const sent: Readonly<Record<string, string>>[] = []
  const system: FarSystem = {
    send: async ({ headers }) => {
      sent.push(headers)
      const answer = { get: () => null, getSetCookie: () => [...cookies] }
      return { kind: 'answer', status: 200, headers: answer, body: '{}', json: {} }
    },
    requests: () => sent.length,
    queued: () => 0,
    health: () => 'well',
    aheadMs: () => 0,
    isProven: () => false,
    finish: () => {},
  }
  const settings: PrimeroSettings = {
    baseUrl: 'http://127.0.0.1:1',
    moduleId: 'primeromodule-cp',
    intakeUser: 'intake',
    unhcr: { agency: 'UNHCR', user: 'unhcr_cw' },
    signIn: 'auto',
    limits: { concurrency: 1, requestsPerSecond: 0 },
  }
  const nobody = redacted('x')
  const secrets: Secrets = {
    pingUsername: nobody,
    pingPassword: nobody,
    pingSubscriptionKey: nobody,
    primeroUsername: nobody,
    primeroPassword: nobody,
  }
  const memory = credentialsInMemory({ primero: settings }, secrets).primero
  const signedIn = primeroSignIn(settings, secrets, system, memory)
  await signedIn.expect(40)
  await signedIn.send({ method: 'PATCH', path: '/api/v2/cases/1', body: '{}' }, { name: 'write' })
  const { cookie, 'x-csrf-token': token } = sent.at(-1) ?? {}
  return cookie === undefined ? 'Basic' : `${cookie} | ${token ?? 'no token'}`
}

test.each([
  ['CSRF-TOKEN=a%2Bb', 'CSRF-TOKEN=a%2Bb; _app_session=s | a+b'],
  ['CSRF-TOKEN=a%', 'CSRF-TOKEN=a%; _app_session=s | no token'],
  ['CSRF-TOKEN=a%0Ab', 'CSRF-TOKEN=a%0Ab; _app_session=s | no token'],
  ['CSRF-TOKEN=ü', 'Basic'],
])('a cookie %s is sent as %s', async (cookie, sent) => {
  expect(await writeWith([cookie, '_app_session=s; HttpOnly'])).toBe(sent)
})
