import { Option } from 'commander'

/** `--deployment`, spelt alike by all commands; PING_PRIMERO_DEPLOYMENT stands in for it. */
export function deploymentOption(words = 'directory of the deployment'): Option {
  return new Option('--deployment <dir>', words).env('PING_PRIMERO_DEPLOYMENT')
}

/** The same for what cannot do without one. */
export function neededDeploymentOption(): Option {
  return deploymentOption('directory of the deployment (required)').makeOptionMandatory()
}
