import { runFlow, type Flow, type Ledger, type RunHost } from '@ping-primero/core'
import type { World } from './world.ts'

/** Where a run dies: at the nth request that fits, before it leaves or after it was answered but before it is read. */
export interface Death {
  readonly at: RegExp
  readonly nth?: number
  readonly when: 'before' | 'after'
}

/**
 * Runs a flow and kills it at a request: from then on nothing of that run reaches a system or the ledger any more, as
 * if its process had gone. Resolves once it is dead; fails if it came to its end alive.
 */
export async function runAndKill(world: World, flow: Flow, death: Death): Promise<void> {
  let dead = false
  let seen = 0
  const forEver = new Promise<never>(() => {})
  const died = Promise.withResolvers<'dead'>()

  const die = (): Promise<never> => {
    dead = true
    died.resolve('dead')
    return forEver
  }
  const fetch: RunHost['fetch'] = async (input, init) => {
    if (dead) return forEver
    const fits = death.at.test(input instanceof Request ? input.url : input.toString())
    if (fits) seen += 1
    const now = fits && seen === (death.nth ?? 1)
    if (now && death.when === 'before') return die()
    const answer = await world.host.fetch(input, init)
    return now || dead ? die() : answer
  }
  const ledger = new Proxy(world.host.ledger, {
    get: (own, name: keyof Ledger) =>
      dead
        ? () => forEver
        : async (...given: never[]) => (own[name] as (...all: never[]) => unknown)(...given),
  })
  const run = runFlow(
    { deployment: world.deployment, flow, dryRun: false, since: null, only: null },
    { ...world.host, fetch, ledger },
  )
  const end = await Promise.race([died.promise, run.then(() => 'alive' as const)])
  if (end === 'alive') throw new Error('The run came to its end before the request at which it was to die.')
}
