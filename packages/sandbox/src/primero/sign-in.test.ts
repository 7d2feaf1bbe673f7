import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import type { Asked } from './ask.ts'
import { recordedPassword } from './configuration/roles.ts'
import { startPrimero } from './primero.ts'
import type { Primero, PrimeroOptions } from './primero.ts'

let now = Date.parse('2026-08-01T10:00:00Z')
let primero: Primero

async function start(options: PrimeroOptions = {}): Promise<void> {
  primero = await startPrimero({ now: () => now, ...options })
}

beforeEach(() => {
  now = Date.parse('2026-08-01T10:00:00Z')
})
afterEach(() => primero.stop())

/** A browser's jar: the cookies of the last answers, and the token header made of them. */
function jar(): { take: (answer: Asked) => Asked; headers: () => Record<string, string> } {
  const cookies = new Map<string, string>()
  return {
    take(answer) {
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        cookies.set(name, value)
      }
      return answer
    },
    headers: () => ({
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'x-csrf-token': decodeURIComponent(cookies.get('CSRF-TOKEN') ?? ''),
    }),
  }
}

const credentials = (password = recordedPassword): unknown => ({
  user: { user_name: 'ping_integration', password },
})
const newCase = { data: { module_id: 'primeromodule-cp', name_first: 'Ada' } }

async function signIn(browser = jar()): Promise<ReturnType<typeof jar>> {
  browser.take(await ask(primero, null, 'GET', '/api/v2/primero'))
  const answer = browser.take(
    await ask(primero, null, 'POST', '/api/v2/tokens', credentials(), browser.headers()),
  )
  expect([answer.status, answer.body]).toEqual([
    200,
    { id: 1, user_name: 'ping_integration', group_permission: 'all' },
  ])
  return browser
}

describe('a session', () => {
  it('reads and writes with the cookies of its sign-in', async () => {
    await start()
    const browser = await signIn()
    const created = await ask(primero, null, 'POST', '/api/v2/cases', newCase, browser.headers())
    expect([created.status, primero.store.caseCount]).toEqual([200, 1])
    expect((await ask(primero, null, 'GET', '/api/v2/cases', undefined, browser.headers())).status).toBe(200)
  })

  it('costs no password check, unlike Basic', async () => {
    await start()
    const browser = await signIn()
    primero.traffic.reset()
    await ask(primero, null, 'GET', '/api/v2/cases?unhcr_individual_no=A-1', undefined, browser.headers())
    expect(primero.traffic.work()).toBe(130)
    await ask(primero, 'ping_integration', 'GET', '/api/v2/cases?unhcr_individual_no=A-1')
    expect(primero.traffic.work()).toBe(130 + 130 + 135)
  })

  it('refuses a write without the token, and the sign-in itself without one', async () => {
    await start()
    const browser = await signIn()
    const { cookie = '' } = browser.headers()
    const refused = await ask(primero, null, 'POST', '/api/v2/cases', newCase, { cookie })
    expect([refused.status, refused.body]).toEqual([
      403,
      {
        errors: [
          { status: 403, resource: '/api/v2/cases', message: "Can't verify CSRF token authenticity." },
        ],
      },
    ])
    expect(refused.headers.getSetCookie()).toHaveLength(2)
    expect((await ask(primero, null, 'POST', '/api/v2/tokens', credentials())).status).toBe(403)
    expect(primero.store.caseCount).toBe(0)
  })

  it('goes before Basic, so that Basic beside it needs the token too; an anonymous one does no harm', async () => {
    await start()
    const anonymous = jar()
    anonymous.take(await ask(primero, null, 'GET', '/api/v2/primero'))
    const { cookie: harmless = '' } = anonymous.headers()
    const fine = await ask(primero, 'ping_integration', 'POST', '/api/v2/cases', newCase, {
      cookie: harmless,
    })
    expect(fine.status).toBe(200)
    const { cookie = '' } = (await signIn()).headers()
    const refused = await ask(primero, 'ping_integration', 'POST', '/api/v2/cases', newCase, { cookie })
    expect(refused.status).toBe(403)
  })

  it('ends when the same account signs in elsewhere, and after an hour without a request', async () => {
    await start()
    const first = await signIn()
    const second = await signIn()
    const read = (browser: typeof first): Promise<Asked> =>
      ask(primero, null, 'GET', '/api/v2/cases', undefined, browser.headers())
    const gone = await read(first)
    expect([gone.status, gone.body]).toEqual([
      401,
      { error: 'You need to sign in or sign up before continuing.' },
    ])
    now += 59 * 60_000
    expect((await read(second)).status).toBe(200)
    now += 61 * 60_000
    expect((await read(second)).status).toBe(401)
  })

  it('ends by DELETE', async () => {
    await start()
    const browser = await signIn()
    const ended = await ask(primero, null, 'DELETE', '/api/v2/tokens', undefined, browser.headers())
    expect([ended.status, ended.body]).toEqual([200, {}])
    expect((await ask(primero, null, 'GET', '/api/v2/cases', undefined, browser.headers())).status).toBe(401)
  })

  it('of v2.14 refuses the token of the sign-in and takes the one of the first GET', async () => {
    await start({ version: '2.14' })
    const browser = await signIn()
    expect((await ask(primero, null, 'POST', '/api/v2/cases', newCase, browser.headers())).status).toBe(403)
    browser.take(await ask(primero, null, 'GET', '/api/v2/cases', undefined, browser.headers()))
    expect((await ask(primero, null, 'POST', '/api/v2/cases', newCase, browser.headers())).status).toBe(200)
  })

  it('cannot begin over plain HTTP when cookies are Secure', async () => {
    await start({ secureCookies: true })
    const opened = await ask(primero, null, 'GET', '/api/v2/primero')
    expect([opened.status, opened.headers.getSetCookie()]).toEqual([200, []])
    expect((await ask(primero, 'ping_integration', 'GET', '/api/v2/cases')).status).toBe(200)
  })

  it('may be asked for six times a minute', async () => {
    await start()
    const statuses: number[] = []
    for (let time = 0; time < 7; time += 1) {
      statuses.push((await ask(primero, null, 'POST', '/api/v2/tokens', credentials())).status)
    }
    expect(statuses).toEqual([403, 403, 403, 403, 403, 403, 429])
    const last = await ask(primero, null, 'POST', '/api/v2/tokens', credentials())
    expect([last.text, last.headers.get('content-type')]).toEqual(['Retry later\n', 'text/plain'])
    now += 60_000
    await signIn()
  })
})

describe('a program that knows of no token', () => {
  /** Signs in by `POST /tokens` alone, and keeps the session's cookie as programs do. */
  async function cookieOf(): Promise<{ readonly status: number; readonly cookie: string }> {
    const answer = await ask(primero, null, 'POST', '/api/v2/tokens', credentials())
    const cookies = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '')
    return { status: answer.status, cookie: cookies.join('; ') }
  }

  it.each(['2.15', '2.14'] as const)(
    'of v%s signs in, reads, writes and signs out where the protection is off, and is given no token',
    async (version) => {
      await start({ version, csrfProtection: false })
      const { status, cookie } = await cookieOf()
      expect([status, cookie]).toEqual([200, expect.stringMatching(/^_app_session=[^;]+$/)])
      const within = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Asked> =>
        ask(primero, null, method, path, body, { cookie })
      expect((await within('POST', '/api/v2/cases', newCase)).status).toBe(200)
      expect((await within('GET', '/api/v2/cases')).status).toBe(200)
      expect((await within('DELETE', '/api/v2/tokens')).status).toBe(200)
      expect((await within('GET', '/api/v2/cases')).status).toBe(401)
    },
  )

  it('has a wrong password refused and counted as ever where the protection is off', async () => {
    await start({ csrfProtection: false })
    const wrong = await ask(primero, null, 'POST', '/api/v2/tokens', credentials('nonsense'))
    expect([wrong.status, wrong.body]).toEqual([401, { error: 'Invalid user name or password.' }])
  })

  it('is refused its sign-in where the protection is on', async () => {
    await start()
    expect((await cookieOf()).status).toBe(403)
  })

  it.each([true, false])('writes by Basic whether the protection is on: %s', async (csrfProtection) => {
    await start({ csrfProtection })
    expect((await ask(primero, 'ping_integration', 'POST', '/api/v2/cases', newCase)).status).toBe(200)
  })
})

describe('a wrong password', () => {
  const wrong = { authorization: `Basic ${Buffer.from('ping_integration:nonsense').toString('base64')}` }
  const tryWrong = (): Promise<Asked> => ask(primero, null, 'GET', '/api/v2/cases', undefined, wrong)

  it('six times locks the account for half an hour, and looks like any other refusal', async () => {
    await start()
    for (let time = 0; time < 6; time += 1) expect((await tryWrong()).status).toBe(401)
    const locked = await ask(primero, 'ping_integration', 'GET', '/api/v2/cases')
    expect([locked.status, locked.body]).toEqual([401, { error: 'Invalid user name or password.' }])
    expect(locked.headers.get('www-authenticate')).toBe('Bearer realm="Primero" charset="UTF8"')
    now += 30 * 60_000
    expect((await ask(primero, 'ping_integration', 'GET', '/api/v2/cases')).status).toBe(200)
  })

  it('that locked the account is forgotten once an administrator unlocks it', async () => {
    await start()
    primero.act.lockAccount('ping_integration')
    expect((await ask(primero, 'ping_integration', 'GET', '/api/v2/cases')).status).toBe(401)
    primero.act.unlockAccount('ping_integration')
    expect((await ask(primero, 'ping_integration', 'GET', '/api/v2/cases')).status).toBe(200)
  })

  it('is forgotten after a right one', async () => {
    await start()
    for (let time = 0; time < 5; time += 1) await tryWrong()
    await ask(primero, 'ping_integration', 'GET', '/api/v2/cases')
    for (let time = 0; time < 5; time += 1) await tryWrong()
    expect((await ask(primero, 'ping_integration', 'GET', '/api/v2/cases')).status).toBe(200)
  })

  it('is told in other words by v2.14', async () => {
    await start({ version: '2.14' })
    expect((await tryWrong()).body).toEqual({ error: 'Invalid User name or password.' })
  })
})
