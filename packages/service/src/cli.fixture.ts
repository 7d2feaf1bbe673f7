import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { requireAnswer, requireLog } from './answers.fixture.ts'

const bin = fileURLToPath(import.meta.resolve('../bin/ping-primero.js'))

/** Makes the running Node say that it is an older one, so that the command goes on under the installed one. */
export const olderNode =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.0.0"}})'

/** How a command ended and what it said. */
interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A command that runs. */
export interface StartedCommand {
  readonly ended: Promise<Ended>
  /** Resolves when a text stands on stderr. */
  readonly said: (text: string) => Promise<void>
  /** What stands on stderr until now. */
  readonly stderr: () => string
  readonly kill: (signal: NodeJS.Signals) => void
}

/**
 * Starts the command line as its own process, with nothing of this process's environment but the path. Its answer
 * with `--json`, and its log, must be what the published schemas say: else `ended` fails.
 */
export function startCommand(given: {
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly nodeArgs?: readonly string[]
}): StartedCommand {
  const child = spawn(process.execPath, [...(given.nodeArgs ?? []), bin, ...given.args], {
    cwd: given.cwd,
    // Where nothing else is said, a ledger is made below the directory of the test.
    env: { PATH: process.env['PATH'] ?? '', PING_PRIMERO_HOME: given.cwd, ...given.env },
  })
  let stdout = ''
  let stderr = ''
  const waiting: { readonly text: string; readonly resolve: () => void }[] = []
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString()
  })
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString()
    for (const { text, resolve } of waiting) if (stderr.includes(text)) resolve()
  })
  return {
    ended: new Promise((resolve, reject) => {
      child.on('close', (code, signal) => {
        try {
          if (signal === null && given.args.includes('--json')) requireAnswer(given.args, stdout)
          if (signal === null) requireLog(stderr)
          resolve({ code, signal, stdout, stderr })
        } catch (error) {
          reject(error)
        }
      })
    }),
    said: (text) =>
      new Promise((resolve) => {
        waiting.push({ text, resolve })
        if (stderr.includes(text)) resolve()
      }),
    stderr: () => stderr,
    kill: (signal) => {
      child.kill(signal)
    },
  }
}
