import type { SeededRandom } from '@ping-primero/sandbox'
import type { Mishap, Passing, SystemName, Watch } from '../engine/network.ts'
import { minute, type Tried, type World } from '../world.ts'
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

/** Who signs in at Primero. */
export const account = 'ping_integration'

/** Changes the account of Primero in one thing: others may have changed it in another meanwhile. */
export function changeAccount(
  { primero: { store } }: World,
  change: { readonly password?: string; readonly disabled?: boolean },
): void {
  const user = store.user(account)
  if (user === undefined) throw new Error('Primero has the account.')
  store.addUser({ ...user, ...change })
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

/** Counts as strikes the answers that show what is wrong in the systems themselves, the first few of them. */
export function watch(
  world: World,
  ms: number,
  id: string,
  fits: (passing: Passing) => boolean,
  shows: Watch['shows'],
): void {
  until(world, ms, world.network.watch({ id, fits, shows, times: 3 }))
}

/** Counts as a strike the first run of a while that ends in a certain way. */
export function watchRuns(world: World, ms: number, id: string, shows: (tried: Tried) => boolean): void {
  let over = false
  const look = (tried: Tried): void => {
    if (over || !shows(tried)) return
    over = true
    world.fire(id)
    world.say(`${id} strikes ${tried.flow}`)
  }
  world.onEnd.add(look)
  until(world, ms, () => {
    world.onEnd.delete(look)
  })
}

/** The code by which an attempt was refused; null where it was not. */
export function refusalOf({ attempt }: Tried): string | null {
  return attempt?.kind === 'refused' ? attempt.refusal.code : null
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

/** Counts a strike where a detail of proGres brings a record of this GUID to us. */
export function whereItIsRead(world: World, ms: number, id: string, guid: string): void {
  watch(
    world,
    ms,
    id,
    (passing) => ['SHP-2358', 'SHP-2796'].includes(processOf(passing)),
    ({ status, body }) => status === 200 && (body ?? '').includes(guid),
  )
}
