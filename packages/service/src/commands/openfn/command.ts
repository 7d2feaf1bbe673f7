import { Command } from 'commander'
import type { Perform } from '../command.ts'
import { neededDeploymentOption } from '../deployment-option.ts'

/** The options of `openfn build` as they are typed. */
export interface OpenfnBuildOptions {
  readonly deployment: string
  readonly out: string
  readonly credential: string
  readonly owner?: string
}

/** `openfn build`: the OpenFn project of a deployment, and the credential to fill in. */
export function openfnCommand(perform: Perform): Command {
  const build = new Command('build')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .description('write the OpenFn project of a deployment, and its credential with the secrets left open')
    .addOption(neededDeploymentOption())
    .option('--out <dir>', 'where to write it', 'openfn')
    .option('--credential <name>', 'what the credential is called in OpenFn', 'ping-primero')
    .option('--owner <email>', 'whose credential it is; without it, choose the credential on the canvas')
    .option('--json', 'answer as one JSON value')
    .action((options: OpenfnBuildOptions) =>
      perform(async () => (await import('./handler.ts')).openfnBuild, options),
    )
  return new Command('openfn').description('the same flows on OpenFn').addCommand(build, { isDefault: true })
}
