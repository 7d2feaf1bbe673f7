import type { Violation } from './oracle/seen.ts'
import type { World } from './world.ts'

/** What was seen over many worlds. */
export interface Tally {
  readonly worlds: number
  readonly runs: number
  readonly requests: number
  readonly strikes: number
  /** Items in the ledgers at the end, by state. */
  readonly items: Readonly<Record<string, number>>
  /** How often each fault struck, by its number. */
  readonly fired: Readonly<Record<string, number>>
  readonly failures: readonly { readonly seed: number; readonly violations: readonly Violation[] }[]
}

export function emptyTally(): Tally {
  return { worlds: 0, runs: 0, requests: 0, strikes: 0, items: {}, fired: {}, failures: [] }
}

function addCounts(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const sum = { ...one }
  for (const [name, count] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count
  return sum
}

export function addTally(one: Tally, other: Tally): Tally {
  return {
    worlds: one.worlds + other.worlds,
    runs: one.runs + other.runs,
    requests: one.requests + other.requests,
    strikes: one.strikes + other.strikes,
    items: addCounts(one.items, other.items),
    fired: addCounts(one.fired, other.fired),
    failures: [...one.failures, ...other.failures],
  }
}

/** What a world adds that ended the process it was played in. */
export function endedBy(seed: number): Tally {
  const violations = [{ property: 'P17', words: 'the world ended its process' }]
  return { ...emptyTally(), worlds: 1, failures: [{ seed, violations }] }
}

/** What one world adds. */
export function tallyOf(seed: number, world: World, violations: readonly Violation[]): Tally {
  const items: Record<string, number> = {}
  for (const { state } of world.claims()) items[state] = (items[state] ?? 0) + 1
  const fired = Object.fromEntries(world.fired)
  return {
    worlds: 1,
    runs: world.tried.filter(({ attempt }) => attempt?.kind === 'report').length,
    requests: world.network.carried.length,
    strikes: Object.values(fired).reduce((sum, count) => sum + count, 0),
    items,
    fired,
    failures: violations.length === 0 ? [] : [{ seed, violations }],
  }
}
