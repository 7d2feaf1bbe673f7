import type { SeededRandom } from '@ping-primero/sandbox'
import type { Mishap, Passing, SystemName } from '../engine/network.ts'
import { minute, type World } from '../world.ts'
import type { Deed } from './people.ts'

/** Ends something at its time, or when everything that is wrong is mended. */
export function until(world: World, ms: number, end: () => void): void {
  const once = (): void => {
    if (!world.standing.delete(once)) return
    end()
  }
  world.standing.add(once)
  world.time.after(ms, null, once)
}

/** How long a fault stands: over one round at least, mostly. */
export function windowOf(random: SeededRandom): number {
  return (30 + random.below(180)) * minute
}

/** Arms a fault on the network for a while: some of the fitting requests, or the next few. */
export function strike(
  world: World,
  random: SeededRandom,
  id: string,
  strikes: (passing: Passing) => boolean,
  mishap: Mishap | ((passing: Passing) => Mishap),
  most = 25,
): void {
  const disarm = world.network.arm({
    id,
    strikes,
    mishap,
    chance: random.chance(0.4) ? 1 : 0.15 + 0.5 * random.next(),
    times: 1 + random.below(most),
  })
  until(world, windowOf(random), disarm)
}

/** A deed that arms a fault on one of the systems. */
export function onRequests(
  id: string,
  words: string,
  mishap: (world: World, random: SeededRandom, system: SystemName) => Mishap | ((passing: Passing) => Mishap),
  fits: (passing: Passing) => boolean = () => true,
  most = 25,
): Deed {
  return (world, random) => {
    const system = random.chance(0.5) ? 'ping' : 'primero'
    const applies = (passing: Passing): boolean => passing.system === system && fits(passing)
    strike(world, random, id, applies, mishap(world, random, system), most)
    return `${id} is to come: ${words}, on ${system}`
  }
}

/** A deed that arms a fault on requests that only one system gets. */
export function onLine(
  id: string,
  words: string,
  fits: (passing: Passing) => boolean,
  mishap: (world: World, random: SeededRandom) => Mishap | ((passing: Passing) => Mishap),
  most = 25,
): Deed {
  return (world, random) => {
    strike(world, random, id, fits, mishap(world, random), most)
    return `${id} is to come: ${words}`
  }
}

/** Counts as a strike every fitting request while something is wrong in the systems themselves. */
export function watch(world: World, ms: number, id: string, fits: (passing: Passing) => boolean): void {
  const disarm = world.network.arm({
    id,
    strikes: fits,
    mishap: { kind: 'rewrite', with: (answer) => answer },
    chance: 1,
    times: 3,
  })
  until(world, ms, disarm)
}

/** What a request to PING is about: the process named in its body. */
export function processOf({ system, request }: Passing): string {
  if (system !== 'ping') return ''
  return /"ShippingProcessId"\s*:\s*"([^"]*)"/i.exec(request.body ?? '')?.[1] ?? ''
}

export function isWrite({ system, request, line }: Passing): boolean {
  return system === 'ping'
    ? line.includes('/ingestion/v2/')
    : request.method !== 'GET' && !line.includes('/tokens')
}
