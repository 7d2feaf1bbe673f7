import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { programOf } from '../../cli.ts'
import { completionScript } from './scripts.ts'

const program = programOf(async () => {})

function scriptFor(shell: string): string {
  return completionScript(shell, program) ?? ''
}

const directory = mkdtempSync(join(tmpdir(), 'ping-primero-completion-'))
afterAll(() => rmSync(directory, { recursive: true }))

function fileFor(shell: string): string {
  const file = join(directory, shell)
  writeFileSync(file, scriptFor(shell))
  return file
}

function isThere(shell: string): boolean {
  return spawnSync(shell, ['--version']).error === undefined
}

/** What bash offers behind some words. */
function offered(...words: readonly string[]): readonly string[] {
  const ask = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _ping_primero; echo "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['-c', `${scriptFor('bash')}\n${ask}`], { encoding: 'utf8' })
    .trim()
    .split(/\s+/)
}

test('bash completes commands, flows and options', () => {
  expect(offered('ping-primero', 're')).toEqual(['resume', 'retry', 'reconcile', 'report', 'restore'])
  expect(offered('ping-primero', 'run', '2')).toEqual(['2.1', '2.2'])
  expect(offered('ping-primero', 'run', '--d')).toEqual(['--deployment', '--dry-run'])
  expect(offered('ping-primero', 'audit', 'ver')).toEqual(['verify'])
})

test('behind an option bash offers what it takes, and no option', () => {
  expect(offered('ping-primero', 'list', '--flow', '')).toEqual(['1.1', '1.2', '2.1', '2.2'])
  expect(offered('ping-primero', 'list', '--log-format', '')).toEqual(['json', 'text'])
  const valued = program.commands
    .flatMap((command) => [command, ...command.commands.map((part) => part)])
    .flatMap(({ options }) => options)
    .filter(({ required }) => required)
  for (const { long = '' } of valued) expect(offered('ping-primero', 'run', long, '--')).toEqual([''])
})

test('zsh and fish are told which options take a name of a file, and which one of some words', () => {
  expect(scriptFor('zsh')).toMatch(/--flow\) words_here=\(1\.1 1\.2 2\.1 2\.2\) ;;[^]*--deployment[|)]/)
  expect(scriptFor('fish')).toContain("-l flow -x -a '1.1 1.2 2.1 2.2' ")
  expect(scriptFor('fish')).toContain('-l deployment -r ')
})

test.each(['zsh', 'fish'])('%s is told of every command and of what it means', (shell) => {
  const script = scriptFor(shell)
  for (const command of program.commands) expect(script).toContain(command.name())
  expect(script).toMatch(/deployment/)
})

test.skipIf(!isThere('zsh'))('zsh takes the script', () => {
  const load = 'autoload -U compinit; compinit -u -D; source "$1" && echo taken'
  expect(execFileSync('zsh', ['-c', load, 'zsh', fileFor('zsh')], { encoding: 'utf8' })).toBe('taken\n')
})

test.skipIf(!isThere('fish'))('fish completes commands and flows', () => {
  const ask = 'source $argv[1]; complete -C "ping-primero run 2"; complete -C "ping-primero rec"'
  const said = execFileSync('fish', ['-c', ask, fileFor('fish')], { encoding: 'utf8' })
  expect(said.split('\n').map((line) => line.split('\t')[0])).toEqual(['2.1', '2.2', 'reconcile', ''])
})

test('another shell is not known', () => {
  expect(completionScript('csh', program)).toBeNull()
})
