import { expect, test } from 'vitest'
import { assets } from './assets/assets.ts'
import { consoleApp } from './app.ts'
import { deploymentWith, hostWith } from './host.fixture.ts'

const today = '/d/gambella/today'

test('Today answers in the language that the browser asks for first, and its direction', async () => {
  const app = consoleApp(hostWith())
  const said = async (accepted: string): Promise<string | undefined> => {
    const answer = await app.request(today, { headers: { 'accept-language': accepted } })
    return /<html lang="\w+" dir="\w+">/.exec(await answer.text())?.[0]
  }
  expect(await said('de, fr;q=0.8, en;q=0.5')).toBe('<html lang="fr" dir="ltr">')
  expect(await said('ar-IQ')).toBe('<html lang="ar" dir="rtl">')
  expect(await said('am')).toBe('<html lang="en" dir="ltr">')
})

test('a language that was chosen is kept, and only addresses of ours are gone back to', async () => {
  const app = consoleApp(hostWith())
  const chosen = await app.request(`/language/es?to=${today}`)
  expect([chosen.status, chosen.headers.get('location')]).toEqual([303, today])
  const [cookie = ''] = chosen.headers.get('set-cookie')?.split(';') ?? []
  const next = await app.request(today, { headers: { cookie, 'accept-language': 'fr' } })
  expect(await next.text()).toContain('lang="es"')
  for (const to of ['//elsewhere.example', 'https://elsewhere.example', '/d/gambella/today?x=1']) {
    const answer = await app.request(`/language/es?to=${encodeURIComponent(to)}`)
    expect(answer.headers.get('location')).toBe('/')
  }
})

test('over TLS every cookie is for this host alone, by name', async () => {
  const overTls = 'https://console.example'
  const chosen = await consoleApp(hostWith()).request(`${overTls}/language/es?to=${today}`)
  const asked = await consoleApp(hostWith({}, null)).request(`${overTls}${today}`)
  const cookies = [chosen, asked].flatMap(({ headers }) => headers.getSetCookie())
  expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['__Host-language', '__Host-asked'])
  for (const cookie of cookies) expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  const next = await consoleApp(hostWith()).request(`${overTls}${today}`, {
    headers: { cookie: '__Host-language=es', 'accept-language': 'fr' },
  })
  expect(await next.text()).toContain('lang="es"')
})

test('another site that leads somebody to an organisation leads them to the page with its button', async () => {
  const app = consoleApp(hostWith({}, null))
  const ledBy = async (site: string): Promise<string | null> => {
    const answer = await app.request('/sign-in/unhcr', { headers: { 'sec-fetch-site': site } })
    return answer.headers.get('location')
  }
  expect([await ledBy('cross-site'), await ledBy('same-site')]).toEqual(['/sign-in', '/sign-in'])
  for (const site of ['same-origin', 'none']) {
    expect(await ledBy(site)).toBe('https://accounts.example/authorize')
  }
})

test('nothing of a page is kept by a browser, and nothing but ours is loaded', async () => {
  const answer = await consoleApp(hostWith()).request(today)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  const page = await answer.text()
  expect(page).not.toMatch(/ style=|<script|<style| on\w+=/)
  for (const [, address] of page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)) {
    expect(assets.map((asset) => asset.address)).toContain(address)
  }
})

test('a style sheet is kept for a year under an address that changes with it', async () => {
  const app = consoleApp(hostWith())
  for (const { address, type } of assets) {
    const answer = await app.request(address)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(type)
    expect(answer.headers.get('cache-control')).toContain('immutable')
  }
})

test('whoever has no role in a deployment sees the same as where there is none', async () => {
  const app = consoleApp(hostWith())
  const bodies = await Promise.all(
    ['/d/duhok/today', '/d/nowhere/today'].map(async (address) => {
      const answer = await app.request(address)
      expect(answer.status).toBe(404)
      return answer.text()
    }),
  )
  expect(new Set(bodies).size).toBe(1)
})

test('what nobody foresaw tells no more than a mark, under which the host was told of it', async () => {
  const told: [string, unknown][] = []
  const error = new Error('Amina Tesfaye, born 2012-03-04')
  const host = hostWith({ faulted: (mark, what) => told.push([mark, what]) })
  const broken = { ...host, ledger: { ...host.ledger, status: () => Promise.reject(error) } }
  const answer = await consoleApp(broken).request(today)
  const page = await answer.text()
  expect(answer.status).toBe(500)
  expect(page).not.toContain('Amina')
  expect(told).toEqual([[expect.any(String), error]])
  expect(page).toContain(told[0]?.[0])
})

test.each(['viewer', 'operator', 'administrator', 'auditor'] as const)(
  'every link that a page shows to a %s leads to a page that opens',
  async (role) => {
    const age = {
      flow: '1.1',
      code: 'case-closed',
      state: 'attention',
      count: 2,
      since: '2026-11-25T00:00:00.000Z',
    } as const
    const pause = { system: 'ping', since: age.since, nextProbe: age.since } as const
    const host = hostWith({}, role)
    const ledger = { ...host.ledger, oldestByReason: async () => [age], systemsDown: async () => [pause] }
    const app = consoleApp({ ...host, ledger })
    const seen = new Set<string>()
    const left = [today]
    for (let address = left.pop(); address !== undefined; address = left.pop()) {
      if (seen.has(address)) continue
      seen.add(address)
      const answer = await app.request(address)
      expect(answer.status, address).toBe(200)
      for (const [, next = ''] of (await answer.text())
        .replaceAll(/method="post" action="[^"]+"/g, '')
        .matchAll(/(?:href|action)="(\/d\/[^"#]+)/g))
        left.push(next)
    }
    expect([...seen]).toContain('/d/gambella/attention')
  },
)

test('every answer, whatever it is, says what a browser may do with it', async () => {
  const host = hostWith()
  const broken = { ...host, ledger: { ...host.ledger, status: () => Promise.reject(new Error('full')) } }
  const tls = 'https://console.example'
  const answers = await Promise.all([
    ...['/', today, '/nowhere', '/healthz', '/d/gambella/mappings', assets[0]?.address ?? ''].map((path) =>
      consoleApp(host).request(`${tls}${path}`),
    ),
    consoleApp(broken).request(`${tls}${today}`),
    consoleApp(hostWith({}, null)).request(`${tls}${today}`),
    consoleApp(host).request(`${tls}/sign-out`, { method: 'POST' }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([303, 200, 404, 200, 200, 200, 500, 303, 403])
  for (const { headers } of answers) {
    expect(headers.get('content-security-policy')).toContain("base-uri 'none'; frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
    expect(headers.get('cache-control')).toMatch(/^(?:no-store|public, max-age=31536000, immutable)$/)
  }
})

test('TRACE gives nothing back', async () => {
  const asked = new Request(`http://localhost${today}`, { headers: { 'x-proxy': 'what a proxy adds' } })
  Object.defineProperty(asked, 'method', { value: 'TRACE' })
  const answer = await consoleApp(hostWith()).fetch(asked)
  expect(answer.status).toBe(404)
  expect(await answer.text()).not.toContain('what a proxy adds')
})

test('every page of a simulated deployment says so, and no other does', async () => {
  for (const [isSimulated, count] of [
    [true, 1],
    [false, 0],
  ] as const) {
    const app = consoleApp(hostWith({ deployments: () => [deploymentWith({ isSimulated })] }))
    for (const address of [today, '/d/gambella/attention']) {
      const page = await (await app.request(address)).text()
      expect(page.match(/class="stage"/g) ?? []).toHaveLength(count)
    }
  }
})

test('whoever asks whether it is well is told so without TLS, and nothing else', async () => {
  const said = async (path: string, isReady = true): Promise<readonly [number, string]> => {
    const app = consoleApp(hostWith({ isReady: async () => isReady }, null))
    const answer = await app.request(`http://10.0.0.7:4100${path}`)
    return [answer.status, await answer.text()]
  }
  expect(await said('/healthz', false)).toEqual([200, 'well'])
  expect(await said('/readyz')).toEqual([200, 'ready'])
  expect(await said('/readyz', false)).toEqual([503, 'not ready'])
  expect((await said('/sign-in'))[0]).toBe(403)
})
