import { Command } from 'commander'
import type { Perform } from '../command.ts'

/** The options of `pause` as they are typed. */
export interface PauseOptions {
  readonly deployment?: string
  readonly why: string
  readonly by?: string
}

/** `pause FLOW --why TEXT`: a paused flow does nothing until it is resumed. */
export function pauseCommand(perform: Perform): Command {
  return new Command('pause')
    .description('pause a flow; it does nothing until it is resumed')
    .argument('<flow>', '1.1, 1.2, 2.1 or 2.2')
    .requiredOption('--why <text>', 'why; name nobody')
    .option('--by <name>', 'who does it (default: the system user)')
    .option('--deployment <dir>', 'directory of the deployment')
    .option('--json', 'answer as one JSON value')
    .action((flow: string, options: PauseOptions) =>
      perform(async () => (await import('./handler.ts')).pause, { ...options, flow }),
    )
}
