import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { deploymentOption } from '../deployment-option.ts'

/** The options of `retry` as they are typed. */
export interface RetryOptions {
  readonly deployment?: string
  readonly reason?: string
  readonly all?: true
  readonly flow?: string
  readonly release?: true
  readonly now?: true
  readonly utc?: true
  readonly by?: string
}

/** `retry (NUMBER | --reason CODE | --all)`: makes unsettled items due now. */
export function retryCommand(perform: Perform): Command {
  return new Command('retry')
    .description('make waiting and attention items due; says when the next run takes them')
    .argument('[number]', 'any number of the item')
    .option('--reason <code>', 'all that stand under this reason')
    .option('--all', 'all unsettled items')
    .option('--flow <flow>', 'only of this flow')
    .option('--release', 'let go what only a person may, by its number')
    .option('--now', 'and run their flows at once, which needs --deployment')
    .option('--by <name>', 'who does it (default: the system user)')
    .addOption(deploymentOption())
    .option('--utc', 'times in UTC instead of those of the deployment')
    .option('--json', 'answer as one JSON value')
    .action((number: string | undefined, options: RetryOptions) =>
      perform(async () => (await import('./handler.ts')).retry, { ...options, number }),
    )
}
