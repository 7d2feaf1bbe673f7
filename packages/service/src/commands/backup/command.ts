import { Command } from 'commander'
import type { Perform } from '../command.ts'

/** The options of `backup` as they are typed. */
export interface BackupOptions {
  readonly to: string
}

/** `backup --to FILE`: a copy of the ledger, taken while the service runs. */
export function backupCommand(perform: Perform): Command {
  return new Command('backup')
    .description('copy the ledger into a new file and examine the copy; the service may run meanwhile')
    .requiredOption('--to <file>', 'the file to make; it must not exist')
    .option('--json', 'answer as one JSON value')
    .action((options: BackupOptions) => perform(async () => (await import('./handler.ts')).backup, options))
}
