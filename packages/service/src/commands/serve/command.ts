import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { consoleSettingsOption } from '../console/settings-option.ts'

/** The options of `serve` as they are typed. */
export interface ServeOptions {
  readonly deployments: readonly string[]
  readonly healthFile?: string
  /** false = none. */
  readonly console?: string | false
  readonly consoleSettings?: string
  readonly verbose?: true
}

/** `serve`: runs the flows of all deployments by their schedules, and opens their console, until it is told to stop. */
export function serveCommand(perform: Perform): Command {
  return new Command('serve')
    .description('run the flows of all deployments by their schedules, and open their console')
    .option('--deployments <dir...>', 'directories that hold deployments, or deployments themselves', [
      'deployments',
    ])
    .option(
      '--health-file <file>',
      'is written anew every 15 s while the service is well, and gone after it ended',
    )
    .option(
      '--console <host:port>',
      'open the console, and where it answers (default: as its settings say, where there are any)',
    )
    .option('--no-console', 'open no console, whatever settings there are')
    .addOption(consoleSettingsOption())
    .option('--verbose', 'log every request')
    .option('--json', 'answer as one JSON value when it has ended')
    .action((options: ServeOptions) => perform(async () => (await import('./handler.ts')).serve, options))
}
