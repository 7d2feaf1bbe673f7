import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { programOf } from './cli.ts'
import { startCommand } from './cli.fixture.ts'
import { guides } from './commands/help.ts'

afterEach(() => vi.unstubAllEnvs())

/** The words of a line as a shell takes them apart. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

test.each(Object.values(guides).flatMap(({ examples }) => examples))(
  'help shows %s, which is understood',
  async (line) => {
    const performed = vi.fn(async () => {})
    await programOf(performed).parseAsync([...wordsOf(line)], { from: 'user' })
    expect(performed).toHaveBeenCalledOnce()
  },
)

test('the help of every command has examples, environment, exit codes, and a page that is there', async () => {
  for (const command of programOf(async () => {}).commands) {
    if (command.name() === 'help') continue
    let help = ''
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp()
    for (const part of ['Examples:', 'Environment:', 'Exit codes:'])
      expect(help, command.name()).toContain(part)
    const [, page = ''] = /Read on: (\S+)/.exec(help) ?? []
    expect(existsSync(resolve(page)), page).toBe(true)
  }
})

test('alone it prints its help, and that is no mistake', async () => {
  const { code, stdout, stderr } = await startCommand({ args: [], cwd: '/', env: {} }).ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('Usage: ping-primero')
})

test('PING_PRIMERO_DEPLOYMENT stands in for --deployment, and what is typed goes before it', async () => {
  const asked: unknown[] = []
  const perform: Parameters<typeof programOf>[0] = async (_load, options) => void asked.push(options)
  vi.stubEnv('PING_PRIMERO_DEPLOYMENT', 'deployments/sandbox')
  await programOf(perform).parseAsync(['check'], { from: 'user' })
  await programOf(perform).parseAsync(['check', '--deployment', 'deployments/gambella'], { from: 'user' })
  expect(asked).toMatchObject([{ deployment: 'deployments/sandbox' }, { deployment: 'deployments/gambella' }])
})
