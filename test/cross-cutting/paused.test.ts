import { afterEach, beforeEach, expect, test } from 'vitest'
import { fetchTransport, type Transport } from '@ping-primero/core/http/transport.ts'
import { seedReferrals } from '@ping-primero/sandbox'
import type { Lent } from '../../packages/service/src/commands/run/run-once.ts'
import { runOnce } from '../../packages/service/src/commands/run/run-once.ts'
import { accounts } from '../support/accounts.ts'
import { ledgerKey, startWorld, type World } from '../support/world.ts'

let world: World

beforeEach(async () => {
  world = await startWorld()
  seedReferrals(world, { seed: 5, count: 12 })
})
afterEach(() => world.stop())

const order = { flow: '1.1', dryRun: false, since: null, only: null, waitMs: 0 } as const
const overHttp = fetchTransport(globalThis.fetch, 5_000)

function pause(): Promise<unknown> {
  const act = { by: 'a focal point', at: new Date(world.now()).toISOString() }
  return world.store.operators.pause(world.deployment.name, '1.1', 'something looks wrong', act)
}

function resume(): Promise<unknown> {
  const act = { by: 'a focal point', at: new Date(world.now()).toISOString() }
  return world.store.operators.resume(world.deployment.name, '1.1', act)
}

/** A run as the service makes it, with the clocks and the network that the test lends it. */
async function runLending({
  every,
  transport,
  elapsed = () => 0,
}: Pick<Lent, 'every'> & { readonly transport: Transport; readonly elapsed?: Lent['elapsed'] }) {
  const { clock, newId, random } = world.host
  const env = { ...accounts, LEDGER_KEY: ledgerKey }
  const context = { env, clock, json: true, user: 'tester' }
  const { deployment, store } = world
  const lent = { newId, random, every, elapsed, transport }
  const run = await runOnce({ deployment, problems: [] }, order, store, () => {}, context, lent)
  if (!run.ok) throw new Error(run.refusal.message)
  return run.value
}

test('P15 a flow that a person pauses in mid-run sends nothing from the next look on, and goes on when resumed', async () => {
  const looks: (() => void)[] = []
  let sent = 0
  let late = 0
  let paused = false
  const report = await runLending({
    every: (_ms, look) => {
      looks.push(look)
      return () => {}
    },
    transport: async (request) => {
      if (paused) late += 1
      sent += 1
      const answer = await overHttp(request)
      if (sent >= 20 && !paused) {
        await pause()
        for (const look of looks) look()
        // The ledger answers one after the other: when it has answered this, it has answered the look.
        await world.store.operators.pauseOf(world.deployment.name, '1.1')
        paused = true
      }
      return answer
    },
  })
  expect({ paused, late }).toEqual({ paused: true, late: 0 })
  expect(report.stopped).toEqual({ reason: 'run-interrupted', about: ['paused'] })
  expect(report.waiting).toBeGreaterThan(0)

  await resume()
  const never = { every: () => () => {}, transport: overHttp }
  expect(await runLending(never)).toMatchObject({ found: report.waiting, confirmed: report.waiting })
})

test.each([
  ['its flow was paused meanwhile', 'paused'],
  ['its turn went to another process meanwhile', 'ledger-failed'],
] as const)('P15 a process that stood still sends nothing when %s', async (_, why) => {
  let elapsed = 0
  let sent = 0
  let late = 0
  const stoodStill = async (): Promise<unknown> => {
    elapsed += 30_000
    if (why === 'paused') return pause()
    world.advance(30_000)
    return world.store.turn(world.deployment.name, '2.1', { waitMs: 0, ...world.host.clock })
  }
  const run = runLending({
    every: () => () => {},
    elapsed: () => elapsed,
    transport: async (request) => {
      if (elapsed > 0) late += 1
      sent += 1
      const answer = await overHttp(request)
      if (sent >= 20 && elapsed === 0) await stoodStill()
      return answer
    },
  })
  if (why === 'paused') expect((await run).stopped).toEqual({ reason: 'run-interrupted', about: [why] })
  else await expect(run).rejects.toThrow('Another process has taken the turn.')
  // Those that had left before it stood still.
  expect(late).toBe(0)
})

test('P15 a flow that is paused when its run gets the turn does not begin', async () => {
  const { turn } = world.store
  let sent = 0
  const patient: World['store'] = {
    ...world.store,
    turn: async (...asked) => {
      await pause()
      return turn(...asked)
    },
  }
  world = { ...world, store: patient }
  const report = await runLending({
    every: () => () => {},
    transport: async (request) => {
      sent += 1
      return overHttp(request)
    },
  })
  expect([report.skipped, sent]).toEqual(['paused', 0])
})
