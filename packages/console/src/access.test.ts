import { describe, expect, test } from 'vitest'
import { consoleApp } from './app.ts'
import { hostWith, seal } from './host.fixture.ts'
import { everybody, type Role } from './roles.ts'

type Who = Role | 'nobody' | 'elsewhere'

const everyone: readonly Who[] = ['viewer', 'operator', 'administrator', 'auditor', 'nobody', 'elsewhere']

/** What an answer is: its status, and where it leads. */
type Expected = string

/** A route, and what each one is answered; `*` stands for everyone who is not named. */
interface Row {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly says: Readonly<Partial<Record<Who | '*', Expected>>>
}

const outside = { nobody: '303 /sign-in', elsewhere: '404' } as const

/** What is answered to those who may, and to nobody else; every role where none is named. */
function only(answer: Expected, roles: readonly Role[] = everybody): Row['says'] {
  return {
    ...Object.fromEntries(everybody.map((role) => [role, roles.includes(role) ? answer : '403'])),
    ...outside,
  }
}

const workers = ['operator', 'administrator'] as const
const readers = ['administrator', 'auditor'] as const

const table: readonly Row[] = [
  {
    method: 'GET',
    path: '/',
    says: only('303 /d/gambella/today'),
  },
  { method: 'GET', path: '/healthz', says: { '*': '200' } },
  { method: 'GET', path: '/readyz', says: { '*': '200' } },
  {
    method: 'GET',
    path: '/countries',
    says: only('200'),
  },
  { method: 'GET', path: '/language/:language', says: { '*': '303 /' } },
  { method: 'GET', path: '/sign-in', says: { '*': '303 /', nobody: '200' } },
  { method: 'POST', path: '/sign-in', says: { '*': '303 /sign-in?why=told' } },
  { method: 'GET', path: '/enter/:value', says: { '*': '303 /sign-in?why=spent' } },
  {
    method: 'GET',
    path: '/sign-in/:provider',
    says: { '*': '303 /', nobody: '303 https://accounts.example/authorize' },
  },
  {
    method: 'GET',
    path: '/sign-in/:provider/return',
    says: { '*': '303 /', nobody: '303 /sign-in?why=lost' },
  },
  { method: 'GET', path: '/sign-out/:provider', says: { '*': '303 https://accounts.example/end' } },
  { method: 'POST', path: '/sign-out', says: { '*': '303 /sign-in?why=left' } },
  {
    method: 'GET',
    path: '/d/:deployment/today',
    says: only('200'),
  },
  {
    method: 'GET',
    path: '/d/:deployment/attention',
    says: only('200'),
  },
  {
    method: 'GET',
    path: '/d/:deployment/mappings',
    says: only('200'),
  },
  {
    method: 'GET',
    path: '/d/:deployment/referrals',
    says: only('200'),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referrals/file',
    says: only('200'),
  },
  {
    method: 'POST',
    path: '/d/:deployment/find',
    says: only('200'),
  },
  {
    method: 'GET',
    path: '/d/:deployment/mappings/file',
    says: only('200'),
  },
  {
    method: 'GET',
    path: '/d/:deployment/referral',
    says: only('200'),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referral/try-again',
    says: only('303 /d/gambella/referral?number=REF-IOP-000128&tried=0&flow=2.1#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referral/settle/check',
    says: only('200', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referral/settle',
    says: only('303 /d/gambella/referral?number=REF-IOP-000128&did=moved#done', workers),
  },
  {
    method: 'GET',
    path: '/d/:deployment/referral/release',
    says: only('200', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referral/release',
    says: only('303 /d/gambella/referral?number=REF-IOP-000128&did=moved#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referral/note',
    says: only('303 /d/gambella/referral?number=REF-IOP-000128&did=moved#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referral/look',
    says: only('200', workers),
  },
  {
    method: 'GET',
    path: '/d/:deployment/notice',
    says: only('200', workers),
  },
  {
    method: 'GET',
    path: '/d/:deployment/going-live',
    says: only('200', ['administrator']),
  },
  {
    method: 'POST',
    path: '/d/:deployment/going-live/check',
    says: only('303 /d/gambella/going-live?seen=1795671720000#done', ['administrator']),
  },
  {
    method: 'GET',
    path: '/d/:deployment/people',
    says: only('200', readers),
  },
  {
    method: 'GET',
    path: '/d/:deployment/audit',
    says: only('200', readers),
  },
  {
    method: 'GET',
    path: '/d/:deployment/health',
    says: only('200', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/health/compare',
    says: only('303 /d/gambella/health#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/audit/verify',
    says: only('303 /d/gambella/audit#done', readers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/audit/file',
    says: only('200', readers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/attention/try-again',
    says: only('303 /d/gambella/attention?tried=0&flow=2.1#done', workers),
  },
  {
    method: 'GET',
    path: '/d/:deployment/flows',
    says: only('200'),
  },
  {
    method: 'POST',
    path: '/d/:deployment/flows/pause',
    says: only('303 /d/gambella/flows?did=paused&flow=2.1#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/flows/resume',
    says: only('303 /d/gambella/flows?did=resumed&flow=2.1#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/flows/run',
    says: only('303 /d/gambella/flows?begun=run&flow=2.1#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/flows/look-again',
    says: only('303 /d/gambella/flows?begun=look-again&flow=2.1#done', ['administrator']),
  },
  {
    method: 'POST',
    path: '/d/:deployment/flows/try',
    says: only('303 /d/gambella/flows?begun=try&flow=2.1#done', workers),
  },
]

const values: Readonly<Record<string, string>> = {
  ':language': 'fr',
  ':value': 'unknown',
  ':provider': 'unhcr',
  ':deployment': 'gambella',
}

/** How a form of a referral names the item that is meant. */
const named = { number: 'REF-IOP-000128', flow: '2.1', key: 'r' }

/** What stands in the form of an act. */
const forms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/d/:deployment/referral/try-again': { number: named.number },
  '/d/:deployment/referral/look': { number: named.number },
  '/d/:deployment/referral/settle/check': { ...named, how: 'told', why: 'by letter' },
  '/d/:deployment/referral/settle': { ...named, how: 'told', why: 'by letter' },
  '/d/:deployment/referral/note': { ...named, why: 'the supervisor telephones' },
  '/d/:deployment/referral/release': {
    ...named,
    reason: 'consent-overridden',
    check1: 'on',
    check2: 'on',
    check3: 'on',
    why: 'the assessment is there',
  },
  '/d/:deployment/attention/try-again': { flow: '2.1', reason: 'consent-missing' },
  '/d/:deployment/flows/pause': { flow: '2.1', why: 'maintenance of Primero' },
  '/d/:deployment/flows/resume': { flow: '2.1' },
  '/d/:deployment/flows/run': { flow: '2.1' },
  '/d/:deployment/flows/try': { flow: '2.1' },
  '/d/:deployment/flows/look-again': { flow: '2.1', since: '2026-11-01' },
}

/** What an address asks for. */
const queries: Readonly<Record<string, string>> = {
  '/d/:deployment/mappings/file': '?table=service-types-in',
}

function addressOf(path: string): string {
  return path.replaceAll(/:\w+/g, (name) => values[name] ?? name) + (queries[path] ?? '')
}

async function answered(who: Who, method: string, path: string, headers: Record<string, string>) {
  const host = hostWith(
    who === 'elsewhere' ? { deployments: () => hostWith().deployments().slice(1) } : {},
    who === 'nobody' ? null : who === 'elsewhere' ? 'operator' : who,
  )
  const body =
    method === 'POST' ? { body: new URLSearchParams({ seal, once: 'x'.repeat(43), ...forms[path] }) } : {}
  const answer = await consoleApp(host).request(addressOf(path), { method, headers, ...body })
  const to = answer.headers.get('location')
  return to === null ? String(answer.status) : `${answer.status} ${to}`
}

const ours = { origin: 'http://localhost' }

test('every route stands in the table', () => {
  const routes = consoleApp(hostWith())
    .routes.filter(({ method, path }) => method !== 'ALL' && path !== '/*' && !path.startsWith('/assets/'))
    .map(({ method, path }) => `${method} ${path}`)
  expect(new Set(routes)).toEqual(new Set(table.map(({ method, path }) => `${method} ${path}`)))
})

describe.each(table)('$method $path', ({ method, path, says }) => {
  test.each(everyone)('is answered as it should be: %s', async (who) => {
    expect(await answered(who, method, path, ours)).toBe(says[who] ?? says['*'])
  })

  const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(
    (other) => !table.some((row) => row.path === path && row.method === other),
  )
  test.each(others)('takes no other way: %s', async (other) => {
    for (const who of everyone) expect(await answered(who, other, path, ours)).toBe('404')
  })
})

describe.each(table.filter(({ method }) => method === 'POST'))('POST $path', ({ path, says }) => {
  test.each([
    ['another site', { origin: 'https://elsewhere.example' }],
    ['the same machine, another port', { origin: 'http://localhost:8080' }],
    ['a page that hides itself', { origin: 'null' }],
    ['nowhere', {}],
    ['another site, by Referer alone', { referer: 'https://elsewhere.example/page' }],
  ])('does nothing for %s', async (_from, headers) => {
    for (const who of everyone) expect(await answered(who, 'POST', path, headers)).toBe('403')
  })

  test('is taken by Referer where a browser gives no Origin', async () => {
    const answer = await answered('administrator', 'POST', path, {
      referer: 'http://localhost/d/gambella/today',
    })
    expect(answer).toBe(says.administrator ?? says['*'])
  })
})
