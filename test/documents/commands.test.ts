import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { programOf } from '../../packages/service/src/cli.ts'

const root = resolve(import.meta.dirname, '../..')
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

interface Printed {
  readonly page: string
  readonly line: string
}

/** Every command of ours that a page prints, in a block or within a line, with what stands for something filled in. */
function printed(page: string): readonly Printed[] {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/\$\([^)]*\)/g, 'today')
  const found = [
    ...text.matchAll(/(?:^|[`\s(])(?:npx )?ping-primero ((?:[a-z]+)\b[^`\n|)]*)/gm),
    ...text.matchAll(/`(?:npx )?ping-primero ([a-z]+)`/g),
  ].map(([, line = '']) => line.trim())
  return found.map((line) => ({ page, line }))
}

/** The words of a line as a shell takes them apart: what is compared, piped or written into a file stays out. */
function wordsOf(line: string): readonly string[] {
  const [command = ''] = line.split(/ [|>&#] ?|;/)
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, one, other, plain]) => one ?? other ?? plain ?? '',
  )
}

const commands = new Set(programOf(async () => {}).commands.map((command) => command.name()))
const all = pages.flatMap(printed).filter(({ line }) => commands.has(line.split(' ')[0] ?? ''))

describe('what the pages print to be typed', () => {
  test('is found', () => expect(all.length).toBeGreaterThan(30))

  test.each(all)('$page: $line', async ({ line }) => {
    const words = wordsOf(line)
    const typed = words.length === 1 ? [...words, '--help'] : words
    const program = programOf(async () => {})
    for (const command of program.commands) command.configureOutput({ writeOut: () => {} })
    const said = await program.parseAsync([...typed], { from: 'user' }).then(() => 'understood', String)
    expect(said).toBe(typed.includes('--help') ? 'CommanderError: (outputHelp)' : 'understood')
  })
})
