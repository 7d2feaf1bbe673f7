import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCommand, type StartedCommand } from '../../packages/service/src/cli.fixture.ts'
import { credentials } from '../support/accounts.ts'
import { pointed } from '../support/pointed.ts'

const root = join(import.meta.dirname, '../..')

/** How the deployment of an office differs from the sandbox's. */
export interface OfficeSettings {
  readonly urls: { readonly ping: string; readonly primero: string }
  /** Referrals of 2.1 per call; the sandbox sends them singly. */
  readonly referralsPerCall?: number
  /** Six fields, so that `serve` has something to do at once; the sandbox's are of whole hours. */
  readonly schedule?: string
}

/** How a command is started there, beyond its arguments. */
export interface StartSettings {
  readonly env?: Readonly<Record<string, string>>
  readonly nodeArgs?: readonly string[]
}

/** A machine of a country office: a folder with a deployment and a ledger, and the real command in it. */
export interface Office {
  readonly directory: string
  /** The ledger's file. */
  readonly ledger: string
  readonly start: (args: readonly string[], settings?: StartSettings) => StartedCommand
  readonly remove: () => void
}

/** The arguments that name the office's deployment. */
export const ofOffice = ['--deployment', join('deployments', 'sandbox')] as const

/** Makes the folder. Its commands get nothing of this process's environment but the path. */
export function openOffice(settings: OfficeSettings): Office {
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-office-'))
  const deployment = join(directory, 'deployments', 'sandbox')
  cpSync(join(root, 'deployments/sandbox'), deployment, { recursive: true })
  const yaml = join(deployment, 'deployment.yaml')
  writeFileSync(yaml, adjusted(readFileSync(yaml, 'utf8'), settings))
  const ledger = join(directory, 'ledger.db')
  return {
    directory,
    ledger,
    start: (args, { env = {}, nodeArgs = [] } = {}) =>
      startCommand({
        args,
        cwd: directory,
        env: { ...credentials, LEDGER_URL: `sqlite:${ledger}`, ...env },
        nodeArgs,
      }),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

function adjusted(yaml: string, { urls, referralsPerCall = 1, schedule }: OfficeSettings): string {
  const text = pointed(yaml, urls)
    .replaceAll('requestsPerSecond: 20', 'requestsPerSecond: 0')
    .replace(/referrals: \d+/, `referrals: ${referralsPerCall}`)
  return schedule === undefined ? text : text.replaceAll(/schedule: '[^']*'/g, `schedule: '${schedule}'`)
}
