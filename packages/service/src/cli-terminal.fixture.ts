import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(import.meta.resolve('../bin/ping-primero.js'))

/** Whether this machine can lend a command a terminal: `script` of util-linux. */
export const hasTerminal = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0

/** What a terminal shows in the end of what was written to it: lines written anew stand as they were written last. */
export function screenOf(output: string): readonly string[] {
  const lines = ['']
  let column = 0
  const cleared = '\v'
  for (const [part] of output.replaceAll('\u001B[K', cleared).matchAll(/\r|\n|\v|[^\r\n\v]+/g)) {
    const line = lines.at(-1) ?? ''
    if (part === '\r') column = 0
    else if (part === '\n') {
      lines.push('')
      column = 0
    } else if (part === cleared) lines[lines.length - 1] = line.slice(0, column)
    else {
      lines[lines.length - 1] = line.slice(0, column) + part + line.slice(column + part.length)
      column += part.length
    }
  }
  return lines
}

/** A command that runs at a terminal. */
export interface TerminalCommand {
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>
  /** Resolves with a text when it was written to the terminal. */
  readonly said: (text: string | RegExp) => Promise<string>
  /** Types something. */
  readonly type: (keys: string) => void
}

/** Starts the command line at a terminal of its own; `redirected`, what the shell is told behind it, such as `2>errors`. */
export function startAtTerminal(given: {
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly columns: number
  readonly redirected?: string
}): TerminalCommand {
  const words = [process.execPath, bin, ...given.args].map(
    (word) => `'${word.replaceAll("'", String.raw`'\''`)}'`,
  )
  const line = `stty cols ${given.columns} rows 50; exec ${words.join(' ')} ${given.redirected ?? ''}`
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    cwd: given.cwd,
    env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm', PING_PRIMERO_HOME: given.cwd, ...given.env },
  })
  let output = ''
  const waiting = new Set<() => void>()
  const take = (data: Buffer): void => {
    output += data.toString()
    for (const look of waiting) look()
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  return {
    ended: new Promise((resolve) => {
      child.on('close', (code) => resolve({ code, output }))
    }),
    said: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = typeof text === 'string' ? output.includes(text) && text : text.exec(output)?.[0]
          if (found === undefined || found === false) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    type: (keys) => {
      child.stdin.write(keys)
    },
  }
}
