import { createServer } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { hasTerminal, startAtTerminal } from '../../cli-terminal.fixture.ts'
import { startCommand } from '../../cli.fixture.ts'
import { listenHere } from '../../console/listen.ts'

const args = ['sandbox', '--ports', '0,0']
const address = /http:\/\/127\.0\.0\.1:\d+\/enter\/[\w-]{43}/

test.runIf(hasTerminal)(
  'at a terminal one address lets in to the story and the console over it, once; the story begins anew; Ctrl-C ends it all',
  async () => {
    const command = startAtTerminal({ args, cwd: tmpdir(), env: {}, columns: 80 })
    const told = await command.said(address)
    const entered = await fetch(told, { redirect: 'manual' })
    const [cookie = ''] = entered.headers.getSetCookie()[0]?.split(';') ?? []
    const { origin } = new URL(told)
    const today = await fetch(`${origin}/d/sandbox/today`, { headers: { cookie } })
    expect([entered.status, today.status]).toEqual([303, 200])
    const page = await today.text()
    expect(page).toContain('Both systems are simulators on this computer.')
    expect(page).toContain('Administrator')
    const first = await fetch(`${origin}/`, { headers: { cookie }, redirect: 'manual' })
    expect(first.headers.get('location')).toBe('/start')

    const start = await (await fetch(`${origin}/start`, { headers: { cookie } })).text()
    const fields = ['seal', 'once'].map((name): [string, string] => [
      name,
      new RegExp(`name="${name}"\\s+value="([^"]+)"`).exec(start)?.[1] ?? '',
    ])
    const begun = await fetch(`${origin}/start/again`, {
      method: 'POST',
      headers: { cookie, origin },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })
    expect(begun.headers.get('location')).toBe('/start?did=begun#done')
    await command.said('From the start: with systems and a ledger in which nothing has happened yet.')
    const anew = await fetch(`${origin}/start?did=begun`, { headers: { cookie } })
    expect(await anew.text()).toContain('The story begins anew')

    const again = await fetch(told, { redirect: 'manual' })
    expect(again.headers.get('location')).toBe('/sign-in?why=spent')

    await fetch(`${origin}/sign-in`, { method: 'POST', headers: { origin }, redirect: 'manual' })
    const another = await command.said(new RegExp(`(?<=${told}[^]*)${address.source}`))
    expect(another).not.toBe(told)
    expect((await fetch(another, { redirect: 'manual' })).headers.get('location')).toBe('/')

    command.type('\u0003')
    expect((await command.ended).code).toBe(0)
    await expect(fetch(origin)).rejects.toThrow('fetch failed')
  },
)

test('where no terminal is, there is no console', async () => {
  const command = startCommand({ args: [...args, '--json'], cwd: tmpdir(), env: {} })
  await command.said('1. The cast')
  command.kill('SIGINT')
  const { code, stdout, stderr } = await command.ended
  expect(code).toBe(0)
  expect(stdout + stderr).not.toContain('/enter/')
})

test('where another program has the port, the console takes any free one', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const bound = other.address()
  const port = typeof bound === 'object' ? (bound?.port ?? 0) : 0
  const { url, close } = await listenHere(() => new Response('here'), port)
  expect(url).not.toContain(`:${port}`)
  expect(await (await fetch(url)).text()).toBe('here')
  await close()
  other.close()
})
