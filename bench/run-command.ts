import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Flow, RunReport } from '@ping-primero/core'
import { accounts } from '../test/support/accounts.ts'
import { pointed } from '../test/support/pointed.ts'

const root = join(import.meta.dirname, '..')

/** One run of the real command line. */
export interface Measured {
  /** Wall time, process start included, ms. */
  readonly ms: number
  /** Peak memory of the process, MB. */
  readonly peakMb: number
  readonly confirmed: number
  readonly reasons: RunReport['reasons']
}

/** A ledger and a deployment of their own for one measurement. */
export interface Place {
  /** The folder of the deployment. */
  readonly deployment: string
  readonly run: (flow: Flow) => Promise<Measured>
  readonly remove: () => void
}

/** How the measured deployment differs from the sandbox's. */
export interface Settings {
  readonly urls: { readonly ping: string; readonly primero: string }
  readonly inFlight: number
  readonly referralsPerCall: number
}

function adjusted(yaml: string, settings: Settings): string {
  const { urls, inFlight, referralsPerCall } = settings
  return pointed(yaml, urls)
    .replaceAll(/limits: \{[^}]*\}/g, `limits: { concurrency: ${inFlight}, requestsPerSecond: 0 }`)
    .replace(/referrals: \d+/, `referrals: ${referralsPerCall}`)
}

/** Makes a folder with a deployment and an empty ledger; `run` starts the command as anybody would. */
export function makePlace(settings: Settings): Place {
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-bench-'))
  const deployment = join(directory, 'sandbox')
  cpSync(join(root, 'deployments/sandbox'), deployment, { recursive: true })
  const yaml = join(deployment, 'deployment.yaml')
  writeFileSync(yaml, adjusted(readFileSync(yaml, 'utf8'), settings))
  const env = {
    ...process.env,
    ...accounts,
    LEDGER_KEY: 'a ledger key of the bench, long enough to be taken',
    LEDGER_URL: `sqlite:${join(directory, 'ledger.db')}`,
  }
  const command = join(root, 'packages/service/bin/ping-primero.js')
  const probe = join(import.meta.dirname, 'peak-memory.js')
  return {
    deployment,
    run: async (flow) => {
      const startedAt = performance.now()
      const args = ['--import', probe, command, 'run', flow, '--deployment', deployment, '--json']
      const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
      const texts = ['', '', '', '']
      for (const channel of [1, 2, 3]) {
        child.stdio[channel]?.on('data', (part: unknown) => {
          texts[channel] += String(part)
        })
      }
      const [code] = await once(child, 'close')
      const ms = performance.now() - startedAt
      if (code !== 0)
        throw new Error(
          `The run of ${flow} ended with ${String(code)}: ${texts[1]?.slice(0, 600)} ${texts[2]?.slice(-600)}`,
        )
      const report: Pick<RunReport, 'confirmed' | 'reasons'> = JSON.parse(texts[1] ?? '')
      return { ms, peakMb: Number(texts[3]) / 1024, confirmed: report.confirmed, reasons: report.reasons }
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}
