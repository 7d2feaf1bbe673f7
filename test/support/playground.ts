import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copyPointed, type SystemUrls } from '../../packages/service/src/story/pointed.ts'
import { credentials } from './accounts.ts'

const bin = fileURLToPath(import.meta.resolve('../../packages/service/bin/ping-primero.js'))

/** What came of a line that was typed. */
export interface Typed {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** How a line is typed. */
export interface Typing {
  readonly env?: Readonly<Record<string, string>>
  /** What goes on until it is told to end: once this stands in its output, it is told. */
  readonly until?: string
}

/** A folder as an operator has it, in a shell of its own: deployments, the ledger below `var`, secrets in the environment. */
export interface Playground extends AsyncDisposable {
  readonly directory: string
  /** Adds a deployment for two simulators; answers its folder, from the playground. */
  readonly deploy: (name: string, urls: SystemUrls) => string
  /** Types a line into bash and waits for its end. */
  readonly type: (line: string, typing?: Typing) => Promise<Typed>
}

/** npx without the second that it takes; the program as it is installed. */
function putPrograms(directory: string): void {
  mkdirSync(directory)
  const scripts = {
    npx: '#!/bin/sh\nexec "$@"\n',
    'ping-primero': `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`,
  }
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(directory, name), text)
    chmodSync(join(directory, name), 0o755)
  }
}

export function openPlayground(): Playground {
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-playground-'))
  putPrograms(join(directory, 'bin'))
  for (const folder of ['deployments', 'backups', 'home/.config/fish/completions']) {
    mkdirSync(join(directory, folder), { recursive: true })
  }
  const env = {
    PATH: `${join(directory, 'bin')}:${process.env['PATH'] ?? ''}`,
    HOME: join(directory, 'home'),
    PING_PRIMERO_HOME: directory,
    ...credentials,
  }
  return {
    directory,
    deploy: (name, urls) => {
      const folder = join('deployments', name)
      copyPointed(join(directory, folder), urls)
      const yaml = join(directory, folder, 'deployment.yaml')
      const text = readFileSync(yaml, 'utf8').replace('name: sandbox', `name: ${name}`)
      // Nobody looks on: requests need no pace.
      writeFileSync(yaml, text.replaceAll('requestsPerSecond: 20', 'requestsPerSecond: 0'))
      return folder
    },
    type: (line, { env: more, until } = {}) =>
      new Promise((resolve, reject) => {
        const child = spawn('bash', ['-c', line], {
          cwd: directory,
          env: { ...env, ...more },
          detached: true,
        })
        const said = { stdout: '', stderr: '' }
        let told = false
        const hear = (stream: keyof typeof said) => (data: Buffer) => {
          said[stream] += data.toString()
          if (told || until === undefined || child.pid === undefined || !said[stream].includes(until)) return
          told = true
          process.kill(-child.pid, 'SIGTERM')
        }
        child.stdout.on('data', hear('stdout'))
        child.stderr.on('data', hear('stderr'))
        child.once('error', reject)
        child.once('close', (code) => resolve({ code, ...said }))
      }),
    [Symbol.asyncDispose]: async () => rmSync(directory, { recursive: true, force: true }),
  }
}
