import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { deploymentOption } from '../deployment-option.ts'

/** The options of `resume` as they are typed. */
export interface ResumeOptions {
  readonly deployment?: string
  readonly by?: string
}

/** `resume (FLOW | all)`: a paused flow runs again. */
export function resumeCommand(perform: Perform): Command {
  return new Command('resume')
    .description('let a paused flow run again, or all four')
    .argument('<flow>', '1.1, 1.2, 2.1, 2.2 or all')
    .option('--by <name>', 'who does it (default: the system user)')
    .addOption(deploymentOption())
    .option('--json', 'answer as one JSON value')
    .action((flow: string, options: ResumeOptions) =>
      perform(async () => (await import('./handler.ts')).resume, { ...options, flow }),
    )
}
