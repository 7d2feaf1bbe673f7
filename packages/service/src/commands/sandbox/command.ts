import { Command } from 'commander'
import type { Perform } from '../command.ts'

/** The options of `sandbox` as they are typed; the handler checks them. */
export interface SandboxOptions {
  readonly once?: true
  readonly systemsOnly?: true
  /** Primero's port, a comma, PING's port. */
  readonly ports: string
  readonly world: string
  readonly primeroVersion: string
  readonly primeroCsrf: string
  readonly seed: string
}

/** `sandbox`: both simulators, the service and the console with invented children. */
export function sandboxCommand(perform: Perform): Command {
  return new Command('sandbox')
    .description(
      'both systems as simulators, with invented children: nothing to install, nothing to configure',
    )
    .option('--once', 'play the story and end')
    .option('--systems-only', 'start only the simulators')
    .option('--ports <primero,ping>', 'ports of the simulators', '4101,4102')
    .option('--world <name>', 'story or recorded', 'story')
    .option('--primero-version <version>', '2.15 or 2.14', '2.15')
    .option('--primero-csrf <on|off>', 'whether sessions in Primero write with a token alone', 'on')
    .option('--seed <number>', 'another world of the same kind', '1')
    .option('--json', 'answer as one JSON value')
    .action((options: SandboxOptions) => perform(async () => (await import('./handler.ts')).sandbox, options))
}
