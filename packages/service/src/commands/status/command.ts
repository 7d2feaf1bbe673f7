import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { deploymentOption } from '../deployment-option.ts'

/** The options of `status` as they are typed. */
export interface StatusOptions {
  readonly deployment?: string
  readonly utc?: boolean
}

/** `status`: how every flow stands. */
export function statusCommand(perform: Perform): Command {
  return new Command('status')
    .description('how every flow stands, of one deployment or of all in the ledger')
    .addOption(deploymentOption())
    .option('--utc', 'times in UTC instead of those of the deployment')
    .option('--json', 'answer as one JSON value')
    .action((options: StatusOptions) => perform(async () => (await import('./handler.ts')).status, options))
}
