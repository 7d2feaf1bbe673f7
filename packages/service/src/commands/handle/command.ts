import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { deploymentOption } from '../deployment-option.ts'
import { reasonHelp, usualSettlements } from '../kept-reason.ts'

/** The options of `handle` as they are typed. */
export interface HandleOptions {
  readonly deployment?: string
  readonly why: string
  readonly flow?: string
  readonly by?: string
}

/** `handle NUMBER --why TEXT`: a person settled it outside. */
export function handleCommand(perform: Perform): Command {
  return new Command('handle')
    .description('mark an item as settled by a person outside')
    .argument('<number>', 'any number of the item')
    .requiredOption('--why <text>', 'what was done; kept for ever, so name nobody')
    .option('--flow <flow>', 'only of this flow')
    .option('--by <name>', 'who does it (default: the system user)')
    .addOption(deploymentOption())
    .option('--json', 'answer as one JSON value')
    .addHelpText('after', reasonHelp(usualSettlements))
    .action((number: string, options: HandleOptions) =>
      perform(async () => (await import('./handler.ts')).handle, { ...options, number }),
    )
}
