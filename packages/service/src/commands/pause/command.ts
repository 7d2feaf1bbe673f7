import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { deploymentOption } from '../deployment-option.ts'
import { reasonHelp, usualPauses } from '../kept-reason.ts'

/** The options of `pause` as they are typed. */
export interface PauseOptions {
  readonly deployment?: string
  readonly why: string
  readonly changeWhy?: true
  readonly by?: string
}

/** `pause (FLOW | all) --why TEXT`: a paused flow does nothing until it is resumed. */
export function pauseCommand(perform: Perform): Command {
  return new Command('pause')
    .description('pause a flow, or all four; a paused flow does nothing until it is resumed')
    .argument('<flow>', '1.1, 1.2, 2.1, 2.2 or all')
    .requiredOption('--why <text>', 'why; kept for ever, so name nobody')
    .option('--change-why', 'give a flow that is paused already this reason instead of its own')
    .option('--by <name>', 'who does it (default: the system user)')
    .addOption(deploymentOption())
    .option('--json', 'answer as one JSON value')
    .addHelpText('after', reasonHelp(usualPauses))
    .action((flow: string, options: PauseOptions) =>
      perform(async () => (await import('./handler.ts')).pause, { ...options, flow }),
    )
}
