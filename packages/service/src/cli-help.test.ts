import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
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

/** Every command, and its parts such as `audit verify`, with its help. */
function helps(): readonly { readonly command: Command; readonly help: string }[] {
  return programOf(async () => {})
    .commands.flatMap((command) => [command, ...command.commands])
    .filter((command) => command.name() !== 'help')
    .map((command) => {
      let help = ''
      command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp()
      return { command, help }
    })
}

test('the parts of a command tell of examples, environment and exit codes as it does', () => {
  for (const { command, help } of helps()) {
    const [, examples = ''] = /Examples:\n([^]*)\n\nEnvironment:\n[^]*\nExit codes: 0 /.exec(help) ?? []
    expect(examples, help).toContain(
      `ping-primero ${command.parent?.name() === 'ping-primero' ? '' : `${command.parent?.name()} `}${command.name()}`,
    )
  }
})

test('help names PING_PRIMERO_DEPLOYMENT where there is --deployment for it to stand in for, and only there', () => {
  for (const { command, help } of helps()) {
    const takes = [command, ...command.commands].some(({ options }) =>
      options.some(({ long }) => long === '--deployment'),
    )
    expect(help.includes('PING_PRIMERO_DEPLOYMENT'), command.name()).toBe(takes)
  }
})

test('help names the ledger of this machine only where it is read', () => {
  const without = helps().filter(({ help }) => !help.includes('LEDGER_URL'))
  expect(without.map(({ command }) => command.name())).toEqual(['sandbox', 'openfn', 'build', 'completion'])
})

test('the exit codes of every command name a refusal and a defect', () => {
  for (const { command, help } of helps()) {
    const [, codes = ''] = /Exit codes: (.*)/.exec(help) ?? []
    expect(codes, command.name()).toMatch(/\b1 (a defect|it did not)/)
    expect(codes, command.name()).toMatch(/\b2 (refused|.*refused)/)
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
