import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { neededDeploymentOption } from '../deployment-option.ts'

/** The options of `check` as they are typed. */
export interface CheckOptions {
  readonly deployment: string
  readonly verbose?: true
  /** Also what is noted at every check. */
  readonly all?: true
}

/** `check --deployment DIR`: what would stop or hold a run, before one does. */
export function checkCommand(perform: Perform): Command {
  return new Command('check')
    .description('check configuration, credentials, permissions and mappings; writes nothing')
    .addOption(neededDeploymentOption())
    .option('--all', 'also tell what can never be verified without writing')
    .option('--verbose', 'log every request')
    .option('--json', 'answer as one JSON value')
    .action((options: CheckOptions) => perform(async () => (await import('./handler.ts')).check, options))
}
