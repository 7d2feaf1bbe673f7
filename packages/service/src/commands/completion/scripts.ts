import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Command } from 'commander'

/** A word that may be typed, and what it means. */
interface Word {
  readonly word: string
  readonly means: string
}

/** What may follow a command. */
interface Completed extends Word {
  readonly next: readonly Word[]
}

function optionsOf(command: Command): readonly Word[] {
  return command.options.map(({ long, description }) => ({ word: long ?? '', means: description }))
}

function nextOf(command: Command): readonly Word[] {
  const takesFlow = command.registeredArguments.some((argument) => argument.name() === 'flow')
  const named = takesFlow ? [...flows, 'all'].map((word) => ({ word, means: 'a flow' })) : []
  const below = command.commands.map((one) => ({ word: one.name(), means: one.description() }))
  const words = [...named, ...below, ...optionsOf(command), ...command.commands.flatMap(optionsOf)]
  return [...new Map(words.map((one) => [one.word, one])).values()].filter(({ word }) => word !== '')
}

/** An option behind which something must be typed, and what may be; without words, names of files. */
interface Valued {
  readonly option: string
  readonly words: readonly string[]
}

function valuedOf(program: Command): readonly Valued[] {
  const options = program.commands
    .flatMap((command) => [command, ...command.commands])
    .flatMap((one) => one.options)
  const valued = options
    .filter(({ required, long }) => required && long !== undefined)
    .map(({ long = '', argChoices }) => ({
      option: long,
      words: argChoices ?? (long === '--flow' ? flows : []),
    }))
  return [...new Map(valued.map((one) => [one.option, one])).values()]
}

/** The options behind which names of files are typed, as a pattern of a shell. */
function filesBehind(valued: readonly Valued[]): string {
  return valued
    .filter(({ words }) => words.length === 0)
    .map(({ option }) => option)
    .join('|')
}

function completedOf(program: Command): readonly Completed[] {
  return program.commands.map((command) => ({
    word: command.name(),
    means: command.description(),
    next: nextOf(command),
  }))
}

function wordsOf(words: readonly Word[]): string {
  return words.map(({ word }) => word).join(' ')
}

function bash(commands: readonly Completed[], valued: readonly Valued[]): string {
  const named = valued.filter(({ words }) => words.length > 0)
  return `_ping_primero() {
  local typed=\${COMP_WORDS[COMP_CWORD]} words
  if [ "$COMP_CWORD" -eq 1 ]; then words='${wordsOf(commands)}'; else
    case \${COMP_WORDS[COMP_CWORD-1]} in
${named.map(({ option, words }) => `      ${option}) words='${words.join(' ')}' ;;`).join('\n')}
      ${filesBehind(valued)}) words='' ;;
      *)
        case \${COMP_WORDS[1]} in
${commands.map(({ word, next }) => `          ${word}) words='${wordsOf(next)}' ;;`).join('\n')}
        esac ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$typed"))
}
complete -o default -F _ping_primero ping-primero
`
}

/** A text between single quotes of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function zsh(commands: readonly Completed[], valued: readonly Valued[]): string {
  const named = valued.filter(({ words }) => words.length > 0)
  const described = (words: readonly Word[]): string =>
    words.map(({ word, means }) => quoted(`${word}:${means.replaceAll(':', ' ')}`)).join(' ')
  return `#compdef ping-primero
_ping_primero() {
  local -a words_here
  if (( CURRENT == 2 )); then words_here=(${described(commands)}); else
    case $words[CURRENT-1] in
${named.map(({ option, words }) => `      ${option}) words_here=(${words.join(' ')}) ;;`).join('\n')}
      ${filesBehind(valued)}) ;;
      *)
        case $words[2] in
${commands.map(({ word, next }) => `          ${word}) words_here=(${described(next)}) ;;`).join('\n')}
        esac ;;
    esac
  fi
  _describe 'ping-primero' words_here || _files
}
compdef _ping_primero ping-primero
`
}

function fish(commands: readonly Completed[], valued: readonly Valued[]): string {
  const behind = new Map(
    valued.map(({ option, words }) => [option, words.length > 0 ? ` -x -a '${words.join(' ')}'` : ' -r']),
  )
  const all = wordsOf(commands)
  const first = commands.map(
    ({ word, means }) =>
      `complete -c ping-primero -n 'not __fish_seen_subcommand_from ${all}' -f -a ${word} -d ${quoted(means)}`,
  )
  const after = commands.flatMap(({ word: command, next }) =>
    next.map(({ word, means }) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}${behind.get(word) ?? ''}` : `-a ${word}`
      return `complete -c ping-primero -n '__fish_seen_subcommand_from ${command}' ${what} -d ${quoted(means)}`
    }),
  )
  return `${[...first, ...after].join('\n')}\n`
}

const shells = { bash, zsh, fish } as const

/** The names of the shells that can be served. */
export const shellNames: readonly string[] = Object.keys(shells)

/** The script by which a shell completes the commands and options of a program; null for a shell that is not known. */
export function completionScript(shell: string, program: Command): string | null {
  const make = Object.entries(shells).find(([name]) => name === shell)?.[1]
  return make === undefined ? null : make(completedOf(program), valuedOf(program))
}
