import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { consoleSettingsOption } from './settings-option.ts'

/** The options of `console` as they are typed. */
export interface ConsoleOptions {
  readonly deployments: readonly string[]
  readonly listen?: string
  readonly consoleSettings?: string
}

/** `console`: opens the console by itself, beside a service that runs the flows, until it is told to stop. */
export function consoleCommand(perform: Perform): Command {
  return new Command('console')
    .description('open the console by itself, beside the service that runs the flows')
    .option('--deployments <dir...>', 'directories that hold deployments, or deployments themselves', [
      'deployments',
    ])
    .option('--listen <host:port>', 'where it answers (default: as its settings say, else 127.0.0.1:4100)')
    .addOption(consoleSettingsOption())
    .option('--json', 'answer as one JSON value when it has ended')
    .action((options: ConsoleOptions) => perform(async () => (await import('./handler.ts')).console, options))
}
