import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedReferrals, startSystems } from '../../sandbox/src/index.ts'
import type { Systems } from '../../sandbox/src/index.ts'
import { startCommand } from './cli.fixture.ts'
import { hasTerminal, screenOf, startAtTerminal } from './cli-terminal.fixture.ts'
import { credentials } from '../../../test/support/accounts.ts'
import { pointed } from '../../../test/support/pointed.ts'

let directory = ''
let systems: Systems
let number = ''

/** One referral whose service type nobody agreed on: it needs somebody. */
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-words-'))
  systems = await startSystems({ seed: 1 })
  cpSync('deployments/sandbox', join(directory, 'sandbox'), { recursive: true })
  const path = join(directory, 'sandbox', 'deployment.yaml')
  const urls = { ping: systems.ping.url, primero: systems.primero.url }
  writeFileSync(path, pointed(readFileSync(path, 'utf8'), urls))
  seedReferrals(systems, { count: 1, seed: 1 })
  const [intervention] = systems.ping.store.interventions.values()
  number = systems.ping.act.correct(intervention?.guid ?? '', { type: 'Agreed on by nobody' }).number
  const args = ['run', '1.1', '--deployment', 'sandbox']
  expect((await startCommand({ args, cwd: directory, env: credentials }).ended).code).toBe(3)
})
afterAll(async () => {
  await systems.stop()
  rmSync(directory, { recursive: true })
})

interface Given {
  readonly env?: Readonly<Record<string, string>>
  readonly redirected?: string
}

async function atTerminal(args: readonly string[], { env = {}, redirected = '' }: Given = {}) {
  const given = { args, cwd: directory, env: { ...credentials, ...env }, columns: 60, redirected }
  return screenOf((await startAtTerminal(given).ended).output).join('\n')
}

async function piped(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout, stderr } = await startCommand({ args, cwd: directory, env: { ...credentials, ...env } })
    .ended
  return stdout + stderr
}

const onOneLine = (text: string): string => stripVTControlCharacters(text).replaceAll(/\s+/g, ' ').trim()
const answers = () => [['list'], ['status'], ['explain', number], ['run', '1.1', '--deployment', 'sandbox']]
const needsAttention = '\u001B[33m1 needs attention\u001B[39m'

test('into a pipe words go line by line and without colours; FORCE_COLOR asks for them, and never in a value', async () => {
  for (const args of answers()) expect(await piped(args)).not.toContain('\u001B')
  const [line] = (await piped(['explain', number]))
    .split('\n')
    .filter((one) => one.includes('needs attention since'))
  expect(line?.length).toBeGreaterThan(100)
  expect(await piped(['list'], { FORCE_COLOR: '1' })).toContain(needsAttention)
  expect(await piped(['list', '--json'], { FORCE_COLOR: '1' })).not.toContain('\u001B')
})

// Without `script` of util-linux no terminal can be had here; words/folded.test.ts and words/paint.test.ts hold the parts.
describe.skipIf(!hasTerminal)('at a terminal of sixty columns', () => {
  test('answers are broken at words and say the same', async () => {
    for (const args of answers()) {
      const shown = await atTerminal(args)
      const lines = stripVTControlCharacters(shown).split('\n')
      // A path is one word.
      const long = lines.filter((line) => line.length > 60 && line.trim().includes(' '))
      expect(long).toEqual([])
      if (args[0] !== 'run') expect(onOneLine(shown)).toBe(onOneLine(await piped(args)))
    }
  })

  test('what needs somebody is coloured, unless NO_COLOR says otherwise; the words are the same', async () => {
    const coloured = await atTerminal(['list'])
    expect(coloured).toContain(needsAttention)
    const plain = await atTerminal(['list'], { env: { NO_COLOR: '1' } })
    expect(plain).toBe(stripVTControlCharacters(coloured))
    expect(await atTerminal(['list'], { env: { NO_COLOR: '' } })).toBe(coloured)
    expect(await atTerminal(['list', '--json'])).not.toContain('\u001B')
    await atTerminal(['list'], { redirected: '>answer' })
    expect(readFileSync(join(directory, 'answer'), 'utf8')).toBe(await piped(['list']))
  })

  test('a refusal has a coloured head and is broken at words; where standard error is a file it has neither', async () => {
    const args = ['retry', number, '--release']
    const shown = await atTerminal(args)
    expect(shown.startsWith('\u001B[31m')).toBe(true)
    expect(shown).toMatch(/\(not-releasable\)\S*\nWhose move: /)
    expect(onOneLine(shown)).toContain('It stands under: ')
    await atTerminal(args, { redirected: '2>refusal' })
    expect(readFileSync(join(directory, 'refusal'), 'utf8')).toBe(await piped(args))
  })

  test('a script stays as it is', async () => {
    const script = await piped(['completion', 'bash'])
    expect(await atTerminal(['completion', 'bash'])).toBe(script)
  })
})
