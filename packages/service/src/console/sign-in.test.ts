import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { consoleApp } from '@ping-primero/console/app.ts'
import { oneTimeEntry } from '@ping-primero/console/entry/one-time-entry.ts'
import { oneTimeValues } from '@ping-primero/console/entry/one-time.ts'
import { hostWith } from '@ping-primero/console/host.fixture.ts'
import { testLedger, type TestLedger } from '../ledger/item.fixture.ts'

const minute = 60_000
const origin = 'http://localhost'
const today = '/d/gambella/today'

let ledger: TestLedger
let nowMs = 0
let told: string[] = []

beforeEach(async () => {
  ledger = await testLedger()
  nowMs = Date.parse('2026-11-26T05:42:00.000Z')
  told = []
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

/** The console over a real ledger, with an address that was told; and a browser that keeps its cookies. */
function opened(isBehindProxy = false, base = origin) {
  const now = (): number => nowMs
  const values = oneTimeValues(now)
  const { sessions, acts } = ledger.store.entered
  const entry = oneTimeEntry({
    sessions,
    values,
    tell: (value) => told.push(value),
    as: { account: 'sandbox', roles: { gambella: 'administrator' } },
    now,
  })
  told.push(values.issue())
  const app = consoleApp(hostWith({ entry: { ...entry, isBehindProxy }, acts, now }))
  const forwarded = isBehindProxy ? { 'x-forwarded-proto': 'https' } : {}
  const browser = () => {
    const cookies = new Map<string, string>()
    const ask = async (path: string, fields?: Readonly<Record<string, string>>): Promise<Response> => {
      const answer = await app.request(`${base}${path}`, {
        headers: {
          ...forwarded,
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          origin: isBehindProxy ? base.replace('http:', 'https:') : base,
        },
        ...(fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields) }),
      })
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        if (/max-age=0/i.test(cookie)) cookies.delete(name)
        else cookies.set(name, value)
      }
      return answer
    }
    const enter = (value = told.at(-1) ?? ''): Promise<Response> => ask(`/enter/${value}`)
    return { ask, enter, cookies }
  }
  return { app, browser }
}

function toOf(answer: Response): [number, string | null] {
  return [answer.status, answer.headers.get('location')]
}

/** The hidden fields of the form by which one signs out. */
async function fieldsOf(page: Response): Promise<Record<string, string>> {
  const fields = (await page.text()).matchAll(/name="(seal|once)"\s+value="([^"]+)"/g)
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value]))
}

test('an address that was told lets in once, and back to the page that was asked for', async () => {
  const { browser } = opened()
  const { ask, enter } = browser()
  expect(toOf(await ask(`${today}?q=803-00000001`))).toEqual([303, '/sign-in'])
  expect(toOf(await enter())).toEqual([303, today])
  expect((await ask(today)).status).toBe(200)
  expect(toOf(await ask('/sign-in'))).toEqual([303, '/'])
  const other = browser()
  expect(toOf(await other.enter())).toEqual([303, '/sign-in?why=spent'])
  expect(toOf(await other.ask(today))).toEqual([303, '/sign-in'])
})

test('it lets in for 10 minutes', async () => {
  const { browser } = opened()
  nowMs += 10 * minute
  expect(toOf(await browser().enter())).toEqual([303, '/sign-in?why=spent'])
})

test('another address takes the place of the one before it', async () => {
  const { browser } = opened()
  const { ask, enter } = browser()
  expect(toOf(await ask('/sign-in', {}))).toEqual([303, '/sign-in?why=told'])
  expect(told).toHaveLength(2)
  expect(toOf(await enter(told[0]))).toEqual([303, '/sign-in?why=spent'])
  expect(toOf(await enter(told[1]))).toEqual([303, '/'])
})

test('whoever tries too often is not let in by the right address either, for a minute', async () => {
  const { browser } = opened()
  const { enter } = browser()
  for (let tried = 0; tried < 10; tried += 1) await enter(`wrong-${tried}`)
  expect((await enter()).status).toBe(429)
  nowMs += minute
  expect(toOf(await enter())).toEqual([303, '/'])
})

test('other addresses are told ten times a minute at most', async () => {
  const { browser } = opened()
  const { ask } = browser()
  for (let asked = 0; asked < 12; asked += 1) await ask('/sign-in', {})
  expect(told).toHaveLength(11)
  expect((await ask('/sign-in', {})).status).toBe(429)
})

test('a session ends after 15 minutes without a request, and not before', async () => {
  const { browser } = opened()
  const { ask, enter } = browser()
  await enter()
  nowMs += 15 * minute - 1
  expect((await ask(today)).status).toBe(200)
  nowMs += 15 * minute - 1
  expect((await ask(today)).status).toBe(200)
  nowMs += 15 * minute
  expect(toOf(await ask(today))).toEqual([303, '/sign-in?why=idle'])
  expect(toOf(await ask(today))).toEqual([303, '/sign-in'])
})

test('a session ends after 8 hours, however much it is used', async () => {
  const { browser } = opened()
  const { ask, enter } = browser()
  await enter()
  for (let passed = 10; passed < 8 * 60; passed += 10) {
    nowMs += 10 * minute
    expect((await ask(today)).status).toBe(200)
  }
  nowMs += 10 * minute
  expect(toOf(await ask(today))).toEqual([303, '/sign-in?why=over'])
})

test('signing out ends the session on the server, by a form of that session alone', async () => {
  const { browser } = opened()
  const { ask, enter, cookies } = browser()
  await enter()
  const kept = new Map(cookies)
  const fields = await fieldsOf(await ask(today))
  expect(toOf(await ask('/sign-out', { ...fields, seal: 'another' }))).toEqual([303, '/'])
  expect((await ask(today)).status).toBe(200)
  expect(toOf(await ask('/sign-out', fields))).toEqual([303, '/sign-in?why=left'])
  expect([...cookies.keys()]).toEqual([])
  for (const [name, value] of kept) cookies.set(name, value)
  expect(toOf(await ask(today))).toEqual([303, '/sign-in'])
  expect(toOf(await ask('/sign-out', fields))).toEqual([303, '/sign-in?why=left'])
})

test('entering again ends the session before', async () => {
  const { browser } = opened()
  const { ask, enter, cookies } = browser()
  await enter()
  const before = new Map(cookies)
  await browser().ask('/sign-in', {})
  await enter()
  expect(cookies.get('session')).not.toBe(before.get('session'))
  expect((await ask(today)).status).toBe(200)
  for (const [name, value] of before) cookies.set(name, value)
  expect(toOf(await ask(today))).toEqual([303, '/sign-in'])
})

test('a token that opens a session stands nowhere in the ledger', async () => {
  const { browser } = opened()
  const { enter, cookies } = browser()
  await enter()
  const token = cookies.get('session') ?? ''
  expect(token).toMatch(/^[\w-]{43}$/)
  const files = ['', '-wal'].map((end) => readFileSync(`${ledger.path}${end}`, 'latin1')).join('')
  expect(files).toContain('administrator')
  expect(files).not.toContain(token)
})

test('the cookie is for this host alone, over TLS by name', async () => {
  const plain = await opened().browser().enter()
  expect(plain.headers.getSetCookie()).toContainEqual(
    expect.stringMatching(/^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
  )
  told = []
  const behind = opened(true, 'http://console.example')
  const secure = await behind.browser().enter()
  expect(secure.headers.getSetCookie()).toContainEqual(
    expect.stringMatching(/^__Host-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
  )
  expect(secure.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
})

test('without TLS nobody is let in but on this very machine', async () => {
  const { app } = opened()
  expect((await app.request('http://console.example/sign-in')).status).toBe(403)
  const forged = { 'x-forwarded-proto': 'https' }
  expect((await app.request('http://console.example/sign-in', { headers: forged })).status).toBe(403)
  const behind = opened(true).app
  expect((await behind.request(`${origin}/sign-in`)).status).toBe(403)
})
