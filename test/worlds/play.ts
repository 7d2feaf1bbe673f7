import { seededRandom } from '@ping-primero/sandbox'
import { deedOf } from './deeds/deeds.ts'
import { roundOrder } from './engine/machine.ts'
import { judgeConvergence, judgeSafety, judgeSettled } from './oracle/judge.ts'
import type { Violation } from './oracle/seen.ts'
import { safetyMinutes, type Plan } from './plan.ts'
import { releaseAbsent } from './release.ts'
import { seenOf } from './seen-of.ts'
import { hour, minute, startWorld, type World } from './world.ts'

/** Rounds come once an hour, as the schedules of a deployment have it. */
async function rounds(world: World, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) {
    const next = (Math.floor(world.time.now() / hour) + 1) * hour
    await world.time.sleep(next - world.time.now(), null)
    begin(world)
  }
}

/** Whoever looks after the exchange sees what is still paused, and resumes it. */
async function resumeAll(world: World): Promise<void> {
  const act = { by: 'operator', at: new Date(world.time.now()).toISOString() }
  for (const flow of roundOrder) await world.machine?.store.operators.resume('sandbox', flow, act)
}

/** Begins a round unless one is under way; a process that dies takes its round with it. */
function begin(world: World): void {
  void world.round()
}

/** A world that was played, and what an oracle found in it. */
export interface Played {
  readonly world: World
  readonly violations: readonly Violation[]
}

/**
 * Plays the plan: hours in which people act and things break, then hours in which all must settle. The caller stops the
 * world.
 */
export async function play(plan: Plan): Promise<Played> {
  const world = await startWorld(plan.seed, plan.children)
  for (const { at, does, chance } of plan.steps) {
    world.time.after(at * minute + (chance % 60_000), null, () => {
      const said = deedOf(does)(world, seededRandom(plan.seed, chance))
      if (said !== null) world.say(said)
    })
  }
  const violations: Violation[] = []
  const conduct = async (): Promise<void> => {
    await rounds(world, safetyMinutes / 60)
    await world.time.sleep(40 * minute, null)
    // A copy: an end that cannot come yet puts itself off.
    const ends = [...world.standing]
    for (const end of ends) end()
    if (world.machine === null) await world.boot()
    await resumeAll(world)
    // Credentials that were refused too often are asked for again by a person, once they are right.
    await world.machine?.check()
    world.say('— from here on nothing breaks —')
    await rounds(world, 2)
    await world.time.sleep(40 * minute, null)
    violations.push(...judgeConvergence(seenOf(world, false)))
    await world.time.sleep(26 * hour, null)
    await rounds(world, 2)
    releaseAbsent(world)
    await rounds(world, 2)
    await world.time.sleep(40 * minute, null)
  }
  await world.time.pass(conduct())
  const seen = seenOf(world, true)
  violations.push(...judgeSafety(seen), ...judgeSettled(seen))
  return { world, violations }
}
