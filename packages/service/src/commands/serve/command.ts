import { Command } from 'commander'
import type { Perform } from '../command.ts'

/** The options of `serve` as they are typed. */
export interface ServeOptions {
  readonly deployments: readonly string[]
  readonly verbose?: true
}

/** `serve`: runs the flows of all deployments by their schedules until it is told to stop. */
export function serveCommand(perform: Perform): Command {
  return new Command('serve')
    .description('run the flows of all deployments by their schedules')
    .option('--deployments <dir...>', 'directories that hold deployments, or deployments themselves', [
      'deployments',
    ])
    .option('--verbose', 'log every request')
    .action((options: ServeOptions) => perform(async () => (await import('./handler.ts')).serve, options))
}
