import type { Command } from 'commander'
import { nearest } from './nearest.ts'

/**
 * What is wrong with the name of a command below another (`audit verifi`), or behind `help`; null = nothing. Commander
 * takes the first for an argument of the usual part, and has no word for the second.
 */
export function mistypedPart(program: Command, args: readonly string[]): string | null {
  const [first = '', second = ''] = args
  const above = first === 'help' ? program : program.commands.find((command) => command.name() === first)
  const parts = (above?.commands ?? []).map((command) => command.name())
  if (parts.length === 0 || second === '' || second.startsWith('-')) return null
  const name = above !== program && second === 'help' ? (args[2] ?? 'help') : second
  if (name === 'help' || parts.includes(name)) return null
  const near = nearest(name, parts)
  const meant = (near.length > 0 ? near : parts).join(', ')
  return `unknown command '${name}' (${near.length > 0 ? 'Did you mean' : 'There are'} ${meant}${near.length > 0 ? '?' : ''})`
}
