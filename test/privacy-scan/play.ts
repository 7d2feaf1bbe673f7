import type { Scenario } from './scenarios.ts'
import { openSession, type SessionResult } from './session.ts'
import { startCanaryWorld } from './world.ts'

/** A scenario that was played to its end. */
export interface Played extends SessionResult {
  readonly name: string
  readonly seed: number
}

/** Plays a scenario in a world and on a machine of its own, and scans what is left. */
export async function playScenario(scenario: Scenario, seed: number, each: number): Promise<Played> {
  const world = await startCanaryWorld(seed, each)
  const session = openSession(world)
  try {
    await scenario.play(session)
    return { name: scenario.name, seed, ...session.result() }
  } finally {
    await world.systems.stop()
    session.machine.remove()
  }
}
