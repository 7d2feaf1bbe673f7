import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { programOf } from '../../packages/service/src/cli.ts'

const root = resolve(import.meta.dirname, '../..')

/** README first, then the pages by name. */
export const pages: readonly string[] = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

/** A command that a page prints to be typed. */
export interface Printed {
  readonly page: string
  /** As it is printed. */
  readonly line: string
  /** Printed as `explain NUMBER`, with `npx ping-primero` left to the reader, and a deployment that was named before. */
  readonly short: boolean
}

const ours = new Set(programOf(async () => {}).commands.map((command) => command.name()))
const prefix = /^(?:npx )?ping-primero /
const typedInBlocks = /^(?:npx|npm|ping-primero|curl|export|mv|source|sudo|systemctl) \S/

/** The name of an option with its command, as one speaks of it, without what it takes. */
export const optionName = /^(?:audit )?[a-z]+ --(?:change-why|head|now|release|why)$/

/** Every command that a page prints, in its order: in a block, or within a line between backticks. */
export function printedOn(page: string): readonly Printed[] {
  const text = readFileSync(join(root, page), 'utf8')
  return text.split(/^ *```.*$/m).flatMap((part, place) => {
    const lines = part.split('\n').map((line) => line.trim().replace(/^\$ /, ''))
    if (place % 2 === 0) return lines.flatMap((line) => inLine(page, line))
    return lines.filter((line) => typedInBlocks.test(line)).map((line) => ({ page, line, short: false }))
  })
}

function inLine(page: string, line: string): readonly Printed[] {
  const spans = [...line.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span)
  const commands = spans.filter((span) => /^npm (?:ci|test|start|run)\b/.test(span) || isOurs(span))
  const [first] = commands
  // In a row of a table that tells of a command, options stand for the command with them.
  const options =
    line.startsWith('|') && first !== undefined ? spans.filter((span) => span.startsWith('--')) : []
  return [...commands, ...options.map((option) => `${first} ${option}`)].map((one) => ({
    page,
    line: one,
    short: !prefix.test(one) && !one.startsWith('npm '),
  }))
}

/** A command of this program; its name alone is none, unless it is printed to be typed. */
function isOurs(span: string): boolean {
  const words = span.replace(prefix, '').split(' ')
  // The other commands of that name are OpenFn's.
  if (words[0] === 'openfn' && words[1] !== 'build') return false
  return ours.has(words[0] ?? '') && (words.length > 1 || span.startsWith('npx '))
}

/** Whether a printed line is a command of this program. */
export function isOfProgram({ line, short }: Printed): boolean {
  return short || prefix.test(line)
}

/** The words of a line as a shell takes them apart: what is compared, piped or written into a file stays out. */
export function wordsOf(line: string): readonly string[] {
  const [command = ''] = line
    .replaceAll(/\$\([^)]*\)/g, 'today')
    .replace(prefix, '')
    .split(/ [|>&#] ?|;/)
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, one, other, plain]) => one ?? other ?? plain ?? '',
  )
}
