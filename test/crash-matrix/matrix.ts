import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { judgeSafety, judgeSettled } from '../worlds/oracle/judge.ts'
import type { Violation } from '../worlds/oracle/seen.ts'
import { releaseAbsent } from '../worlds/release.ts'
import { seenOf } from '../worlds/seen-of.ts'
import { hour, minute, startWorld, type World } from '../worlds/world.ts'
import { scaffold, type Place, type Scaffold } from './places.ts'
import type { MatrixScene } from './scenes.ts'

/** How one cell of the matrix ended. */
export interface Cell {
  readonly place: Place
  /** How often in a row it was to die. */
  readonly times: number
  readonly deaths: number
  readonly violations: readonly Violation[]
  /** Sends that only a person could let go. */
  readonly released: number
}

/** Both cells of a place. */
export interface Cells {
  readonly once: Cell
  /** null where a second death is not due: the effect was kept, and rightly does not come again. */
  readonly twice: Cell | null
}

interface Stage {
  readonly world: World
  readonly between: Scaffold
  /** Runs a flow to its end, or to its death; says whether it died. */
  readonly run: (flow: Flow, place: Place | null) => Promise<boolean>
}

async function startStage(scene: MatrixScene): Promise<Stage> {
  const world = await startWorld(20261123, 3)
  await scene.prepare(world)
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

/** Every place that an undisturbed run of a scene's flow passes. */
export async function placesOf(scene: MatrixScene): Promise<readonly Place[]> {
  const { world, between, run } = await startStage(scene)
  try {
    await run(scene.flow, null)
    // A request passes all four of its places or dies at one: an undisturbed run shows them all.
    return between.passed()
  } finally {
    await world.stop()
  }
}

/** Effects that the scene is there to show, and that no run came to. */
export function missingEffects({ effects }: MatrixScene, places: readonly Place[]): readonly string[] {
  const passed = new Set(places.map(({ effect }) => effect))
  return effects.filter((effect) => !passed.has(effect))
}

/**
 * Where the run after a death has to die to die at the same effect: what was kept is not done again, so that it may
 * come there less often. null = it does not come there at all.
 */
function placeAgain(place: Place, next: readonly Place[]): Place | null {
  const same = next.filter(({ effect, point }) => effect === place.effect && point === place.point)
  const last = same.at(-1)
  return last === undefined || last.nth > place.nth ? (same.length === 0 ? null : place) : last
}

/** Kills a run at a place, once and twice in a row, lets the flow go on, and judges what both systems hold. */
export async function playCells(scene: MatrixScene, place: Place): Promise<Cells> {
  const { cell: once, next } = await playCell(scene, [place])
  const again = placeAgain(place, next)
  return { once, twice: again === null ? null : (await playCell(scene, [place, again])).cell }
}

interface Played {
  readonly cell: Cell
  /** What the first run passed that was let live. */
  readonly next: readonly Place[]
}

async function playCell(scene: MatrixScene, deathsAt: readonly [Place, Place?]): Promise<Played> {
  const { world, between, run } = await startStage(scene)
  const { flow } = scene
  try {
    let deaths = 0
    for (const place of deathsAt) if (place !== undefined && (await run(flow, place))) deaths += 1
    await run(flow, null)
    const next = between.passed()
    const others = flow === '2.1' || flow === '2.2' ? (['2.1', '2.2'] as const) : (['1.1', '1.2'] as const)
    for (let round = 0; round < 3; round += 1) {
      await world.time.pass(world.time.sleep(2 * hour, null))
      for (const other of others) await run(other, null)
      if (round === 0) releaseAbsent(world)
    }
    const seen = seenOf(world, true)
    const cell = {
      place: deathsAt[0],
      times: deathsAt.length,
      deaths,
      violations: [
        ...judgeSafety(seen),
        ...judgeSettled(seen),
        ...otherEnds(scene, world),
        ...(deaths === deathsAt.length ? [] : [{ property: 'P17', words: `died ${deaths} times only` }]),
      ],
      released: world.deeds.released.size,
    }
    return { cell, next }
  } finally {
    await world.stop()
  }
}

/** What ended in another way than the scene says, in either direction. */
function otherEnds({ ends }: MatrixScene, world: World): readonly Violation[] {
  const words = world.claims().map(({ flow, state, reason }) => [flow, state, reason ?? []].flat().join(' '))
  const counts = Map.groupBy(words, (word) => word)
  return [...new Set([...Object.keys(ends), ...words])].flatMap((end) => {
    const [wanted, found] = [ends[end] ?? 0, counts.get(end)?.length ?? 0]
    return wanted === found ? [] : [{ property: 'P1', words: `${end}: ${found} instead of ${wanted}` }]
  })
}
