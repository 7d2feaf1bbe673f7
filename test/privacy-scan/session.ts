import type { StartSettings } from '../kills/office.ts'
import type { Left, Machine } from './machine.ts'
import { setUpMachine } from './machine.ts'
import { createScanner, type Canary, type Hit } from './scan.ts'
import type { CanaryWorld } from './world.ts'

/** How one command ended and what it said. */
interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** One world and one machine, on which commands are run and looked at. */
export interface Session {
  readonly world: CanaryWorld
  readonly machine: Machine
  /**
   * Runs a command to its end and keeps what it said and left. `typed`: what stands in the arguments, which the command
   * may say back to whoever typed it.
   */
  readonly run: (name: string, args: readonly string[], settings?: RunSettings) => Promise<Ended>
  /** Keeps what a process left that was not run to its end. */
  readonly keep: (name: string, ended: Ended) => void
  /** Scans everything that was kept, and every address that was asked for. */
  readonly result: () => SessionResult
}

/** How a command is started, and what its arguments hold. */
export interface RunSettings extends StartSettings {
  readonly typed?: readonly string[]
}

/** A canary where none may be: its kind, never itself. */
export interface Found {
  readonly place: string
  readonly kind: string
  readonly form: string
  readonly times: number
}

/** What was scanned and what was found. */
export interface SessionResult {
  readonly commands: number
  /** How often commands ended with which code or signal. */
  readonly ends: Readonly<Record<string, number>>
  readonly outputs: number
  readonly files: number
  readonly bytes: number
  readonly canaries: number
  readonly patterns: number
  /** Canaries that reached the process in answers, so that there was something to tell. */
  readonly passedThrough: number
  readonly addresses: number
  /** Known: Primero finds a child by the individual number in the address alone. */
  readonly numbersInAddresses: number
  /** Known: and an account, the exchange's own or a case owner's, by its user name there. */
  readonly userNamesInAddresses: number
  readonly found: readonly Found[]
}

/** Long enough for requests that are never answered; a command that takes longer will never end. */
const longestMs = 240_000

interface Kept extends Left {
  readonly typed: readonly string[]
  readonly isFile: boolean
}

/** Opens a session on a machine of its own. */
export function openSession(world: CanaryWorld): Session {
  const machine = setUpMachine(world.systems)
  const kept: Kept[] = []
  const ends = new Map<string, number>()
  let commands = 0

  const keep = (name: string, ended: Ended, typed: readonly string[] = []): void => {
    const { code, signal, stdout, stderr } = ended
    const end = signal ?? `exit ${code}`
    ends.set(end, (ends.get(end) ?? 0) + 1)
    commands += 1
    for (const [channel, text] of Object.entries({ stdout, stderr })) {
      kept.push({ place: `${channel} of ${name}`, bytes: Buffer.from(text), typed, isFile: false })
    }
    for (const { place, bytes } of machine.files()) {
      kept.push({ place: `${place}, after ${name}`, bytes, typed: [], isFile: true })
    }
  }
  return {
    world,
    machine,
    keep,
    run: async (name, args, { typed = [], ...settings } = {}) => {
      const started = machine.start(args, settings)
      const patience = setTimeout(() => started.kill('SIGKILL'), longestMs)
      const ended = await started.ended
      clearTimeout(patience)
      if (ended.signal === 'SIGKILL')
        throw new Error(`${name} did not come to its end within ${longestMs} ms.`)
      keep(name, ended, typed)
      return ended
    },
    result: () => ({ commands, ends: Object.fromEntries(ends), ...scanned(world, kept) }),
  }
}

function scanned(world: CanaryWorld, kept: readonly Kept[]): Omit<SessionResult, 'commands' | 'ends'> {
  const canaries = distinct(world.canaries())
  const scanner = createScanner(canaries)
  const found = new Map<string, Found>()
  const add = (place: string, kind: string, form: string): void => {
    const key = `${place}\n${kind}\n${form}`
    found.set(key, { place, kind, form, times: (found.get(key)?.times ?? 0) + 1 })
  }
  for (const { place, bytes, typed } of kept) {
    const own = new Set(scanner.scan(typed.join('\n')).map(signOf))
    for (const hit of scanner.scan(bytes)) {
      if (!own.has(signOf(hit))) add(place, hit.canary.kind, hit.form)
    }
  }
  const entries = [world.systems.ping, world.systems.primero].flatMap(({ traffic }) => traffic.entries())
  let numbersInAddresses = 0
  let userNamesInAddresses = 0
  for (const { path, query, method } of entries) {
    for (const { canary, form } of scanner.scan(`${method} ${path}?${query}`)) {
      if (canary.kind === 'number' && path === '/api/v2/cases') numbersInAddresses += 1
      else if (canary.kind === 'user name' && path === '/api/v2/users') userNamesInAddresses += 1
      else add('an address asked for', canary.kind, form)
    }
  }
  const passed = scanner.scan(entries.map(({ answer }) => answer).join('\n'))
  return {
    outputs: kept.filter(({ isFile }) => !isFile).length,
    files: kept.filter(({ isFile }) => isFile).length,
    bytes: kept.reduce((sum, { bytes }) => sum + bytes.length, 0),
    canaries: scanner.canaries,
    patterns: scanner.patterns,
    passedThrough: new Set(passed.map(({ canary }) => canary)).size,
    addresses: entries.length,
    numbersInAddresses,
    userNamesInAddresses,
    found: [...found.values()],
  }
}

/** Tells hits apart; for the eyes of this program alone. */
function signOf({ canary, form }: Hit): string {
  return `${canary.text} ${form}`
}

function distinct(canaries: readonly Canary[]): readonly Canary[] {
  return [...new Map(canaries.map((canary) => [canary.text, canary])).values()]
}
