import { Command } from 'commander'
import type { Perform } from '../command.ts'

/** The options of `restore` as they are typed. */
export interface RestoreOptions {
  readonly from: string
  readonly by?: string
}

/** `restore --from FILE`: a backup becomes the ledger; the present one is kept aside. */
export function restoreCommand(perform: Perform): Command {
  return new Command('restore')
    .description('put a backup in the place of the ledger; the present one is kept aside')
    .requiredOption('--from <file>', 'the backup')
    .option('--by <name>', 'who does it (default: the system user)')
    .option('--json', 'answer as one JSON value')
    .action((options: RestoreOptions) => perform(async () => (await import('./handler.ts')).restore, options))
}
