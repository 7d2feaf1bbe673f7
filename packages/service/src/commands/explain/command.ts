import { Command } from 'commander'
import type { Perform } from '../command.ts'

/** The options of `explain` as they are typed. */
export interface ExplainOptions {
  readonly deployment?: string
}

/** `explain NUMBER`: where a referral or decision stands, and what happened to it. */
export function explainCommand(perform: Perform): Command {
  return new Command('explain')
    .description('where a referral or decision stands, whose move it is, and its history')
    .argument(
      '<number>',
      'any number you have: of the intervention, individual, case, referral or transaction',
    )
    .option('--deployment <dir>', 'directory of the deployment')
    .option('--json', 'answer as one JSON value')
    .action((number: string, options: ExplainOptions) =>
      perform(async () => (await import('./handler.ts')).explain, { ...options, number }),
    )
}
