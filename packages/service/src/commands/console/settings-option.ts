import { Option } from 'commander'

/** `--console-settings`, spelt alike by all commands that open the console. */
export function consoleSettingsOption(): Option {
  return new Option(
    '--console-settings <file>',
    'who may sign in to the console, and where it is (default: console.yaml beside the folder of the deployments)',
  )
}
