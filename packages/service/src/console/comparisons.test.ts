import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seedReferrals } from '@ping-primero/sandbox'
import { consoleApp } from '@ping-primero/console/app.ts'
import { deploymentWith, hostWith, seal } from '@ping-primero/console/host.fixture.ts'
import type { Comparisons } from '@ping-primero/console/pages/health/comparison.ts'
import { requestTimeoutMs } from '@ping-primero/core/flows/systems.ts'
import { readDeployment } from '../configuration/read-deployment.ts'
import { nodeTransport } from '../http/node-transport.ts'
import { sandboxEnvironment } from '../story/sandbox-environment.ts'
import { openStoryWorld, type StoryWorld } from '../story/world.ts'
import type { ServiceEvent } from '../log/service-event.ts'
import { systemComparisons, type ComparisonsHost, type RunningComparisons } from './comparisons.ts'
import { ledgerQuestions } from './ledger-questions.ts'

const clock = {
  now: Date.now,
  sleep: async () => {
    await setImmediate()
  },
}
const act = { by: 'someone@agency.example', at: '2026-11-26T05:42:00.000Z' }

let world: StoryWorld

beforeEach(async () => {
  world = await openStoryWorld({
    ports: { primero: 0, ping: 0 },
    seed: 3,
    primeroVersion: '2.15',
    clock,
    latencyMs: 0,
  })
})
afterEach(async () => {
  await world.close()
})

function comparisons(
  env: Readonly<Record<string, string>> = sandboxEnvironment,
  more: Partial<ComparisonsHost> = {},
): RunningComparisons {
  return systemComparisons({
    configured: () => {
      const read = readDeployment(world.deployment, env)
      return read.ok ? { ok: true, value: { read: read.value, env } } : read
    },
    store: world.store,
    clock,
    log: () => () => {},
    ...more,
  })
}

async function endOf(of: Comparisons['of']) {
  while (of('sandbox')?.end == null) await setImmediate()
  return of('sandbox')?.end
}

async function noted() {
  return (await world.store.operators.history('sandbox', '1.1', '*')).map(({ what, by: who }) => [what, who])
}

test('what agrees is said to agree, flow by flow, and that it was compared stands in the history', async () => {
  seedReferrals(world, { seed: 3, count: 3 })
  await world.run('1.1')
  const { begin, of } = comparisons()
  begin('sandbox', act)
  expect(of('sandbox')).toMatchObject({ act, end: null })
  expect(await endOf(of)).toMatchObject({
    kind: 'done',
    compared: {
      flows: [
        { flow: '1.1', compared: 3, differences: 0, open: 0 },
        { flow: '1.2', differences: 0 },
        { flow: '2.1', differences: 0 },
        { flow: '2.2', differences: 0 },
      ],
      owners: [],
      unread: [],
    },
  })
  expect(await noted()).toEqual([['compared', act.by]])
  expect(of('duhok')).toBe(null)
})

test('what differs is counted by flow and by whose move it is', async () => {
  const { interventions } = seedReferrals(world, { seed: 3, count: 3 })
  await world.run('1.1')
  const [first] = interventions
  world.ping.act.correct(first?.guid ?? '', { transferStatus: 125080001 })
  const { begin, of } = comparisons()
  begin('sandbox', act)
  expect(await endOf(of)).toMatchObject({
    kind: 'done',
    compared: {
      flows: [{ flow: '1.1', differences: 1 }, {}, {}, {}],
      owners: [{ owner: 'unhcr', count: 1 }],
    },
  })
})

test('of a system that cannot be read nothing is concluded', async () => {
  seedReferrals(world, { seed: 3, count: 1 })
  await world.run('1.1')
  world.primero.faults.add({ fault: { kind: 'status', status: 500 } })
  const { begin, of } = comparisons()
  begin('sandbox', act)
  expect(await endOf(of)).toMatchObject({ kind: 'done', compared: { unread: ['primero'] } })
})

test('what is refused is told by its owner, and was no comparison', async () => {
  const logged: ServiceEvent[] = []
  const log = () => (event: ServiceEvent) => void logged.push(event)
  const { begin, of } = comparisons({ ...sandboxEnvironment, PING_PASSWORD: '' }, { log })
  begin('sandbox', act)
  expect(await endOf(of)).toEqual({ kind: 'failed', at: expect.any(String), owner: 'administrator' })
  expect(logged).toMatchObject([{ event: 'act-refused', act: 'compare', code: 'secret-missing' }])
  expect(await noted()).toEqual([])
})

test('told to stop, one that goes on asks nothing more, and was no comparison; nothing more begins', async () => {
  seedReferrals(world, { seed: 3, count: 3 })
  await world.run('1.1')
  const { promise, resolve } = Promise.withResolvers<void>()
  const first = Promise.withResolvers<void>()
  const own = nodeTransport(requestTimeoutMs)
  let asked = 0
  const transport: typeof own = async (...request) => {
    asked += 1
    first.resolve()
    await promise
    return own(...request)
  }
  const { begin, of, stop } = comparisons(sandboxEnvironment, { transport })
  begin('sandbox', act)
  await first.promise
  const stopped = stop()
  const before = asked
  resolve()
  await stopped
  expect([of('sandbox')?.end, asked]).toMatchObject([{ kind: 'failed', owner: 'nobody' }, before])
  begin('sandbox', { ...act, by: 'another@agency.example' })
  expect(of('sandbox')?.act).toEqual(act)
  expect(await noted()).toEqual([])
})

test('the page says how far it is, what came of it, and after a new beginning only that it was done', async () => {
  seedReferrals(world, { seed: 3, count: 2 })
  await world.run('1.1')
  let made = comparisons()
  const app = () =>
    consoleApp(
      hostWith({
        deployments: () => [deploymentWith(), deploymentWith({ name: 'sandbox' })],
        ledger: { ...ledgerQuestions(world.store, {}), status: async () => [] },
        comparisons: { begin: (_name, by) => made.begin('sandbox', by), of: () => made.of('sandbox') },
        now: clock.now,
      }),
    )
  const read = async (): Promise<string> => {
    const text = await (await app().request('/d/gambella/health')).text()
    return text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
  }
  expect(await read()).toContain('Nobody has compared both systems from here yet')
  const answer = await app().request('/d/gambella/health/compare', {
    method: 'POST',
    headers: { origin: 'http://localhost' },
    body: new URLSearchParams({ seal, once: 'a'.repeat(43) }),
  })
  expect(answer.headers.get('location')).toBe('/d/gambella/health#done')
  await endOf(made.of)
  const text = await read()
  expect(text).toContain('by someone@agency.example : what proGres shows')
  expect(text).toContain('They agree')
  expect(text).toMatch(/UNHCR refers 2 0 0 0/)
  made = comparisons()
  const later = async (): Promise<string> => {
    const questions = ledgerQuestions(world.store, {})
    const ledger = {
      ...questions,
      status: async () => [],
      lastNoted: (_name: string, acts: Parameters<typeof questions.lastNoted>[1]) =>
        questions.lastNoted('sandbox', acts),
    }
    const page = await consoleApp(hostWith({ ledger, now: clock.now })).request('/d/gambella/health')
    return (await page.text()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
  }
  expect(await later()).toContain('What came of it is not kept: compare again to see it.')
})
