import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { credentials } from '../../../../test/support/accounts.ts'
import { startCommand } from '../cli.fixture.ts'

const sandbox = resolve('deployments/sandbox')
let directory = ''

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-without-ledger-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

function start(args: readonly string[], path: string) {
  return startCommand({ args, cwd: directory, env: { LEDGER_URL: `sqlite:${path}` } }).ended
}

test('what looks, or acts on items, refuses where no ledger is, names the path and makes nothing', async () => {
  const path = join(directory, 'mistyped', 'ledger.db')
  const looking = [
    ['status'],
    ['status', '--deployment', sandbox],
    ['explain', 'N-1'],
    ['audit', 'verify'],
    ['audit', 'export', '--deployment', sandbox],
    ['retry', '--all'],
    ['handle', 'N-1', '--why', 'by phone'],
    ['pause', '1.1', '--why', 'review', '--deployment', sandbox],
    ['resume', '1.1'],
    ['backup', '--to', join(directory, 'backup.db')],
  ]
  const answers = await Promise.all(looking.map((args) => start([...args, '--json'], path)))
  for (const [index, args] of looking.entries()) {
    const { code, stdout } = answers[index] ?? { stdout: '' }
    expect([code, JSON.parse(stdout)], args.join(' ')).toEqual([
      2,
      {
        error: {
          code: 'ledger-missing',
          message: `There is no ledger here yet. Looked for: ${path}.`,
          owner: 'administrator',
          nextStep: expect.stringMatching(/^On a new machine the first run of a flow makes it.*LEDGER_URL/),
        },
      },
    ])
  }
  expect(readdirSync(directory)).toEqual([])
})

test('a file that was emptied is no ledger either, and is left as it is', async () => {
  const path = join(directory, 'emptied.db')
  writeFileSync(path, '')
  const { code, stdout } = await start(['audit', 'verify', '--json'], path)
  expect([code, JSON.parse(stdout).error.code]).toEqual([2, 'ledger-missing'])
  expect(readdirSync(directory)).toEqual(['emptied.db'])
  rmSync(path)
})

test('a run begins a ledger where there is none, and says where', async () => {
  const path = join(directory, 'ledger.db')
  const { stdout, stderr } = await start(['run', '1.1', '--deployment', sandbox, '--json'], path)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'secret-missing' } })
  expect(existsSync(path)).toBe(true)
  const [said] = stderr.split('\n').map((line) => JSON.parse(line || '{}'))
  expect(said).toMatchObject({ level: 'warn', event: 'ledger-created', path })
  rmSync(path)
})

test('a folder that is not there is refused by a run as well, and not made', async () => {
  const path = join(directory, 'unmounted', 'ledger.db')
  const { code, stdout } = await start(['run', '1.1', '--deployment', sandbox, '--json'], path)
  const { error } = JSON.parse(stdout)
  expect([code, error.code]).toEqual([2, 'ledger-unavailable'])
  expect(error.message).toContain(`There is no directory ${join(directory, 'unmounted')}`)
  expect(existsSync(join(directory, 'unmounted'))).toBe(false)
})

test('a check answers before the first run, and makes no ledger', async () => {
  const path = join(directory, 'unmade', 'ledger.db')
  const { stdout } = await startCommand({
    args: ['check', '--deployment', sandbox, '--json'],
    cwd: directory,
    env: { LEDGER_URL: `sqlite:${path}`, ...credentials },
  }).ended
  expect(JSON.parse(stdout)).toMatchObject({ deployment: 'sandbox', findings: expect.any(Array) })
  const ofLedger = JSON.parse(stdout).findings.filter(
    ({ subject }: { subject: string }) => subject === 'LEDGER_URL',
  )
  expect(ofLedger).toMatchObject([
    {
      code: 'ledger-unavailable',
      severity: 'stops',
      found: expect.stringContaining(join(directory, 'unmade')),
    },
  ])
  expect(existsSync(join(directory, 'unmade'))).toBe(false)
})
