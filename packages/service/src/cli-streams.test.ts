import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventWith, itemWith } from './ledger/item.fixture.ts'
import { openLedger } from './ledger/store.ts'

const bin = fileURLToPath(import.meta.resolve('../bin/ping-primero.js'))
const refusedConnections = resolve('deployments/sandbox')

let directory = ''
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-streams-'))
  const store = await openLedger(`sqlite:${join(directory, 'ledger.db')}`)
  await store
    .forDeployment('sandbox')
    .save(
      [itemWith({ key: 'a', state: 'attention', reason: 'service-type-unmapped' })],
      [eventWith({ key: 'a', state: 'attention', reason: 'service-type-unmapped' })],
    )
  await store.close()
})
afterAll(() => rmSync(directory, { recursive: true }))

/** A command whose streams a shell sends somewhere; what of it can still be read, and how it ended. */
function redirected(args: string, where: string) {
  const { stdout, stderr } = spawnSync(
    'bash',
    ['-c', `${process.execPath} ${bin} ${args} ${where}; echo "ended \${PIPESTATUS[0]}"`],
    {
      cwd: directory,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'] ?? '',
        PING_PRIMERO_HOME: directory,
        LEDGER_URL: `sqlite:${join(directory, 'ledger.db')}`,
        PING_USERNAME: 'sandbox-ping',
        PING_PASSWORD: 'invented',
        PING_SUBSCRIPTION_KEY: 'invented',
        PRIMERO_USERNAME: 'invented',
        PRIMERO_PASSWORD: 'invented',
        LEDGER_KEY: 'kT7#vQ2pLw9zXc4RmB8nJd5sGf3hYa6u',
      },
    },
  )
  return { ended: Number(/ended (\d+)/.exec(stdout)?.[1]), stdout, stderr }
}

/** A reader that is gone before anything is written: the pipe is closed once `true` has ended. */
const noReader = '| true'
const noRoom = '>/dev/full'

test.each([
  ['--help', 0],
  ['status --help', 0],
  ['status', 3],
  ['status --json', 3],
  ['list --csv', 3],
  ['audit export', 0],
  ['completion bash', 0],
])('%s whose reader has had enough ends without a word, with its own exit code', (args, code) => {
  expect(redirected(args, noReader)).toEqual({ ended: code, stdout: `ended ${code}\n`, stderr: '' })
})

test
  .runIf(existsSync('/dev/full'))
  .each([
    '--help',
    'status',
    'status --json',
    'list --csv',
    'list --json',
    'audit export',
    'completion bash',
  ])('%s that finds no room for its answer is refused, and no defect', (args) => {
  const { ended, stderr } = redirected(args, noRoom)
  expect(ended).toBe(2)
  expect(stderr).toMatch(
    /^The answer of the command could not be written\. The system says: ENOSPC\. \(answer-unwritten\)\nWhose move: the administrator\. Next: /,
  )
  expect(stderr).not.toContain('defect')
})

test.runIf(existsSync('/dev/full')).each(['json', 'text'])(
  'a %s log that finds no room stops no run',
  (form) => {
    const asked = `run 1.1 --deployment ${refusedConnections} --verbose --log-format ${form}`
    const { ended, stdout } = redirected(asked, '2>/dev/full')
    expect(ended).toBe(redirected(asked, '2>/dev/null').ended)
    expect(stdout).toContain('1.1 referrals from proGres to Primero, sandbox:')
  },
)
