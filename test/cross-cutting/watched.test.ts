/** How far a run is, as it tells whoever watches: never more than there is, and at the end all of it. */
import { afterEach, expect, test } from 'vitest'
import { runFlow, type Flow } from '@ping-primero/core'
import type { Progress } from '@ping-primero/core/flows/progress.ts'
import { seedReferrals } from '@ping-primero/sandbox'
import { decideAll } from '../openfn/twins.ts'
import { startWorld, type World } from '../support/world.ts'
import { refer } from '../referrals-out/scene.ts'

let world: World

afterEach(async () => world.stop())

/** Runs a flow and looks at each of its requests: what it told then, without repetition, and what it tells in the end. */
async function watch(flow: Flow, only: string | null = null) {
  let look: (() => Progress) | null = null
  const told: Progress[] = []
  const report = await runFlow(
    { deployment: world.deployment, flow, dryRun: false, since: null, only },
    {
      ...world.host,
      setSize: 5,
      watched: (progress) => {
        look = progress
      },
      fetch: async (input, init) => {
        if (look !== null) told.push(look())
        return world.host.fetch(input, init)
      },
    },
  )
  const end = (look as (() => Progress) | null)?.() ?? null
  return { report, told, end, parts: [...new Set(told.map(({ part }) => part))] }
}

test('each flow tells what it lists or reads, then how much of it is settled, and which system it waits for', async () => {
  world = await startWorld()
  seedReferrals(world, { seed: 5, count: 12 })
  for (let place = 0; place < 12; place += 1) refer(world, place)
  const expected = {
    '1.1': { parts: ['list', 'settle'], end: { part: 'settle', done: 12, of: 12, awaits: null } },
    '2.1': { parts: ['list', 'cases', 'settle'], end: { part: 'settle', done: 12, of: 12, awaits: null } },
    '1.2': { parts: ['list', 'cases'], end: { part: 'settle', done: 12, of: 12, awaits: null } },
    '2.2': { parts: ['list', 'settle'], end: { part: 'settle', done: 12, of: 12, awaits: null } },
  } as const
  for (const flow of ['1.1', '2.1', '1.2', '2.2'] as const) {
    if (flow === '1.2') decideAll(world, 5)
    const { report, told, end, parts } = await watch(flow)
    expect({ flow, parts, end, found: report.found }).toEqual({ flow, ...expected[flow], found: 12 })
    expect(told.every(({ awaits }) => awaits !== null)).toBe(true)
    expect(told.every(({ done, of }) => of === null || done <= of)).toBe(true)
    world.advance(60_000)
  }
})

test('of how many is not told where only some are meant', async () => {
  world = await startWorld()
  seedReferrals(world, { seed: 5, count: 12 })
  const [first] = world.ping.store.interventions.values()
  const { end, report } = await watch('1.1', first?.number ?? '')
  expect([report.found, end]).toEqual([1, { part: 'settle', done: 1, of: null, awaits: null }])
})
