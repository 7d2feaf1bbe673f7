import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seedReferrals } from '@ping-primero/sandbox'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { ownLent } from '../commands/run/run-once.ts'
import { readDeployment } from '../configuration/read-deployment.ts'
import { sandboxEnvironment } from '../story/sandbox-environment.ts'
import { openStoryWorld, type StoryWorld } from '../story/world.ts'
import { simulatedCases } from '../story/simulated.ts'
import { flowUndertakings, type RunningUndertakings, type UndertakingsHost } from './flow-undertakings.ts'

const act = { by: 'someone@agency.example', at: '2026-11-26T05:42:00.000Z' }
const clock = {
  now: Date.now,
  sleep: async () => {
    await setImmediate()
  },
}

let world: StoryWorld
let begun: RunningUndertakings

beforeEach(async () => {
  world = await openStoryWorld({
    ports: { primero: 0, ping: 0 },
    seed: 3,
    primeroVersion: '2.15',
    clock,
    latencyMs: 0,
  })
  seedReferrals(world, { seed: 3, count: 2 })
})
afterEach(async () => {
  await begun.stop()
  await world.close()
})

function undertakings(
  more: Partial<UndertakingsHost> = {},
  env: Readonly<Record<string, string>> = sandboxEnvironment,
) {
  begun = flowUndertakings({
    configured: () => {
      const read = readDeployment(world.deployment, env)
      return read.ok ? { ok: true, value: { read: read.value, env } } : read
    },
    store: world.store,
    clock,
    log: () => () => {},
    ...more,
  })
  return begun
}

function ofFlow(flow: Flow) {
  return begun.of('sandbox').find((one) => one.flow === flow)
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await setImmediate()
}

async function endOf(flow: Flow) {
  await until(() => ofFlow(flow)?.end != null)
  return ofFlow(flow)?.end
}

/** Lets nothing out to the systems before it is opened. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  const own = ownLent()
  const transport: NonNullable<typeof own.transport> = async (...request) => {
    await promise
    if (own.transport === undefined) throw new Error('The process has a transport.')
    return own.transport(...request)
  }
  return { lent: { ...own, transport }, open: resolve }
}

test('a run is done as the command does it, and says what came of it', async () => {
  undertakings().begin('sandbox', { kind: 'run', flow: '1.1' }, act)
  expect(ofFlow('1.1')).toMatchObject({ kind: 'run', flow: '1.1', act, progress: null, end: null })
  expect(await endOf('1.1')).toEqual({
    kind: 'done',
    at: expect.any(String),
    counts: { confirmed: 2, waiting: 0, attention: 0, withdrawn: 0, handled: 0 },
    skipped: null,
    stopped: null,
    tried: null,
  })
  expect(await world.store.pages.lastRuns('sandbox')).toMatchObject([{ flow: '1.1' }])
  expect(begun.of('duhok')).toEqual([])
})

test('what looks again reads since the time that was asked for, and moves no cursor back', async () => {
  const { begin } = undertakings()
  begin('sandbox', { kind: 'run', flow: '2.1' }, act)
  await endOf('2.1')
  const cursors = await world.store.pages.cursors('sandbox')
  const since = '2026-01-01T00:00:00.000Z'
  begin('sandbox', { kind: 'look-again', flow: '2.1', since }, act)
  await until(() => begun.of('sandbox').some((one) => one.kind === 'look-again' && one.end !== null))
  expect(begun.of('sandbox').map(({ kind }) => kind)).toEqual(['run', 'look-again'])
  expect(begun.of('sandbox')[1]).toMatchObject({
    since,
    end: { kind: 'done', skipped: null, stopped: null },
  })
  expect(await world.store.pages.cursors('sandbox')).toEqual(cursors)
  expect(await world.store.pages.lastRuns('sandbox')).toMatchObject([{ flow: '2.1' }])
})

test('what is tried without writing writes nothing, and shows what the first of them would be', async () => {
  undertakings().begin('sandbox', { kind: 'try', flow: '1.1' }, act)
  const end = await endOf('1.1')
  expect(simulatedCases(world.primero)).toEqual([])
  expect(await world.store.pages.lastRuns('sandbox')).toEqual([])
  expect(end).toMatchObject({ kind: 'done', skipped: null, stopped: null, tried: { count: 2 } })
  const shown = end?.kind === 'done' ? (end.tried?.shown ?? []) : []
  const numbers = [...world.ping.store.interventions.values()].map(({ number }) => number)
  expect(shown.map(({ record }) => record)).toEqual(['1.1-case', '1.1-service'])
  expect(numbers).toContain(shown[0]?.number)
  expect(shown[1]?.number).toBe(shown[0]?.number)
})

test('it tells how far it is; a second press begins nothing, and what it may have passed is looked at after it', async () => {
  const { lent, open } = gate()
  const { begin } = undertakings({ lent })
  begin('sandbox', { kind: 'run', flow: '1.1' }, act)
  await until(() => ofFlow('1.1')?.progress != null)
  expect(ofFlow('1.1')?.progress).toMatchObject({ part: 'list', done: 0 })
  begin('sandbox', { kind: 'run', flow: '1.1' }, { ...act, by: 'another' })
  expect(ofFlow('1.1')).toMatchObject({ act, isFollowed: false })
  begin('sandbox', { kind: 'run', flow: '1.1' }, { ...act, by: 'another' }, 'afresh')
  expect(ofFlow('1.1')).toMatchObject({ act, isFollowed: true })
  open()
  await until(() => ofFlow('1.1')?.act.by === 'another' && ofFlow('1.1')?.end !== null)
  expect(ofFlow('1.1')?.end).toMatchObject({ kind: 'done', counts: { confirmed: 0 } })
})

test.each(['1.1', '2.2'] as const)(
  'while %s runs elsewhere it waits, and begins when that ends',
  async (flow) => {
    const turn = await world.store.turn('sandbox', flow, { ...clock, waitMs: 0 })
    undertakings().begin('sandbox', { kind: 'run', flow: '1.1' }, act)
    for (let turns = 0; turns < 50; turns += 1) await setImmediate()
    expect(ofFlow('1.1')).toMatchObject({ progress: null, end: null })
    if (turn.kind === 'taken') await turn.release()
    expect(await endOf('1.1')).toMatchObject({ kind: 'done', skipped: null, counts: { confirmed: 2 } })
  },
)

test('what is paused is not run, and it is said', async () => {
  await world.store.operators.pause('sandbox', '1.1', 'maintenance of Primero', act)
  undertakings().begin('sandbox', { kind: 'run', flow: '1.1' }, act)
  expect(await endOf('1.1')).toMatchObject({ kind: 'done', skipped: 'paused' })
})

test('a password that is refused is told as what stopped the flow', async () => {
  undertakings({}, { ...sandboxEnvironment, PRIMERO_PASSWORD: 'another' }).begin(
    'sandbox',
    { kind: 'run', flow: '1.1' },
    act,
  )
  expect(await endOf('1.1')).toMatchObject({ kind: 'done', stopped: 'primero-credentials-refused' })
})

test.each([
  ['secrets', { ...sandboxEnvironment, PING_PASSWORD: '' }],
  ['keys', { ...sandboxEnvironment, LEDGER_KEY: 'another key of the sandbox, as long as the first' }],
] as const)('what is refused is told by its cause and owner: %s', async (cause, env) => {
  undertakings().begin('sandbox', { kind: 'run', flow: '1.1' }, act)
  await endOf('1.1')
  await begun.stop()
  undertakings({}, env).begin('sandbox', { kind: 'run', flow: '1.1' }, act)
  expect(await endOf('1.1')).toEqual({
    kind: 'refused',
    at: expect.any(String),
    cause,
    owner: 'administrator',
  })
})

test('what nobody foresaw is told as that, with no word of what it was', async () => {
  const broken = (): never => {
    throw new Error('Amina Example')
  }
  undertakings({ configured: broken }).begin('sandbox', { kind: 'run', flow: '1.1' }, act)
  expect(await endOf('1.1')).toEqual({
    kind: 'refused',
    at: expect.any(String),
    cause: 'defect',
    owner: 'developer',
  })
})

test('nothing begins before it may', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  undertakings({ mayBegin: promise }).begin('sandbox', { kind: 'run', flow: '1.1' }, act)
  for (let turns = 0; turns < 50; turns += 1) await setImmediate()
  expect(await world.store.pages.lastRuns('sandbox')).toEqual([])
  resolve()
  expect(await endOf('1.1')).toMatchObject({ kind: 'done', counts: { confirmed: 2 } })
})

test('told to stop, what goes on ends soon, and nothing more begins', async () => {
  const { lent, open } = gate()
  const { begin, stop } = undertakings({ lent })
  begin('sandbox', { kind: 'run', flow: '1.1' }, act)
  await until(() => ofFlow('1.1')?.progress != null)
  const stopped = stop()
  open()
  await stopped
  expect(ofFlow('1.1')?.end).toMatchObject({ kind: 'done', counts: { confirmed: 0 } })
  begin('sandbox', { kind: 'run', flow: '2.1' }, act)
  expect(ofFlow('2.1')).toBe(undefined)
})

test('told to stop while it waits, it does not wait any longer', async () => {
  const turn = await world.store.turn('sandbox', '1.1', { ...clock, waitMs: 0 })
  const { begin, stop } = undertakings()
  begin('sandbox', { kind: 'run', flow: '1.1' }, act)
  await stop()
  expect(ofFlow('1.1')?.end).toMatchObject({ kind: 'done' })
  if (turn.kind === 'taken') await turn.release()
})
