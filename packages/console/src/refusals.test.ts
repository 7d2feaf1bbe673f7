import { expect, test } from 'vitest'
import { consoleApp } from './app.ts'
import { hostWith, seal } from './host.fixture.ts'
import { requestRefusals, type RequestRefusal } from './refusals.ts'
import type { Role } from './roles.ts'

interface Asked {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** The fields of a form that is sent; absent = a page is asked for. */
  readonly fields?: Readonly<Record<string, string>>
  readonly role?: Role | null
  readonly host?: string
  /** How often. */
  readonly times?: number
}

const ours = { origin: 'http://localhost' }
const form = { seal, once: 'a'.repeat(43) }
const tryAgain = '/d/gambella/attention/try-again'

const table: readonly (readonly [RequestRefusal, number, Asked])[] = [
  ['no-tls', 403, { path: '/sign-in', host: 'console.example', role: null }],
  ['elsewhere', 403, { path: tryAgain, fields: form, headers: { origin: 'https://elsewhere.example' } }],
  ['too-long', 413, { path: tryAgain, fields: { ...form, flow: 'x'.repeat(70_000) } }],
  ['old-form', 409, { path: tryAgain, fields: { ...form, seal: 'of another session' } }],
  ['old-form', 409, { path: '/d/gambella/referral/settle/check', fields: { ...form, seal: '' } }],
  ['old-form', 409, { path: '/d/gambella/referrals/file', fields: { ...form, seal: '' } }],
  ['old-form', 303, { path: '/sign-out', fields: { ...form, seal: '' } }],
  ['no-role', 404, { path: '/d/duhok/today' }],
  ['no-role', 404, { path: '/d/nowhere/today' }],
  ['role', 403, { path: '/d/gambella/people' }],
  ['role', 403, { path: tryAgain, fields: form, role: 'viewer' }],
  ['too-many', 429, { path: '/sign-in/unhcr', role: null, times: 31 }],
]

async function ask({
  path,
  headers = ours,
  fields,
  role = 'operator',
  host = 'localhost',
  times = 1,
}: Asked) {
  const told: RequestRefusal[] = []
  const app = consoleApp(hostWith({ refused: (why) => void told.push(why) }, role))
  const sent = fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields) }
  let status = 0
  for (let time = 0; time < times; time += 1) {
    status = (await app.request(`http://${host}${path}`, { headers, ...sent })).status
  }
  return { status, told }
}

test.each(table)('what is refused is told: %s, %i, %j', async (why, status, asked) => {
  expect(await ask(asked)).toEqual({ status, told: [why] })
})

test('each kind of refusal stands in the table', () => {
  expect(new Set(table.map(([why]) => why))).toEqual(new Set(requestRefusals))
})

test('what is answered is not told', async () => {
  expect(await ask({ path: '/d/gambella/today' })).toEqual({ status: 200, told: [] })
  expect(await ask({ path: '/d/gambella/today', role: null })).toEqual({ status: 303, told: [] })
})
