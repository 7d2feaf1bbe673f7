import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { origin, refusedWith, returnAddress, signingIn, toOf } from './signing-in.fixture.ts'

const today = '/d/gambella/today'

let here: Awaited<ReturnType<typeof signingIn>>

beforeEach(async () => {
  here = await signingIn()
})
afterEach(async () => {
  await here[Symbol.asyncDispose]()
})

test('an account with a role comes back to the page it asked for, under its name and with that role alone', async () => {
  const { ask, signInAs } = here.opened().browser()
  expect(toOf(await ask(today))).toEqual([303, '/sign-in'])
  expect(await (await ask('/sign-in')).text()).toContain('With your UNHCR account')
  expect(toOf(await signInAs('id-1'))).toEqual([303, today])
  const page = await ask(today)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Focal point')])
  expect((await ask('/d/duhok/today')).status).toBe(404)
  expect(here.logged).toEqual([])
})

test('the request goes with code, state, nonce and PKCE, in the language of the reader', async () => {
  const { ask } = here.opened().browser()
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
  await here.provider()[Symbol.asyncDispose]()
  await here.anotherProvider(more)
  const isPost = 'client' in more
  const { signInAs } = here.opened(here.settingsWith({ clientAuth: isPost ? 'post' : 'basic' })).browser()
  expect(toOf(await signInAs('id-1'))).toEqual([303, '/'])
})

test('of several roles in a deployment the one that may do most counts, whatever the letter case of a group', async () => {
  const { ask, signInAs } = here.opened().browser()
  await signInAs('id-6')
  expect(await (await ask(today)).text()).toContain('Focal point')
})

test('a role that the organisation no longer gives is gone at the next sign-in', async () => {
  const { browser } = here.opened()
  await browser().signInAs('id-1')
  const later = here.opened(here.settingsWith({ roles: { 'duhok-focal': { duhok: 'operator' } } })).browser()
  expect(toOf(await later.signInAs('id-1'))).toEqual(refusedWith('no-role'))
  expect((await later.ask(today)).status).toBe(303)
})

test('one that is here stays, and is asked nothing', async () => {
  const { ask, signInAs } = here.opened().browser()
  await signInAs('id-1')
  expect(toOf(await ask('/sign-in/unhcr'))).toEqual([303, '/'])
})

test('signing out ends what is ours, and says that the organisation’s own lives on and where it ends', async () => {
  const { ask, signInAs } = here.opened().browser()
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
  expect(end.origin).toBe(here.provider().issuer)
  expect(Object.fromEntries(end.searchParams)).toEqual({
    client_id: 'console',
    post_logout_redirect_uri: `${origin}/sign-in`,
  })
  expect(toOf(await ask(today))).toEqual([303, '/sign-in'])
  const account = 'focal@agency.example'
  expect(await here.history('gambella')).toEqual([
    ['signed-in', account],
    ['signed-out', account],
  ])
  expect(await here.history('duhok')).toEqual([])
})

test('wanting what a role does not include is noted, once a session, where it was wanted', async () => {
  const { ask, signInAs } = here.opened().browser()
  await signInAs('id-1')
  for (const path of ['/d/gambella/audit', '/d/gambella/audit', '/d/duhok/audit']) await ask(path)
  expect(await here.history('gambella')).toEqual([
    ['signed-in', 'focal@agency.example'],
    ['access-refused', 'focal@agency.example'],
  ])
  expect(await here.history('duhok')).toEqual([])
})

test('one place signs in 30 times a minute at most, and others go on', async () => {
  const { app } = here.opened()
  const from = (remoteAddress: string) =>
    app.request(`${origin}/sign-in/unhcr`, {}, { incoming: { socket: { remoteAddress } } })
  for (let asked = 0; asked < 30; asked += 1) await from('192.0.2.7')
  expect((await from('192.0.2.7')).status).toBe(429)
  expect((await from('192.0.2.8')).status).toBe(303)
  here.shift(60_000)
  expect((await from('192.0.2.7')).status).toBe(303)
})

test('behind a proxy it is the proxy that says where a request comes from, not whoever sends it', async () => {
  const settings = { ...here.settingsWith(), tls: 'proxy', address: 'https://console.example' } as const
  const { app } = here.opened(settings)
  const from = (forged: string) =>
    app.request('http://console.example/sign-in/unhcr', {
      headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': `${forged}, 192.0.2.7` },
    })
  for (let asked = 0; asked < 30; asked += 1) await from(`198.51.100.${asked}`)
  expect((await from('198.51.100.99')).status).toBe(429)
})

test('nothing that the organisation gave stands in the ledger but the name of the account and its roles', async () => {
  const { signInAs, cookies } = here.opened().browser()
  await signInAs('id-1')
  const files = ['', '-wal'].map((end) => readFileSync(`${here.ledger.path}${end}`, 'latin1')).join('')
  expect(files).toContain('focal@agency.example')
  for (const text of ['f@agency.example', 'gambella-focal', 'id-1', 'eyJ', cookies.get('session') ?? '–']) {
    expect(files).not.toContain(text)
  }
})

test('the cookie of a sign-in is for this host alone, lasts ten minutes, and is gone after it', async () => {
  const { ask, goAs, cookies } = here.opened().browser()
  const began = await ask('/sign-in/unhcr')
  expect(began.headers.getSetCookie()).toContainEqual(
    expect.stringMatching(/^entering=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/),
  )
  await ask(await goAs('id-1'))
  expect(cookies.has('entering')).toBe(false)
})

test('where several organisations sign in, an account goes under the name of its own', async () => {
  const [one] = here.settingsWith().providers
  if (one === undefined) throw new Error('There is one.')
  const settings = { ...here.settingsWith(), providers: [one, { ...one, name: 'unicef', title: 'UNICEF' }] }
  await here.opened(settings).browser().signInAs('id-1')
  const files = ['', '-wal'].map((end) => readFileSync(`${here.ledger.path}${end}`, 'latin1')).join('')
  expect(files).toContain('unhcr:focal@agency.example')
})
