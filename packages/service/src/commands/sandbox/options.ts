import { refused } from '../../refusals/refusal.ts'
import type { Result } from '../../refusals/refusal.ts'
import type { SandboxOptions } from './command.ts'

/** What `sandbox` is asked to do. */
export interface SandboxOrder {
  /** The story and then the simulators until they are stopped; the story alone; the simulators alone. */
  readonly does: 'story-and-stay' | 'story' | 'systems'
  readonly ports: { readonly primero: number; readonly ping: number }
  readonly world: 'story' | 'recorded'
  readonly primeroVersion: '2.15' | '2.14'
  readonly primeroCsrf: 'on' | 'off'
  readonly seed: number
}

const worlds = ['story', 'recorded'] as const
const versions = ['2.15', '2.14'] as const
const switches = ['on', 'off'] as const

function oneOf<const T extends string>(values: readonly T[], text: string): T | undefined {
  return values.find((value) => value === text)
}

function portsOf(text: string): SandboxOrder['ports'] | null {
  const match = /^(\d{1,5}),(\d{1,5})$/.exec(text)
  if (match === null) return null
  const [primero, ping] = [Number(match[1]), Number(match[2])]
  if (primero > 65_535 || ping > 65_535 || (primero === ping && primero !== 0)) return null
  return { primero, ping }
}

/** The order that the options make, or what is wrong with them. */
export function orderOf(options: SandboxOptions): Result<SandboxOrder> {
  const ports = portsOf(options.ports)
  const world = oneOf(worlds, options.world)
  const primeroVersion = oneOf(versions, options.primeroVersion)
  const primeroCsrf = oneOf(switches, options.primeroCsrf)
  const invalid = (found: string): Result<never> => refused('arguments-invalid', found)
  if (ports === null) {
    return invalid(
      '--ports takes two different numbers up to 65535, such as 4101,4102: Primero, then PING; 0 takes any free one.',
    )
  }
  if (world === undefined) return invalid(`--world takes one of: ${worlds.join(', ')}.`)
  if (primeroVersion === undefined) return invalid(`--primero-version takes one of: ${versions.join(', ')}.`)
  if (primeroCsrf === undefined) return invalid(`--primero-csrf takes one of: ${switches.join(', ')}.`)
  if (!/^\d{1,6}$/.test(options.seed)) return invalid('--seed takes a whole number of at most six digits.')
  if (options.once && options.systemsOnly)
    return invalid('--once plays the story, --systems-only leaves it out.')
  if (world === 'recorded' && !options.systemsOnly) {
    return invalid('--world recorded goes with --systems-only: the story brings its own children.')
  }
  if (primeroCsrf === 'off' && !options.systemsOnly) {
    return invalid(
      '--primero-csrf off goes with --systems-only: it is for programs that sign in without a token.',
    )
  }
  const does = options.systemsOnly ? 'systems' : options.once ? 'story' : 'story-and-stay'
  return { ok: true, value: { does, ports, world, primeroVersion, primeroCsrf, seed: Number(options.seed) } }
}
