import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seedReferrals, startSystems } from '../../sandbox/src/index.ts'
import type { Systems } from '../../sandbox/src/index.ts'
import { credentials } from '../../../test/support/accounts.ts'
import { pointed } from '../../../test/support/pointed.ts'
import { startCommand } from './cli.fixture.ts'

let directory = ''
let systems: Systems

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-configuration-'))
  systems = await startSystems({ seed: 1 })
  seedReferrals(systems, { count: 2, seed: 1 })
  cpSync('deployments/sandbox', join(directory, 'sandbox'), { recursive: true })
  const urls = { ping: systems.ping.url, primero: systems.primero.url }
  spoil('deployment.yaml', (text) => pointed(text, urls))
  systems.ping.traffic.reset()
  systems.primero.traffic.reset()
})
afterEach(async () => {
  await systems.stop()
  rmSync(directory, { recursive: true })
})

/** Changes a file of the deployment as somebody's program did. */
function spoil(name: string, change: (text: string) => string | Buffer): void {
  const path = join(directory, 'sandbox', name)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

async function answerOf(
  args: readonly string[],
  secrets: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly answer: unknown; readonly stdout: string }> {
  const { code, stdout } = await startCommand({
    args: [...args, '--deployment', 'sandbox', '--json'],
    cwd: directory,
    env: {
      ...credentials,
      LEDGER_URL: `sqlite:${join(directory, 'ledger.db')}`,
      ...secrets,
    },
  }).ended
  return { code, answer: JSON.parse(stdout), stdout }
}

function requestsSent(): number {
  return systems.ping.traffic.entries().length + systems.primero.traffic.entries().length
}

test('a table with a mark that nobody sees ends a run before anything is asked, with file, line and mark', async () => {
  spoil('mappings/service-types-in.csv', (text) => text.replace('Alternative', 'Alter\u200bnative'))
  const { code, answer } = await answerOf(['run', '1.1'])
  const message = expect.stringContaining(
    `sandbox/mappings/service-types-in.csv:2: progres_description: found U+200B (zero width space)`,
  )
  expect({ code, answer }).toMatchObject({
    code: 2,
    answer: { error: { code: 'configuration-invalid', message, owner: 'administrator' } },
  })
  expect(requestsSent()).toBe(0)
})

test('settings with a mark that nobody sees end a run before anything is asked', async () => {
  spoil('deployment.yaml', (text) => text.replace(/(intakeUser: \S+)/, '$1\u202c'))
  const { code, answer } = await answerOf(['run', '1.1'])
  const message = expect.stringMatching(/deployment\.yaml:\d+: primero\.intakeUser: found U\+202C/)
  expect({ code, answer }).toMatchObject({
    code: 2,
    answer: { error: { code: 'configuration-invalid', message } },
  })
  expect(requestsSent()).toBe(0)
})

test.each([
  ['a byte order mark', '\ufeffLantern-Orchard-42', 'U+FEFF (byte order mark)'],
  ['a second line', 'Lantern-Orchard-42\nformer', 'a line end'],
])('a password with %s ends a run before anything is asked, and is not shown', async (_, secret, found) => {
  const { code, answer, stdout } = await answerOf(['run', '1.1'], { PRIMERO_PASSWORD: secret })
  const message = expect.stringContaining(`PRIMERO_PASSWORD holds ${found}`)
  expect({ code, answer }).toMatchObject({ code: 2, answer: { error: { code: 'setting-unclear', message } } })
  expect(stdout).not.toContain('Lantern')
  expect(requestsSent()).toBe(0)
})

test('`check` names a table in another encoding and a file beside the tables', async () => {
  spoil('mappings/languages-in.csv', (text) => Buffer.from(`${text}Ch\u00e9rif,language1\n`, 'latin1'))
  writeFileSync(join(directory, 'sandbox/mappings/sex.csv.txt'), '')
  const { stdout } = await answerOf(['check'])
  expect(stdout).toContain('the byte E9, which is no UTF-8')
  expect(stdout).toContain('sex.csv.txt')
})

test('`openfn build` writes no credential out of a table that a run would refuse', async () => {
  spoil('mappings/sex.csv', (text) => Buffer.from(`\ufeff${text}`, 'utf16le'))
  const { code, answer } = await answerOf(['openfn', 'build', '--out', join(directory, 'out')])
  const message = expect.stringContaining('sex.csv: sex: found UTF-16')
  expect({ code, answer }).toMatchObject({
    code: 2,
    answer: { error: { code: 'configuration-invalid', message } },
  })
  expect(existsSync(join(directory, 'out'))).toBe(false)
})

test('tables and settings with byte order marks, semicolons and no-break blanks do as they did', async () => {
  spoil(
    'mappings/service-types-in.csv',
    (text) => `\ufeff${text.replaceAll(',', ';').replaceAll(' ', '\u00a0')}`,
  )
  spoil('deployment.yaml', (text) => `\ufeff${text.replaceAll(': ', ':\u00a0').replaceAll('\n', '\r\n')}`)
  const secret = join(directory, 'secret')
  writeFileSync(secret, 'Lantern-Orchard-42\r\n')
  const { code, answer } = await answerOf(['run', '1.1'], {
    PRIMERO_PASSWORD: '',
    PRIMERO_PASSWORD_FILE: secret,
  })
  expect({ code, answer }).toMatchObject({ code: 0, answer: { found: 2, confirmed: 2 } })
})
