/** What goes wrong with runs on OpenFn: the next run ends where an undisturbed one does. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Flow } from '@ping-primero/core'
import { buildAdaptor } from '../../scripts/openfn/adaptor.ts'
import { credentialFor, planOf, startWorker, writeProject, type Ended, type Worker } from './openfn.ts'
import { act, endOf, releaseAbsent, runAll, startTwin, type Twin } from './twins.ts'

const directory = mkdtempSync(join(tmpdir(), 'ping-primero-'))
const adaptor = join(directory, 'adaptor')
const seed = 4713
let workers: Worker[] = []
let twins: Twin[] = []

beforeAll(async () => {
  await buildAdaptor(adaptor)
  writeProject(directory)
})
afterEach(async () => {
  for (const worker of workers) await worker.kill()
  for (const twin of twins) await twin.stop()
  workers = []
  twins = []
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

async function aWorker(): Promise<Worker> {
  const worker = await startWorker(adaptor)
  workers.push(worker)
  return worker
}

/** A world in which people have acted, and nothing was exchanged yet. */
async function aWorld(worker: Worker | null): Promise<Twin> {
  const way =
    worker === null ? { kind: 'service' as const } : { kind: 'openfn' as const, worker, project: directory }
  const twin = await startTwin(seed, way)
  twins.push(twin)
  for (const round of [0, 1, 2]) act(twin, seed, round, false)
  return twin
}

/** How an undisturbed world ends. */
async function undisturbed(): Promise<unknown> {
  const twin = await aWorld(null)
  for (let rounds = 0; rounds < 3; rounds += 1) await runAll(twin)
  return endOf(twin)
}

function configurationOf({ systems, directory: place }: Twin): Readonly<Record<string, unknown>> {
  const ledgerUrl = `sqlite:${join(place, 'ledger.db')}`
  return credentialFor({ ping: systems.ping.url, primero: systems.primero.url, ledgerUrl })
}

async function execute(worker: Worker, twin: Twin, flow: Flow, more: object = {}): Promise<Ended> {
  return worker.execute(await planOf(directory, flow, { ...configurationOf(twin), ...more }))
}

/** What the last step left. */
function left(ended: Ended): Readonly<Record<string, unknown>> {
  return (ended.state as { readonly data: Readonly<Record<string, unknown>> }).data
}

test.each([
  ['1.1', 3],
  ['1.1', 9],
  ['1.1', 15],
  ['2.1', 5],
  ['2.1', 9],
  ['1.2', 4],
] as const)('a worker that dies in mid-run of %s, at request %i', async (flow, nth) => {
  const twin = await aWorld(await aWorker())
  const [first] = workers
  let asked = 0
  const count = (): boolean => {
    asked += 1
    if (asked === nth) void first?.kill()
    return false
  }
  for (const system of [twin.systems.ping, twin.systems.primero]) {
    system.faults.add({ when: count, fault: { kind: 'reset-before' } })
  }
  if (first === undefined) throw new Error('There is a worker.')
  await expect(execute(first, twin, flow)).rejects.toThrow('The worker has died.')
  const next = await aWorker()
  const goOn = { ...twin, run: async (one: Flow) => void (await execute(next, twin, one)) }
  await runAll(goOn)
  await runAll(goOn)
  await releaseAbsent(goOn)
  await runAll(goOn)
  expect(await endOf(twin)).toEqual(await undisturbed())
})

test('two runs at once, of one flow and of another, in one worker and in two', async () => {
  const [one, other] = [await aWorker(), await aWorker()]
  const twin = await aWorld(one)
  const ended = await Promise.all([
    execute(one, twin, '1.1'),
    execute(one, twin, '1.1'),
    execute(other, twin, '1.1'),
    execute(other, twin, '2.1'),
  ])
  const skipped = ended.slice(0, 3).map((run) => (left(run)['report'] as { skipped?: string }).skipped)
  expect(skipped.filter((why) => why === 'under-way')).toHaveLength(2)
  expect(left(ended[3])['report']).toMatchObject({ flow: '2.1', waiting: 0 })
  for (let rounds = 0; rounds < 2; rounds += 1) await runAll(twin)
  expect(await endOf(twin)).toEqual(await undisturbed())
})

test('a step that fails says whose move it is, and the run after it goes on', async () => {
  const worker = await aWorker()
  const twin = await aWorld(worker)
  const wrong = await execute(worker, twin, '1.1', { primeroPassword: 'not the password' })
  expect(wrong.steps).toHaveLength(1)
  expect(wrong.steps[0]?.error).toMatch(/primero-credentials-refused[^]*Whose move: /)
  expect(JSON.stringify(wrong)).not.toContain('not the password')
  for (let rounds = 0; rounds < 3; rounds += 1) await runAll(twin)
  expect(await endOf(twin)).toEqual(await undisturbed())
})

test('a credential with something missing is refused by its place, and none of its values is told', async () => {
  const worker = await aWorker()
  const twin = await aWorld(worker)
  const { ledgerKey, ...rest } = configurationOf(twin)
  const ended = await worker.execute(await planOf(directory, '1.1', { ...rest, pingUsername: 7 }))
  expect(ended.steps[0]?.error).toMatch(/ledgerKey: .*pingUsername: /)
  expect(JSON.stringify(ended)).not.toContain(String(ledgerKey))
  expect(JSON.stringify(ended)).not.toContain('sandbox-subscription-key')
})

test('between steps go ids and counts, and the last one leaves the report', async () => {
  const worker = await aWorker()
  const twin = await aWorld(worker)
  const { steps } = await execute(worker, twin, '1.1')
  const outputs = steps.map(({ state }) => (state as { readonly data: object }).data)
  expect(outputs.map((data) => Object.keys(data))).toEqual([
    ['run', 'flow', 'stage', 'ended', 'counts'],
    ['run', 'flow', 'stage', 'ended', 'counts'],
    ['run', 'flow', 'stage', 'ended', 'report'],
  ])
  expect(steps.map(({ state }) => Object.keys(state as object))).toEqual([['data'], ['data'], ['data']])
})
