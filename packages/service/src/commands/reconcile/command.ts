import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { neededDeploymentOption } from '../deployment-option.ts'

/** The options of `reconcile` as they are typed. */
export interface ReconcileOptions {
  readonly deployment: string
  readonly from?: string
  readonly to?: string
  readonly flow?: string
  readonly by?: string
  readonly verbose?: true
}

/**
 * `reconcile --deployment DIR`: what ledger, proGres and Primero say differently, and whose move it is; with a number, what
 * both systems show of that one referral.
 */
export function reconcileCommand(perform: Perform): Command {
  return new Command('reconcile')
    .description('compare ledger, proGres and Primero and list every difference; writes in neither system')
    .argument('[number]', 'any number of one referral: what both systems show of it now')
    .addOption(neededDeploymentOption())
    .option('--from <time>', "ISO time; what changed since then (default: the deployment's startDate)")
    .option('--to <time>', 'ISO time; what came later is left out (default: now)')
    .option('--flow <flow>', 'only this flow')
    .option('--by <name>', 'with a number: who looks (default: the system user)')
    .option('--verbose', 'log every request')
    .option('--json', 'answer as one JSON value')
    .action((number: string | undefined, options: ReconcileOptions) =>
      number === undefined
        ? perform(async () => (await import('./handler.ts')).reconcile, options)
        : perform(async () => (await import('./look.ts')).look, { ...options, number }),
    )
}
