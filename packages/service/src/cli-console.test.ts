import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startServers, type Servers } from '../../../test/support/servers.ts'
import { startCommand, type StartedCommand } from './cli.fixture.ts'
import './console/accounts/quiet-provider.fixture.ts'
import { clientSecret, testProvider, type TestProvider } from './console/accounts/provider.fixture.ts'

let directory = ''
let servers: Servers
let provider: TestProvider
let address = ''

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-cli-console-'))
  servers = startServers()
  address = `http://127.0.0.1:${await servers.closed()}`
  const accounts = { 'id-1': { preferred_username: 'focal@agency.example', groups: ['focal'] } }
  provider = await testProvider({ accounts, returnAddress: `${address}/sign-in/unhcr/return` })
  for (const name of ['quiet', 'other']) addDeployment(name)
  writeFileSync(join(directory, 'console.yaml'), settings())
})
afterEach(async () => {
  await provider[Symbol.asyncDispose]()
  await servers[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

/** A deployment whose flows are never due. */
function addDeployment(name: string): void {
  const folder = join(directory, 'deployments', name)
  cpSync(resolve('deployments/sandbox'), folder, { recursive: true })
  const yaml = join(folder, 'deployment.yaml')
  const text = readFileSync(yaml, 'utf8').replace('name: sandbox', `name: ${name}`)
  writeFileSync(yaml, text.replaceAll(/schedule: '[^']*'/g, "schedule: '0 0 1 1 *'"))
}

function settings(roles = '{ quiet: operator }'): string {
  return `address: ${address}
listen: ${new URL(address).host}
tls: none
providers:
  - name: unhcr
    title: UNHCR
    issuer: ${provider.issuer}
    clientId: console
    roles:
      focal: ${roles}
`
}

function start(...args: readonly string[]): StartedCommand {
  const env = { LEDGER_URL: `sqlite:${join(directory, 'ledger.db')}`, CONSOLE_CLIENT_SECRET: clientSecret }
  const deployments = ['--deployments', join(directory, 'deployments')]
  return startCommand({ args: [...args, ...deployments], cwd: directory, env })
}

/** Signs in through the provider, and gives the cookie of the session. */
async function signIn(): Promise<string> {
  const begun = await fetch(`${address}/sign-in/unhcr`, { redirect: 'manual' })
  const [entering = ''] = begun.headers.getSetCookie()[0]?.split(';') ?? []
  const back = await provider.signIn(begun.headers.get('location') ?? '', 'id-1')
  const entered = await fetch(back, { redirect: 'manual', headers: { cookie: entering } })
  const session = entered.headers.getSetCookie().find((cookie) => cookie.startsWith('session='))
  return session?.split(';')[0] ?? ''
}

/** The history of the deployment as a command gives it. */
async function exported(...form: readonly string[]): Promise<string> {
  const deployment = ['--deployment', join(directory, 'deployments', 'quiet')]
  const env = { LEDGER_URL: `sqlite:${join(directory, 'ledger.db')}` }
  const args = ['audit', 'export', ...deployment, ...form]
  return (await startCommand({ args, cwd: directory, env }).ended).stdout
}

async function statusOf(path: string, cookie = ''): Promise<number> {
  return (await fetch(`${address}${path}`, { redirect: 'manual', headers: { cookie } })).status
}

test('serve opens the console beside the flows; who signs in sees their deployment, and with the service it ends', async () => {
  const serving = start('serve')
  await serving.said('"event":"serving"')
  expect(serving.stderr()).toContain(`"event":"console-open","at":"${address}"`)
  expect([await statusOf('/healthz'), await statusOf('/readyz'), await statusOf('/')]).toEqual([
    200, 200, 303,
  ])
  const cookie = await signIn()
  expect([await statusOf('/d/quiet/today', cookie), await statusOf('/d/other/today', cookie)]).toEqual([
    200, 404,
  ])
  serving.kill('SIGTERM')
  expect((await serving.ended).code).toBe(0)
  await expect(fetch(address)).rejects.toThrow('fetch failed')
  const entry = { flow: '*', key: '*', what: 'signed-in', by: 'focal@agency.example' }
  expect(JSON.parse(await exported('--json'))).toMatchObject({ ok: true, entries: [entry] })
  expect(await exported('--format', 'text')).toMatch(
    / {2}\* {4}focal@agency\.example signed in to the console\.\n$/,
  )
})

test('the console by itself knows the sessions of the same ledger, and its settings are read anew on SIGHUP', async () => {
  const serving = start('serve', '--no-console')
  await serving.said('"event":"serving"')
  expect(serving.stderr()).not.toContain('console-open')
  const first = start('console', '--json')
  await first.said('"event":"console-open"')
  const cookie = await signIn()
  first.kill('SIGINT')
  const { code, stdout } = await first.ended
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { deployments: ['other', 'quiet'], address }])

  const second = start('console')
  await second.said('"event":"console-open"')
  expect(await statusOf('/d/quiet/today', cookie)).toBe(200)
  writeFileSync(join(directory, 'console.yaml'), settings('{ nowhere: operator }'))
  second.kill('SIGHUP')
  await second.said('"event":"reload-refused","code":"console-invalid"')
  expect(await statusOf('/d/quiet/today', cookie)).toBe(200)
  writeFileSync(join(directory, 'console.yaml'), settings('{ other: viewer }'))
  second.kill('SIGHUP')
  await second.said('"event":"reloaded"')
  const again = await signIn()
  expect([await statusOf('/d/quiet/today', again), await statusOf('/d/other/today', again)]).toEqual([
    404, 200,
  ])
  second.kill('SIGTERM')
  expect((await second.ended).code).toBe(0)
  serving.kill('SIGTERM')
  await serving.ended
})

describe('what is half configured is refused with what to do, and nothing is begun', () => {
  async function refusedBy(...args: readonly string[]): Promise<string> {
    const { code, stderr } = await start(...args).ended
    expect(code).toBe(2)
    expect(stderr).not.toContain('"event":')
    return stderr.replaceAll(/\s+/g, ' ')
  }

  test.each([
    ['serve', '--console', '127.0.0.1:0'],
    ['console', '--listen', '127.0.0.1:0'],
  ])('no settings: %s', async (...args) => {
    rmSync(join(directory, 'console.yaml'))
    expect(await refusedBy(...args)).toContain('Copy packaging/console.yaml there and fill it in')
  })

  test.each(['serve', 'console'])('no issuer: %s', async (command) => {
    const path = join(directory, 'console.yaml')
    writeFileSync(path, settings().replace(/ *issuer.*\n/, ''))
    expect(await refusedBy(command)).toContain(`${path}:4: providers.0.issuer: found nothing`)
  })

  test.each(['4100', '127.0.0.1', 'host:99999'])('a place that is none: %s', async (place) => {
    expect(await refusedBy('console', '--listen', place)).toContain('like 127.0.0.1:4100')
  })

  test('a place that others reach, without TLS', async () => {
    expect(await refusedBy('console', '--listen', '0.0.0.0:0')).toContain(
      'With tls: none it listens on this machine alone, not at 0.0.0.0. (console-plain)',
    )
  })
})

test('a place that another program has is refused, and no flow goes on without its console', async () => {
  const place = new URL(await servers.plain((_, response) => void response.end())).host
  const { code, stderr } = await start('serve', '--console', place).ended
  expect(code).toBe(2)
  expect(stderr).toContain(`${place}: EADDRINUSE. (console-place)`)
  expect(stderr).not.toContain('"event":"serving"')
})

test('settings may lie elsewhere', async () => {
  mkdirSync(join(directory, 'etc'))
  cpSync(join(directory, 'console.yaml'), join(directory, 'etc', 'pages.yaml'))
  rmSync(join(directory, 'console.yaml'))
  const opened = start('serve', '--console-settings', join(directory, 'etc', 'pages.yaml'))
  await opened.said('"event":"console-open"')
  opened.kill('SIGTERM')
  expect((await opened.ended).code).toBe(0)
})
