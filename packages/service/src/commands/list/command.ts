import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { deploymentOption } from '../deployment-option.ts'

/** The options of `list` as they are typed. */
export interface ListOptions {
  readonly deployment?: string
  readonly state: readonly string[]
  readonly reason?: string
  readonly flow?: string
  readonly olderThan?: string
  readonly settled?: true
  readonly undecided?: true
  readonly since?: string
  readonly until?: string
  readonly utc?: true
  readonly csv?: true
}

/** `list`: what waits or needs attention, by cause. */
export function listCommand(perform: Perform): Command {
  return new Command('list')
    .description(
      'what waits or needs attention, by cause, and whose move it is; what was settled; changes nothing',
    )
    .addOption(deploymentOption('directory of the deployment (default: all in the ledger)'))
    .option(
      '--state <state>',
      'waiting or attention; several with commas, or as often as there are (default: both)',
      (typed: string, states: readonly string[]): readonly string[] => [...states, ...typed.split(',')],
      [],
    )
    .option('--reason <code>', 'only what stands under this reason')
    .option('--flow <flow>', 'only of this flow')
    .option('--older-than <time>', 'only what has stood so for longer, such as 3d, 12h or 45m')
    .option('--settled', 'what is settled instead: confirmed, withdrawn or handled outside')
    .option('--since <time>', 'with --settled: only what was settled at this ISO time or later')
    .option('--until <time>', 'with --settled: only what was settled before this ISO time')
    .option('--undecided', 'referrals that arrived and on which no decision is known, instead')
    .option('--utc', 'times in UTC instead of those of the deployment')
    .option('--csv', 'all as a table for a spreadsheet')
    .option('--json', 'all as one JSON value')
    .action((options: ListOptions) => perform(async () => (await import('./handler.ts')).list, options))
}
