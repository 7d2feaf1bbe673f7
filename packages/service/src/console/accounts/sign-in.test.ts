import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { consoleApp } from '@ping-primero/console/app.ts'
import { hostWith } from '@ping-primero/console/host.fixture.ts'
import { redacted } from '@ping-primero/core/privacy/redacted.ts'
import type { ReadConsole } from '../../configuration/console/read.ts'
import { ConsoleYaml } from '../../configuration/console/schema.ts'
import { nodeTransport } from '../../http/node-transport.ts'
import { testLedger, type TestLedger } from '../../ledger/item.fixture.ts'
import type { ServiceEvent } from '../../log/service-event.ts'
import { accountsEntry } from './entry.ts'
import { clientSecret, testProvider, type ProviderAccounts, type TestProvider } from './provider.fixture.ts'

const origin = 'http://localhost'
const returnAddress = `${origin}/sign-in/unhcr/return`
const today = '/d/gambella/today'

const accounts: ProviderAccounts = {
  'id-1': {
    preferred_username: 'focal@agency.example',
    groups: ['gambella-focal'],
    email: 'f@agency.example',
  },
  'id-2': { preferred_username: 'other@agency.example', groups: ['duhok-focal'] },
  'id-3': { preferred_username: 'stranger@agency.example', groups: ['canteen'] },
  'id-4': { groups: ['gambella-focal'], email: 'own@elsewhere.example', email_verified: false },
  'id-5': {
    preferred_username: 'many@agency.example',
    _claim_names: { groups: 'src1' },
    _claim_sources: { src1: {} },
  },
  'id-6': { preferred_username: 'both@agency.example', groups: ['gambella-look', 'GAMBELLA-FOCAL'] },
}

let ledger: TestLedger
let provider: TestProvider
let shiftMs = 0
let logged: ServiceEvent[] = []

const now = (): number => Date.now() + shiftMs

async function startProvider(more: Partial<Parameters<typeof testProvider>[0]> = {}): Promise<void> {
  provider = await testProvider({ accounts, returnAddress, ...more })
}

beforeEach(async () => {
  ledger = await testLedger()
  shiftMs = 0
  logged = []
  await startProvider()
})
afterEach(async () => {
  await provider[Symbol.asyncDispose]()
  await ledger[Symbol.asyncDispose]()
})

function settingsWith(more: Readonly<Record<string, unknown>> = {}, secret = clientSecret): ReadConsole {
  const settings = ConsoleYaml.parse({
    address: origin,
    tls: 'none',
    providers: [
      {
        name: 'unhcr',
        title: 'UNHCR',
        issuer: provider.issuer,
        clientId: 'console',
        roles: {
          'gambella-focal': { gambella: 'operator' },
          'gambella-look': { gambella: 'viewer' },
          'duhok-focal': { duhok: 'operator' },
        },
        ...more,
      },
    ],
  })
  return { ...settings, providers: settings.providers.map((one) => ({ ...one, secret: redacted(secret) })) }
}

/** The console with accounts of the provider, and a browser that keeps its cookies. */
function opened(settings = settingsWith()) {
  const { sessions, acts } = ledger.store.entered
  const entry = accountsEntry({
    settings,
    sessions,
    transport: nodeTransport(5_000, {}),
    log: (event) => logged.push(event),
    now,
  })
  const app = consoleApp(hostWith({ entry, acts, now }))
  const browser = () => {
    const cookies = new Map<string, string>()
    const ask = async (path: string, fields?: Readonly<Record<string, string>>): Promise<Response> => {
      const answer = await app.request(`${origin}${path}`, {
        headers: { origin, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields) }),
      })
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        if (/max-age=0/i.test(cookie)) cookies.delete(name)
        else cookies.set(name, value)
      }
      return answer
    }
    /** Goes to the provider as an account, and gives the way back to the console. */
    const goAs = async (account: string): Promise<string> => {
      const to = (await ask('/sign-in/unhcr')).headers.get('location') ?? ''
      const back = await provider.signIn(to, account)
      return back.pathname + back.search
    }
    const signInAs = async (account: string): Promise<Response> => ask(await goAs(account))
    return { ask, goAs, signInAs, cookies }
  }
  return { app, browser }
}

function toOf(answer: Response): [number, string | null] {
  return [answer.status, answer.headers.get('location')]
}

function refusedWith(why: string): [number, string] {
  return [303, `/sign-in?why=${why}`]
}

test('an account with a role comes back to the page it asked for, under its name and with that role alone', async () => {
  const { ask, signInAs } = opened().browser()
  expect(toOf(await ask(today))).toEqual([303, '/sign-in'])
  expect(await (await ask('/sign-in')).text()).toContain('With your UNHCR account')
  expect(toOf(await signInAs('id-1'))).toEqual([303, today])
  const page = await ask(today)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Focal point')])
  expect((await ask('/d/duhok/today')).status).toBe(404)
  expect(logged).toEqual([])
})

test('the request goes with code, state, nonce and PKCE, in the language of the reader', async () => {
  const { ask } = opened().browser()
  await ask('/language/fr')
  const to = new URL((await ask('/sign-in/unhcr')).headers.get('location') ?? '')
  expect(Object.fromEntries(to.searchParams)).toEqual({
    client_id: 'console',
    response_type: 'code',
    redirect_uri: returnAddress,
    scope: 'openid profile email',
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
    ui_locales: 'fr',
  })
})

test.each([
  ['by its own ID token', { configuration: { conformIdTokenClaims: false } }],
  ['in the body of the request', { client: { token_endpoint_auth_method: 'client_secret_post' } }],
] as const)('a provider is understood that tells or asks %s', async (_how, more) => {
  await provider[Symbol.asyncDispose]()
  await startProvider(more)
  const isPost = 'client' in more
  const { signInAs } = opened(settingsWith({ clientAuth: isPost ? 'post' : 'basic' })).browser()
  expect(toOf(await signInAs('id-1'))).toEqual([303, '/'])
})

test('of several roles in a deployment the one that may do most counts, whatever the letter case of a group', async () => {
  const { ask, signInAs } = opened().browser()
  await signInAs('id-6')
  expect(await (await ask(today)).text()).toContain('Focal point')
})

test('a role that the organisation no longer gives is gone at the next sign-in', async () => {
  const { browser } = opened()
  await browser().signInAs('id-1')
  const later = opened(settingsWith({ roles: { 'duhok-focal': { duhok: 'operator' } } })).browser()
  expect(toOf(await later.signInAs('id-1'))).toEqual(refusedWith('no-role'))
  expect((await later.ask(today)).status).toBe(303)
})

describe('whoever is not let in is told why, and nobody enters', () => {
  test.each([
    ['denied', 'refused', { said: 'access_denied', subject: null }],
    ['no-role', 'id-3', { said: null, subject: 'id-3' }],
    ['nameless', 'id-4', { said: null, subject: 'id-4' }],
    ['groups', 'id-5', { said: null, subject: 'id-5' }],
  ])('%s', async (why, account, told) => {
    const { ask, signInAs } = opened().browser()
    expect(toOf(await signInAs(account))).toEqual(refusedWith(why))
    expect(logged).toEqual([{ event: 'sign-in-refused', provider: 'unhcr', why, ...told }])
    expect(toOf(await ask(today))).toEqual([303, '/sign-in'])
  })

  test('an address that nobody vouches for is no name', async () => {
    const { signInAs } = opened(settingsWith({ accountClaim: 'email' })).browser()
    expect(toOf(await signInAs('id-4'))).toEqual(refusedWith('nameless'))
  })

  test('another browser than the one that began', async () => {
    const { browser } = opened()
    const back = await browser().goAs('id-1')
    const other = browser()
    expect(toOf(await other.ask(back))).toEqual(refusedWith('lost'))
    await other.ask('/sign-in/unhcr')
    expect(toOf(await other.ask(back))).toEqual(refusedWith('lost'))
    expect(toOf(await other.ask(today))).toEqual([303, '/sign-in'])
  })

  test('a way back that was used before, even with the cookie that it had', async () => {
    const { browser } = opened()
    const first = browser()
    const back = await first.goAs('id-1')
    const kept = new Map(first.cookies)
    expect(toOf(await first.ask(back))).toEqual([303, '/'])
    expect(toOf(await first.ask(back))).toEqual([303, '/'])
    const other = browser()
    for (const [name, value] of kept) other.cookies.set(name, value)
    expect(toOf(await other.ask(back))).toEqual(refusedWith('lost'))
    expect(logged.at(-1)).toMatchObject({ why: 'lost', said: 'invalid_grant' })
  })

  test.each(['state', 'iss', 'code'])('a way back whose %s is another one', async (name) => {
    const { ask, goAs } = opened().browser()
    const back = new URL(await goAs('id-1'), origin)
    back.searchParams.set(name, 'another')
    const why = name === 'iss' ? 'distrusted' : 'lost'
    expect(toOf(await ask(back.pathname + back.search))).toEqual(refusedWith(why))
  })

  test('what a way back says is never repeated, in the log neither', async () => {
    const { ask } = opened().browser()
    const to = new URL((await ask('/sign-in/unhcr')).headers.get('location') ?? '')
    const state = to.searchParams.get('state') ?? ''
    const query = new URLSearchParams({
      state,
      iss: provider.issuer,
      error: 'Amina <b>',
      error_description: 'AADSTS50105: Amina Tesfaye is not assigned',
    })
    expect(toOf(await ask(`/sign-in/unhcr/return?${query.toString()}`))).toEqual(refusedWith('denied'))
    expect(logged.at(-1)).toMatchObject({ said: 'AADSTS50105' })
    expect(JSON.stringify(logged)).not.toContain('Amina')
  })

  test('a clock that is hours ahead of the organisation’s', async () => {
    shiftMs = 3 * 60 * 60_000
    expect(toOf(await opened().browser().signInAs('id-1'))).toEqual(refusedWith('clock'))
  })

  test('a secret that is not, or no longer, the one the organisation knows', async () => {
    const { signInAs } = opened(settingsWith({}, 'another secret')).browser()
    expect(toOf(await signInAs('id-1'))).toEqual(refusedWith('unknown-here'))
    expect(logged.at(-1)).toMatchObject({ why: 'unknown-here', said: 'invalid_client' })
  })

  test('an organisation in trouble, before and after; once it is well again it lets in', async () => {
    const { ask, goAs, signInAs } = opened().browser()
    provider.troubled(503)
    expect(toOf(await ask('/sign-in/unhcr'))).toEqual(refusedWith('silent'))
    provider.troubled(null)
    const back = await goAs('id-1')
    provider.troubled(502)
    expect(toOf(await ask(back))).toEqual(refusedWith('silent'))
    expect(logged).toMatchObject([
      { why: 'silent', said: 'http-503' },
      { why: 'silent', said: 'http-502' },
    ])
    provider.troubled(null)
    expect(toOf(await signInAs('id-1'))).toEqual([303, '/'])
  })

  test('an organisation that is not there', async () => {
    const { ask } = opened().browser()
    await provider[Symbol.asyncDispose]()
    expect(toOf(await ask('/sign-in/unhcr'))).toEqual(refusedWith('silent'))
    await startProvider()
  })
})

test('one that is here stays, and is asked nothing', async () => {
  const { ask, signInAs } = opened().browser()
  await signInAs('id-1')
  expect(toOf(await ask('/sign-in/unhcr'))).toEqual([303, '/'])
})

test('signing out ends what is ours, and says that the organisation’s own lives on and where it ends', async () => {
  const { ask, signInAs } = opened().browser()
  await signInAs('id-1')
  const page = await (await ask(today)).text()
  const fields = [...page.matchAll(/name="(seal|once)"\s+value="([^"]+)"/g)]
  const left = await ask(
    '/sign-out',
    Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value])),
  )
  expect(toOf(left)).toEqual(refusedWith('left'))
  expect(await (await ask('/sign-in?why=left')).text()).toContain('href="/sign-out/unhcr"')
  const end = new URL((await ask('/sign-out/unhcr')).headers.get('location') ?? '')
  expect(end.origin).toBe(provider.issuer)
  expect(Object.fromEntries(end.searchParams)).toEqual({
    client_id: 'console',
    post_logout_redirect_uri: `${origin}/sign-in`,
  })
  expect(toOf(await ask(today))).toEqual([303, '/sign-in'])
})

test('one place signs in 30 times a minute at most, and others go on', async () => {
  const { app } = opened()
  const from = (remoteAddress: string) =>
    app.request(`${origin}/sign-in/unhcr`, {}, { incoming: { socket: { remoteAddress } } })
  for (let asked = 0; asked < 30; asked += 1) await from('192.0.2.7')
  expect((await from('192.0.2.7')).status).toBe(429)
  expect((await from('192.0.2.8')).status).toBe(303)
  shiftMs = 60_000
  expect((await from('192.0.2.7')).status).toBe(303)
})

test('behind a proxy it is the proxy that says where a request comes from, not whoever sends it', async () => {
  const settings = { ...settingsWith(), tls: 'proxy', address: 'https://console.example' } as const
  const { app } = opened(settings)
  const from = (forged: string) =>
    app.request('http://console.example/sign-in/unhcr', {
      headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': `${forged}, 192.0.2.7` },
    })
  for (let asked = 0; asked < 30; asked += 1) await from(`198.51.100.${asked}`)
  expect((await from('198.51.100.99')).status).toBe(429)
})

test('nothing that the organisation gave stands in the ledger but the name of the account and its roles', async () => {
  const { signInAs, cookies } = opened().browser()
  await signInAs('id-1')
  const files = ['', '-wal'].map((end) => readFileSync(`${ledger.path}${end}`, 'latin1')).join('')
  expect(files).toContain('focal@agency.example')
  for (const text of ['f@agency.example', 'gambella-focal', 'id-1', 'eyJ', cookies.get('session') ?? '–']) {
    expect(files).not.toContain(text)
  }
})

test('the cookie of a sign-in is for this host alone, lasts ten minutes, and is gone after it', async () => {
  const { ask, goAs, cookies } = opened().browser()
  const began = await ask('/sign-in/unhcr')
  expect(began.headers.getSetCookie()).toContainEqual(
    expect.stringMatching(/^entering=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/),
  )
  await ask(await goAs('id-1'))
  expect(cookies.has('entering')).toBe(false)
})

test('where several organisations sign in, an account goes under the name of its own', async () => {
  const [one] = settingsWith().providers
  if (one === undefined) throw new Error('There is one.')
  const settings = { ...settingsWith(), providers: [one, { ...one, name: 'unicef', title: 'UNICEF' }] }
  await opened(settings).browser().signInAs('id-1')
  const files = ['', '-wal'].map((end) => readFileSync(`${ledger.path}${end}`, 'latin1')).join('')
  expect(files).toContain('unhcr:focal@agency.example')
})
