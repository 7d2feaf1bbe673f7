import { afterEach, beforeAll, expect, test } from 'vitest'
import { runFlow, type Ledger } from '@ping-primero/core'
import { startWorld, type World } from '../support/world.ts'
import { countsIn, endOf, forgetTraffic, putCase, refer, writesTo } from './scene.ts'

let world: World | undefined
let undisturbed: unknown

afterEach(async () => {
  await world?.stop()
  world = undefined
})

/** A new child of two referrals, a known child, and a refusal: every effect of the flow. */
async function scene(): Promise<World> {
  const made = await startWorld()
  const id = '20000000-0000-4000-a000-000000000001'
  putCase(made, 2, { id, case_id: id })
  for (const place of [0, 0, 2]) refer(made, place, { transferStatusDate: '2026-11-02' })
  refer(made, 3, { type: 'Accessibility' })
  return made
}

/** Where the process dies: at the so-and-so-many-eth request or write to the ledger, before or after it took effect. */
interface Death {
  readonly at: 'request' | 'commit'
  readonly count: number
  readonly when: 'before' | 'after'
}

/** Runs the flow in a process that dies there: nothing it would have sent or written afterwards happens. */
async function runAndDie(alive: World, death: Death): Promise<'died' | 'finished'> {
  let dead = false
  let seen = 0
  let die = (): void => {}
  const died = new Promise<'died'>((resolve) => {
    die = () => {
      dead = true
      resolve('died')
    }
  })
  const never = new Promise<never>(() => {})
  const guarded = async <T>(kind: Death['at'], act: () => Promise<T>): Promise<T> => {
    if (dead) return never
    if (kind === death.at) seen += 1
    const last = kind === death.at && seen === death.count
    if (last && death.when === 'before') die()
    if (dead) return never
    const result = await act()
    if (last) die()
    return dead ? never : result
  }
  const ledger: Ledger = {
    ...alive.host.ledger,
    save: async (items, events) => guarded('commit', async () => alive.host.ledger.save(items, events)),
    savePause: async (system, pause) =>
      guarded('commit', async () => alive.host.ledger.savePause(system, pause)),
    saveRun: async (run) => guarded('commit', async () => alive.host.ledger.saveRun(run)),
  }
  const fetch: typeof globalThis.fetch = async (input, init) =>
    guarded('request', async () => {
      const response = await globalThis.fetch(input, init)
      const body = await response.text()
      return new Response(body === '' ? null : body, response)
    })
  const run = runFlow(
    { deployment: alive.deployment, flow: '1.1', dryRun: false, since: null, only: null },
    { ...alive.host, ledger, fetch },
  )
  return Promise.race([died, run.then(() => 'finished' as const)])
}

beforeAll(async () => {
  const calm = await scene()
  expect(countsIn(await calm.run('1.1'))).toEqual({ found: 4, confirmed: 3, attention: 1 })
  undisturbed = endOf(calm)
  await calm.stop()
})

const points = (['request', 'commit'] as const).flatMap((at) =>
  (['before', 'after'] as const).flatMap((when) => [1, 2].map((deaths) => [at, when, deaths] as const)),
)

test.each(points)(
  'killed at any %s, %s it took effect, %i times in a row: the next run ends as if nothing had happened',
  async (at, when, deaths) => {
    let deadly = 0
    for (let count = 1; ; count += 1) {
      world = await scene()
      let ends: 'died' | 'finished' = 'finished'
      for (let death = 0; death < deaths; death += 1) {
        const end = await runAndDie(world, { at, count, when })
        if (death === 0) ends = end
      }
      await world.run('1.1')
      expect({ at, when, count, ...countsIn(await world.run('1.1')) }).toEqual({
        at,
        when,
        count,
        found: 1,
        attention: 1,
      })
      expect(endOf(world)).toEqual(undisturbed)
      forgetTraffic(world)
      await world.run('1.1')
      expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
      await world.stop()
      world = undefined
      if (ends === 'finished') break
      deadly += 1
    }
    expect(deadly).toBeGreaterThan(at === 'request' ? 15 : 8)
  },
  120_000,
)
