import { afterEach, expect, test } from 'vitest'
import { runFlow, type Flow } from '@ping-primero/core'
import { LedgerFailure } from '@ping-primero/core/ledger/failure.ts'
import type { Halt } from '@ping-primero/core/flows/host.ts'
import { exitOf } from '@ping-primero/core/flows/report.ts'
import { officersDecide, seedDecisions, seedOutgoing, seedReferrals } from '@ping-primero/sandbox'
import { startWorld, type World } from '../support/world.ts'

let world: World

afterEach(async () => world.stop())

/** How work for each flow comes into a new world. */
const work: Readonly<Record<Flow, () => Promise<unknown>>> = {
  '1.1': async () => seedReferrals(world, { seed: 5, count: 12 }),
  '1.2': async () => seedDecisions(world, { seed: 5, count: 12 }),
  '2.1': async () => seedOutgoing(world.primero, { seed: 5, count: 12 }),
  '2.2': async () => {
    seedOutgoing(world.primero, { seed: 5, count: 12 })
    await world.run('2.1')
    officersDecide(world.ping, { seed: 5, rejectShare: 0.3 })
  },
}

/** The writes that each system has acted on. */
function effects(): number {
  return world.ping.traffic.writes() + world.primero.traffic.writes()
}

/** Runs a flow that is told to end once so many requests have left; says how many left after that. */
async function runHalted(flow: Flow, after: number, why: Halt) {
  let sent = 0
  let late = 0
  const report = await runFlow(
    { deployment: world.deployment, flow, dryRun: false, since: null, only: null },
    {
      ...world.host,
      halted: () => (sent >= after ? why : null),
      fetch: async (input, init) => {
        if (sent >= after) late += 1
        sent += 1
        return world.host.fetch(input, init)
      },
    },
  )
  return { report, late }
}

test.each([
  ['1.1', 17, 'paused'],
  ['1.2', 6, 'paused'],
  ['2.1', 25, 'stopping'],
  ['2.2', 20, 'stopping'],
] as const)(
  '(P15) flow %s, told to end in mid-run, sends nothing more and goes on where it was in the next run',
  async (flow, after, why) => {
    world = await startWorld({
      deployment: (own) => ({
        ...own,
        ping: {
          ...own.ping,
          batchSize: { updates: 2, referrals: 1 },
          limits: { concurrency: 2, requestsPerSecond: 0 },
        },
        primero: { ...own.primero, limits: { concurrency: 2, requestsPerSecond: 0 } },
      }),
    })
    await work[flow]()
    const { report, late } = await runHalted(flow, after, why)
    expect(late).toBe(0)
    expect(report.stopped).toEqual({ reason: 'run-interrupted', about: [why] })
    expect(report.found).toBeGreaterThan(0)
    expect(report.waiting).toBeGreaterThan(0)
    expect(report.attention).toBe(0)
    // What was not reached is nobody's to mend.
    expect(report.reasons.map(({ code }) => code).filter((code) => code !== 'ping-processing')).toEqual([
      'run-interrupted',
    ])
    expect(exitOf(report)).toBe(0)
    expect(world.log.filter(({ event }) => event === 'conservation-broken')).toEqual([])

    world.advance(60_000)
    const next = await world.run(flow)
    expect(next).toMatchObject({ waiting: 0, attention: 0, found: report.waiting })
    const before = effects()
    world.advance(60_000)
    expect(await world.run(flow)).toMatchObject({ found: 0 })
    expect(effects()).toBe(before)
  },
)

test('a run whose turn is lost while it notes that a system is down ends as that, and not the whole process', async () => {
  world = await startWorld()
  await work['1.1']()
  world.primero.knobs.power = 'down'
  const lost = new LedgerFailure('the turn is lost')
  const forgotten: unknown[] = []
  const hear = (error: unknown): unknown => forgotten.push(error)
  process.on('unhandledRejection', hear)
  try {
    const run = runFlow(
      { deployment: world.deployment, flow: '1.1', dryRun: false, since: null, only: null },
      { ...world.host, ledger: { ...world.host.ledger, savePause: async () => Promise.reject(lost) } },
    )
    await expect(run).rejects.toBe(lost)
  } finally {
    process.off('unhandledRejection', hear)
  }
  expect(forgotten).toEqual([])
})

test('a dry run whose turn went to another raises no alarm about what the other has settled meanwhile', async () => {
  world = await startWorld()
  await work['1.1']()
  world.primero.knobs.power = 'down'
  await world.run('1.1')
  world.primero.knobs.power = 'up'
  world.advance(3_600_000)
  let halt: 'ledger-failed' | null = null
  await runFlow(
    { deployment: world.deployment, flow: '1.1', dryRun: true, since: null, only: null },
    {
      ...world.host,
      halted: () => halt,
      awake: async () => {
        if (halt !== null) return
        halt = 'ledger-failed'
        await world.run('1.1')
      },
    },
  )
  expect(world.log.filter(({ event }) => event === 'conservation-broken')).toEqual([])
})
