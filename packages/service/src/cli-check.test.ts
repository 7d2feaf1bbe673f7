import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http, { type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CheckReport } from '@ping-primero/core/check/check.ts'
import { credentials } from '../../../test/support/accounts.ts'
import { certificatePath } from '../../../test/support/certificates/index.ts'
import { pointed } from '../../../test/support/pointed.ts'
import { startServers, type Servers } from '../../../test/support/servers.ts'
import { startSystems } from '../../sandbox/src/index.ts'
import type { Systems } from '../../sandbox/src/index.ts'
import { startCommand } from './cli.fixture.ts'

let directory = ''
let systems: Systems
let servers: Servers

/** Passes everything on to a server that speaks plain HTTP. */
function passingOn(to: string): RequestListener {
  return (request, response) => {
    const { method, headers, url = '' } = request
    const onward = http.request(new URL(url, to), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    request.pipe(onward)
  }
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-check-'))
  servers = startServers()
  systems = await startSystems({ seed: 1 })
  cpSync('deployments/sandbox', join(directory, 'sandbox'), { recursive: true })
})
afterEach(async () => {
  await systems.stop()
  await servers[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

/** Points the deployment of the test to these addresses, and changes its text. */
function write(urls: { readonly ping: string; readonly primero: string }, from = '', to = ''): void {
  const text = pointed(readFileSync('deployments/sandbox/deployment.yaml', 'utf8'), urls)
  writeFileSync(join(directory, 'sandbox', 'deployment.yaml'), text.replace(from, to))
}

async function check(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly stdout: string }> {
  return startCommand({
    args: ['check', '--deployment', 'sandbox', ...args],
    cwd: directory,
    env: { ...credentials, ...env },
  }).ended
}

async function seriousIn(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { stdout } = await check(env, '--json')
  const report: CheckReport = JSON.parse(stdout)
  return report.findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ code, subject }) => `${code}: ${subject}`)
}

test('F94 a certificate of an issuer of our own is taken once NODE_EXTRA_CA_CERTS names it, and a proxy is heeded', async () => {
  const primero = await servers.tls('own', passingOn(systems.primero.url))
  write({ ping: systems.ping.url, primero })
  const host = new URL(primero).host
  expect(await seriousIn({})).toEqual([
    expect.stringMatching(
      `^address-certificate-unknown: .*deployment\\.yaml:\\d+: primero\\.baseUrl \\(${host}\\)$`,
    ),
  ])
  const trusted = { NODE_EXTRA_CA_CERTS: certificatePath('own') }
  expect(await seriousIn(trusted)).toEqual([])
  const proxy = await servers.proxy()
  expect(await seriousIn({ ...trusted, HTTPS_PROXY: proxy.url })).toEqual([])
  expect(new Set(proxy.asked)).toEqual(new Set([host]))
})

test('F94 a schedule that never comes is named with its line; a summary closes the check, and --all shows the rest', async () => {
  write({ ping: systems.ping.url, primero: systems.primero.url }, "'0 0 * * *'", "'0 0 31 2 *'")
  const short = await check({})
  expect(short.code).toBe(2)
  expect(short.stdout).toMatch(
    /STOPS A FLOW: sandbox\/deployment\.yaml:\d+: flows\.1\.1\.schedule \(flow 1\.1\): found "0 0 31 2 \*", which never comes/,
  )
  expect(short.stdout).not.toContain('unverified-in-progres')
  expect(short.stdout.trimEnd()).toMatch(
    /\n1 stops a flow, 0 hold items, \d+ notes \(--all shows \d+ more\)\. First, by .+$/,
  )
  const all = await check({}, '--all')
  expect(all.stdout).toContain('unverified-in-progres')
  expect(all.stdout.trimEnd()).toMatch(/\n1 stops a flow, 0 hold items, \d+ notes\. First, by .+$/)
})

test('F94 keys that a ledger was not kept with are found by a check, as a run would refuse them', async () => {
  write({ ping: systems.ping.url, primero: systems.primero.url })
  const LEDGER_URL = `sqlite:${join(directory, 'ledger.db')}`
  const run = await startCommand({
    args: ['run', '1.1', '--deployment', 'sandbox'],
    cwd: directory,
    env: { ...credentials, LEDGER_URL },
  }).ended
  expect(run.code).toBe(0)
  expect(await seriousIn({ LEDGER_URL })).toEqual([])
  expect(
    await seriousIn({ LEDGER_URL, LEDGER_KEY: 'another key, with which nothing was ever kept' }),
  ).toEqual([expect.stringMatching(/^ledger-key-differs: .*ledger\.db$/)])
  const { stdout } = await check({ LEDGER_URL, LEDGER_KEY: 'another key, with which nothing was ever kept' })
  expect(stdout).toContain(
    ': found a key that it was kept with is neither LEDGER_KEY nor among LEDGER_KEYS_OLD, ',
  )
})

test.each([
  'http://user:p@ss@prox y:80',
  'http://%zz:a@proxy.example:1',
  'proxy.example',
  'socks5://proxy.example',
])('F94 a proxy that is none is named by its variable, never by its value: %s', async (proxy) => {
  const { code, stdout } = await check({ HTTP_PROXY: proxy }, '--json')
  const { error } = JSON.parse(stdout)
  expect([code, error.code, error.owner]).toEqual([2, 'setting-unclear', 'administrator'])
  expect(error.message).toContain('HTTP_PROXY names no proxy')
  expect(stdout).not.toContain(proxy)
})
