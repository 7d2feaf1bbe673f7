import { Command } from 'commander'
import type { Perform } from '../command.ts'

/** `completion SHELL`: what a shell needs to complete commands and options. */
export function completionCommand(perform: Perform): Command {
  return new Command('completion')
    .description('print what bash, zsh or fish needs to complete commands and options')
    .argument('<shell>', 'bash, zsh or fish')
    .action((shell: string) => perform(async () => (await import('./handler.ts')).completion, { shell }))
}
