import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StrandQuery } from '@ping-primero/core/ledger/strand-questions.ts'
import { startWorld, type World } from '../support/world.ts'
import { peopleAct, referOut, runAllOn, unhcrAccepts } from './scene.ts'

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

/** How many referrals stand in the list, by who referred and what was decided. */
async function listed(): Promise<Readonly<Record<string, number>>> {
  const query: StrandQuery = {
    deployment: world.deployment.name,
    side: null,
    state: null,
    decision: null,
    under: null,
    foundFrom: null,
    foundBefore: null,
  }
  const page = await world.store.strands.page(query, null, 1_000)
  const counts: Record<string, number> = {}
  for (const { side, decision, items } of page) {
    const name = `${side}, ${decision}: ${items.map(({ flow }) => flow).join(' ')}`
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

test('each referral stands in the list once, with the decision on it as both systems have it', async () => {
  const { decided } = peopleAct(world, 0, 0)
  const rows = referOut(world, 6, 300)
  await runAllOn(world, world.store)
  unhcrAccepts(world, rows.slice(0, 4))
  world.advance(3_600_000)
  await runAllOn(world, world.store)
  const rejected = decided.filter(({ status }) => status === 125080004).length
  expect(rejected).toBeGreaterThan(0)
  expect(await listed()).toEqual({
    'unhcr, none: 1.1': 4,
    'unhcr, accepted: 1.2': decided.length - rejected,
    'unhcr, rejected: 1.2': rejected,
    'caseworker, accepted: 2.1 2.2': 4,
    'caseworker, none: 2.1': 2,
  })
})
