import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { neededDeploymentOption } from '../deployment-option.ts'

/** The options of `run` as they are typed. */
export interface RunOptions {
  readonly deployment: string
  readonly dryRun?: true
  readonly since?: string
  readonly only?: string
  readonly wait: string
  readonly verbose?: true
}

/** `run <1.1|1.2|2.1|2.2|all> --deployment DIR`: one run, then exit. */
export function runCommand(perform: Perform): Command {
  return new Command('run')
    .description('run a flow once, or all four in their order')
    .argument('<flow>', '1.1, 1.2, 2.1, 2.2 or all')
    .addOption(neededDeploymentOption())
    .option('--dry-run', 'read only; show what would be written')
    .option('--since <time>', '1.2 and 2.1: read from this ISO time once')
    .option('--only <number>', 'settle only the items that carry this number')
    .option('--wait <seconds>', 'how long to wait while another flow runs', '600')
    .option('--verbose', 'log every request')
    .option('--json', 'answer as one JSON value')
    .action((flow: string, options: RunOptions) =>
      perform(async () => (await import('./handler.ts')).run, { ...options, flow }),
    )
}
