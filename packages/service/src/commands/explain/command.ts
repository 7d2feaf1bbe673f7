import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { deploymentOption } from '../deployment-option.ts'

/** The options of `explain` as they are typed. */
export interface ExplainOptions {
  readonly deployment?: string
  readonly utc?: boolean
}

/** `explain NUMBER`: the whole story of a referral, where it stands and whose move is next. */
export function explainCommand(perform: Perform): Command {
  return new Command('explain')
    .description('the whole story of a referral and the decision on it, and whose move is next')
    .argument(
      '<number>',
      'any number you have: of the intervention, individual, case, service, referral, REF-IOP or transaction',
    )
    .addOption(deploymentOption())
    .option('--utc', 'times in UTC instead of those of the deployment')
    .option('--json', 'answer as one JSON value')
    .action((number: string, options: ExplainOptions) =>
      perform(async () => (await import('./handler.ts')).explain, { ...options, number }),
    )
}
