import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { judgeSafety, judgeSettled } from '../worlds/oracle/judge.ts'
import type { Violation } from '../worlds/oracle/seen.ts'
import { releaseAbsent } from '../worlds/release.ts'
import { seenOf } from '../worlds/seen-of.ts'
import { hour, minute, startWorld, type World } from '../worlds/world.ts'
import { scaffold, type Place, type Scaffold } from './places.ts'
import { scenes } from './scenes.ts'

/** How one cell of the matrix ended. */
export interface Cell {
  readonly flow: Flow
  readonly place: Place
  readonly times: 1 | 2
  /** Deaths that took place: a second one needs that the flow comes to the same place again. */
  readonly deaths: number
  readonly violations: readonly Violation[]
  /** Sends that only a person could let go. */
  readonly released: number
}

interface Stage {
  readonly world: World
  readonly between: Scaffold
  /** Runs the flow to its end, or to its death; says whether it died. */
  readonly run: (flow: Flow, place: Place | null) => Promise<boolean>
}

async function startStage(flow: Flow): Promise<Stage> {
  const world = await startWorld(20261123, 3)
  await scenes[flow](world)
  let died = Promise.withResolvers<'died'>()
  const between = scaffold(
    () => died.resolve('died'),
    // Lost on the way: the network takes the request and nobody ever reads it.
    (life, own) => async (request) => {
      const disarm = world.network.arm({
        id: 'F5',
        strikes: (passing) => passing.life === life && passing.request === request,
        mishap: { kind: 'reset', done: false },
        chance: 1,
        times: 1,
      })
      return own(request).finally(disarm)
    },
  )
  await world.machine?.end()
  world.between = between
  await world.boot()
  return {
    world,
    between,
    run: async (which, place) => {
      died = Promise.withResolvers<'died'>()
      between.arm(place)
      const { machine } = world
      if (machine === null) throw new Error('The service runs.')
      const end = await world.time.pass(Promise.race([world.attempt(machine, which), died.promise]))
      if (end !== 'died') return false
      // What it had sent arrives or not; then another process takes over.
      await world.time.pass(world.time.sleep(minute, null))
      world.crash(null)
      await world.boot()
      return true
    },
  }
}

/** Every place that an undisturbed run of a flow passes. */
export async function placesOf(flow: Flow): Promise<readonly Place[]> {
  const stage = await startStage(flow)
  try {
    await stage.run(flow, null)
    const requests = stage.between.passed()
    // A request passes all four of its places or dies at one: an undisturbed run shows them all.
    return requests
  } finally {
    await stage.world.stop()
  }
}

/** Kills a run at a place, once or twice in a row, lets the flow go on, and judges what both systems hold. */
export async function playCell(flow: Flow, place: Place, times: 1 | 2): Promise<Cell> {
  const { world, run } = await startStage(flow)
  try {
    let deaths = 0
    for (let time = 0; time < times; time += 1) if (await run(flow, place)) deaths += 1
    const others = flow === '2.1' || flow === '2.2' ? (['2.1', '2.2'] as const) : (['1.1', '1.2'] as const)
    for (let round = 0; round < 3; round += 1) {
      await world.time.pass(world.time.sleep(2 * hour, null))
      for (const other of others) await run(other, null)
      if (round === 0) releaseAbsent(world)
    }
    const seen = seenOf(world, true)
    const waiting = world
      .claims()
      .filter(({ state }) => state === 'waiting')
      .map(({ flow: of, reason }) => ({ property: 'P1', words: `an item of ${of} still waits: ${reason}` }))
    return {
      flow,
      place,
      times,
      deaths,
      violations: [...judgeSafety(seen), ...judgeSettled(seen), ...waiting],
      released: world.deeds.released.size,
    }
  } finally {
    await world.stop()
  }
}
