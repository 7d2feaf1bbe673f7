import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { deploymentOption } from '../deployment-option.ts'

/** The options of `audit verify` as they are typed. */
export interface VerifyOptions {
  readonly deployment?: string
  readonly head: readonly string[]
}

/** The options of `audit export` as they are typed. */
export interface ExportOptions {
  readonly deployment?: string
  readonly from?: string
  readonly to?: string
  readonly format?: string
  readonly people?: true
  readonly utc?: true
}

function part(name: string): Command {
  return new Command(name).exitOverride().configureOutput({ writeErr: () => {} })
}

/** `audit verify` and `audit export`: whether the history is as it was written, and the history itself. */
export function auditCommand(perform: Perform): Command {
  const verify = part('verify')
    .description('whether the history is whole and unaltered; exit code 3 when it is not')
    .addOption(deploymentOption('directory of the deployment (default: all in the ledger)'))
    .option(
      '--head <position:hash>',
      'a head that was kept elsewhere; as often as there are',
      (head: string, heads: readonly string[]): readonly string[] => [...heads, head],
      [],
    )
    .option('--json', 'answer as one JSON value')
    .action((options: VerifyOptions) =>
      perform(async () => (await import('./verify.ts')).auditVerify, options),
    )
  const entries = part('export')
    .description('write the history to stdout, with all that it takes to verify it elsewhere')
    .addOption(deploymentOption())
    .option('--from <iso>', 'entries of this time and later')
    .option('--to <iso>', 'entries before this time')
    .option('--format <form>', 'jsonl (one JSON value per line; the default), csv, or text for people')
    .option('--people', 'only what people did by command')
    .option('--utc', 'with --format text: times in UTC instead of those of the deployment')
    .option('--json', 'all as one JSON value')
    .action((options: ExportOptions) =>
      perform(async () => (await import('./export.ts')).auditExport, options),
    )
  return new Command('audit')
    .description('verify and export the history of all effects and of all that operators did')
    .addCommand(verify, { isDefault: true })
    .addCommand(entries)
}
