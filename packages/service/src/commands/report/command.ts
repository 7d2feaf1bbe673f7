import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { deploymentOption } from '../deployment-option.ts'

/** The options of `report` as they are typed. */
export interface ReportOptions {
  readonly deployment?: string
  readonly from?: string
  readonly to?: string
  readonly by?: string
  readonly format?: string
  readonly recount?: true
}

/** `report`: how many of each kind in some months. */
export function reportCommand(perform: Perform): Command {
  return new Command('report')
    .description(
      'how many were received, confirmed, accepted and rejected in some months, and how long it took; small numbers are left out',
    )
    .addOption(deploymentOption())
    .option('--from <month>', 'the first month, such as 2026-03 (default: January of this year)')
    .option('--to <month>', 'the last month (default: this one)')
    .option('--by <kind>', 'flow (the default) or month')
    .option('--format <form>', 'words (the default), json or csv')
    .option(
      '--recount',
      'counts anew from the ledger first, and says whether that was as it had been counted',
    )
    .option('--json', 'answer as one JSON value')
    .action((options: ReportOptions) => perform(async () => (await import('./handler.ts')).report, options))
}
