import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { origin, refusedWith, signingIn, toOf } from './signing-in.fixture.ts'

const today = '/d/gambella/today'

let here: Awaited<ReturnType<typeof signingIn>>

beforeEach(async () => {
  here = await signingIn()
})
afterEach(async () => {
  await here[Symbol.asyncDispose]()
})

describe('whoever is not let in is told why, and nobody enters', () => {
  test.each([
    ['denied', 'refused', { said: 'access_denied', subject: null }],
    ['no-role', 'id-3', { said: null, subject: 'id-3' }],
    ['nameless', 'id-4', { said: null, subject: 'id-4' }],
    ['groups', 'id-5', { said: null, subject: 'id-5' }],
  ])('%s', async (why, account, told) => {
    const { ask, signInAs } = here.opened().browser()
    expect(toOf(await signInAs(account))).toEqual(refusedWith(why))
    expect(here.logged).toEqual([{ event: 'sign-in-refused', provider: 'unhcr', why, ...told }])
    expect(await here.history('gambella')).toEqual(
      why === 'nameless' ? [['sign-in-refused', 'unhcr:id-4']] : [],
    )
    expect(toOf(await ask(today))).toEqual([303, '/sign-in'])
  })

  test('an address that nobody vouches for is no name', async () => {
    const { signInAs } = here.opened(here.settingsWith({ accountClaim: 'email' })).browser()
    expect(toOf(await signInAs('id-4'))).toEqual(refusedWith('nameless'))
  })

  test('another browser than the one that began', async () => {
    const { browser } = here.opened()
    const back = await browser().goAs('id-1')
    const other = browser()
    expect(toOf(await other.ask(back))).toEqual(refusedWith('lost'))
    await other.ask('/sign-in/unhcr')
    expect(toOf(await other.ask(back))).toEqual(refusedWith('lost'))
    expect(toOf(await other.ask(today))).toEqual([303, '/sign-in'])
  })

  test('a way back that was used before, even with the cookie that it had', async () => {
    const { browser } = here.opened()
    const first = browser()
    const back = await first.goAs('id-1')
    const kept = new Map(first.cookies)
    expect(toOf(await first.ask(back))).toEqual([303, '/'])
    expect(toOf(await first.ask(back))).toEqual([303, '/'])
    const other = browser()
    for (const [name, value] of kept) other.cookies.set(name, value)
    expect(toOf(await other.ask(back))).toEqual(refusedWith('lost'))
    expect(here.logged.at(-1)).toMatchObject({ why: 'lost', said: 'invalid_grant' })
  })

  test.each(['state', 'iss', 'code'])('a way back whose %s is another one', async (name) => {
    const { ask, goAs } = here.opened().browser()
    const back = new URL(await goAs('id-1'), origin)
    back.searchParams.set(name, 'another')
    const why = name === 'iss' ? 'distrusted' : 'lost'
    expect(toOf(await ask(back.pathname + back.search))).toEqual(refusedWith(why))
  })

  test('what a way back says is never repeated, in the log neither', async () => {
    const { ask } = here.opened().browser()
    const to = new URL((await ask('/sign-in/unhcr')).headers.get('location') ?? '')
    const state = to.searchParams.get('state') ?? ''
    const query = new URLSearchParams({
      state,
      iss: here.provider().issuer,
      error: 'Amina <b>',
      error_description: 'AADSTS50105: Amina Tesfaye is not assigned',
    })
    expect(toOf(await ask(`/sign-in/unhcr/return?${query.toString()}`))).toEqual(refusedWith('denied'))
    expect(here.logged.at(-1)).toMatchObject({ said: 'AADSTS50105' })
    expect(JSON.stringify(here.logged)).not.toContain('Amina')
  })

  test('a clock that is hours ahead of the organisation’s', async () => {
    here.shift(3 * 60 * 60_000)
    expect(toOf(await here.opened().browser().signInAs('id-1'))).toEqual(refusedWith('clock'))
  })

  test('a secret that is not, or no longer, the one the organisation knows', async () => {
    const { signInAs } = here.opened(here.settingsWith({}, 'another secret')).browser()
    expect(toOf(await signInAs('id-1'))).toEqual(refusedWith('unknown-here'))
    expect(here.logged.at(-1)).toMatchObject({ why: 'unknown-here', said: 'invalid_client' })
  })

  test('an organisation in trouble, before and after; once it is well again it lets in', async () => {
    const { ask, goAs, signInAs } = here.opened().browser()
    here.provider().troubled(503)
    expect(toOf(await ask('/sign-in/unhcr'))).toEqual(refusedWith('silent'))
    here.provider().troubled(null)
    const back = await goAs('id-1')
    here.provider().troubled(502)
    expect(toOf(await ask(back))).toEqual(refusedWith('silent'))
    expect(here.logged).toMatchObject([
      { why: 'silent', said: 'http-503' },
      { why: 'silent', said: 'http-502' },
    ])
    here.provider().troubled(null)
    expect(toOf(await signInAs('id-1'))).toEqual([303, '/'])
  })

  test('an organisation that is not there', async () => {
    const { ask } = here.opened().browser()
    await here.provider()[Symbol.asyncDispose]()
    expect(toOf(await ask('/sign-in/unhcr'))).toEqual(refusedWith('silent'))
    await here.anotherProvider()
  })
})
