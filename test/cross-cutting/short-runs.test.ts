/** Runs that have to end early, over and over: each goes on where the one before it has ended. */
import { afterEach, expect, test } from 'vitest'
import { runFlow, type Flow, type RunReport } from '@ping-primero/core'
import { seedReferrals } from '@ping-primero/sandbox'
import { startWorld, type World } from '../support/world.ts'
import { open, refer } from '../referrals-out/scene.ts'

let world: World

afterEach(async () => world.stop())

/** Runs a flow in sets of five, for so many requests. */
async function shortRun(flow: Flow, requests: number): Promise<RunReport> {
  let sent = 0
  const report = await runFlow(
    { deployment: world.deployment, flow, dryRun: false, since: null, only: null },
    {
      ...world.host,
      setSize: 5,
      halted: () => (sent >= requests ? 'stopping' : null),
      fetch: async (input, init) => {
        sent += 1
        return world.host.fetch(input, init)
      },
    },
  )
  world.advance(60_000)
  return report
}

/** The cases whose referrals were asked for since the last time, in the order of their names. */
function referralsRead(): readonly string[] {
  const asked = world.primero.traffic
    .entries()
    .flatMap(({ path }) => /^\/api\/v2\/cases\/([^/]+)\/referrals$/.exec(path)?.[1] ?? [])
  world.primero.traffic.reset()
  return asked.toSorted()
}

test('two short runs of 1.1, each of which ends before it has read the details of all, deliver some each', async () => {
  world = await startWorld()
  seedReferrals(world, { seed: 5, count: 40 })
  // Fewer requests than there are referrals.
  const first = await shortRun('1.1', 35)
  expect(first.stopped?.reason).toBe('run-interrupted')
  expect(first.confirmed).toBeGreaterThanOrEqual(5)
  const second = await shortRun('1.1', 35)
  expect(second.stopped?.reason).toBe('run-interrupted')
  expect(second.confirmed).toBeGreaterThanOrEqual(5)
  expect(second.found).toBe(first.waiting)
  expect(await world.run('1.1')).toMatchObject({ confirmed: second.waiting, waiting: 0, attention: 0 })
})

test('two short runs of 2.1 send some each, and nothing twice', async () => {
  world = await startWorld()
  for (let place = 0; place < 40; place += 1) refer(world, place)
  const first = await shortRun('2.1', 35)
  expect(first.stopped?.reason).toBe('run-interrupted')
  const afterFirst = world.ping.store.referrals.size
  expect(afterFirst).toBeGreaterThanOrEqual(5)
  await shortRun('2.1', 35)
  expect(world.ping.store.referrals.size).toBeGreaterThanOrEqual(afterFirst + 5)
  await world.run('2.1')
  expect(world.ping.store.referrals.size).toBe(40)
  expect(await world.run('2.1')).toMatchObject({ waiting: 0, attention: 0 })
})

test('a run stopped in the middle of a page of changed cases is gone on with behind it, and its cursor stays', async () => {
  world = await startWorld()
  // Services for UNHCR that nobody has referred yet: nothing of them is in the ledger.
  const cases = Array.from({ length: 40 }, (_, place) => open(world, place).caseId).toSorted()
  await shortRun('2.1', 25)
  const first = referralsRead()
  expect(first.length).toBeLessThan(30)
  expect(await world.host.ledger.cursor('2.1')).toBe(null)
  await shortRun('2.1', 25)
  const second = referralsRead()
  // At most the set in which the first run was stopped is read again.
  const again = second.filter((id) => first.includes(id))
  expect(again.length).toBeLessThanOrEqual(5)
  expect(await world.host.ledger.cursor('2.1')).toBe(null)
  await world.run('2.1')
  const rest = referralsRead()
  expect([...new Set([...first, ...second, ...rest])].toSorted()).toEqual(cases)
  expect(rest.length).toBeLessThan(20)
  expect(await world.host.ledger.cursor('2.1')).not.toBe(null)
  await world.run('2.1')
  expect(referralsRead()).toEqual([])
})
