/** Steps on OpenFn: what they hand on, and what happens when one of them fails. */
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { confirm, deliver, retrieve } from '@ping-primero/openfn/index.ts'
import type { Plan } from './openfn.ts'
import type { Twin } from './twins.ts'
import { configurationOf, dataOf, openScene, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await scene.finish()
})
afterAll(() => scene.remove())

const startAgain = 'Start the workflow from its first step.'

test('between steps go ids and counts, and the last one leaves the report', async () => {
  const twin = await scene.aWorld()
  const { steps } = await scene.execute(await scene.aWorker(), await scene.plan(twin, '1.1'))
  expect(steps.map(({ state }) => Object.keys(dataOf(state)))).toEqual([
    ['run', 'flow', 'stage', 'ended', 'counts'],
    ['run', 'flow', 'stage', 'ended', 'counts'],
    ['run', 'flow', 'stage', 'ended', 'report'],
  ])
  expect(steps.map(({ state }) => Object.keys(state as object))).toEqual([['data'], ['data'], ['data']])
})

test('a first step that fails says whose move it is, and the run after it goes on', async () => {
  const twin = await scene.aWorld()
  const plan = await scene.plan(twin, '1.1', { primeroPassword: 'not the password' })
  const wrong = await scene.execute(await scene.aWorker(), plan)
  expect(wrong.steps).toHaveLength(1)
  expect(wrong.steps[0]?.error).toMatch(/primero-credentials-refused[^]*Whose move: /)
  expect(JSON.stringify(wrong)).not.toContain('not the password')
  expect(await scene.afterwards(twin)).toEqual(await scene.undisturbed())
})

test('a later step that fails says whose move it is, no step follows it, and the run after it goes on', async () => {
  const twin = await scene.aWorld()
  const { primero } = twin.systems
  for (const method of ['POST', 'PATCH']) {
    primero.faults.add({ method, path: /^\/api\/v2\/cases/, fault: { kind: 'status', status: 401 } })
  }
  const wrong = await scene.execute(await scene.aWorker(), await scene.plan(twin, '1.1'))
  expect(wrong.steps.map(({ error }) => error === null)).toEqual([true, false])
  expect(wrong.steps[1]?.error).toMatch(/primero-credentials-refused/)
  primero.faults.clear()
  letHalfAnHourPass(twin)
  expect(await scene.afterwards(twin)).toEqual(await scene.undisturbed())
})

/** A refused credential is tried again after half an hour: the ledger is told that it has passed. */
function letHalfAnHourPass({ directory }: Twin): void {
  const database = new DatabaseSync(join(directory, 'ledger.db'))
  database.exec('update refused_credential set next_try = tried_at')
  database.close()
}

/** Cases made and changed in Primero. */
function casesWritten({ systems }: Twin): number {
  const { 'create-case': created = 0, 'update-case': updated = 0 } = systems.primero.traffic.counts()
  return created + updated
}

/** The plan with a step of somebody's own between the first two. */
function withOwnStep(plan: Plan, expression: string): Plan {
  const [trigger, first, ...rest] = plan.workflow.steps
  if (trigger === undefined || first === undefined) throw new Error('A workflow has steps.')
  const own = { id: 'own', expression, ...(first.next === undefined ? {} : { next: first.next }) }
  const steps = [trigger, { ...first, next: { own: true } }, own, ...rest]
  return { ...plan, workflow: { ...plan.workflow, steps } }
}

test("a step of one's own that fails ends the run; one of its flow is skipped for seconds, then all goes on", async () => {
  const twin = await scene.aWorld()
  const [worker, another] = [await scene.aWorker(), await scene.aWorker()]
  const plan = await scene.plan(twin, '1.1')
  const failing = withOwnStep(plan, "export default [() => { throw new Error('of our own') }]")
  const cut = await scene.execute(worker, failing)
  expect(cut.steps.map(({ step, error }) => [step === 'own', error === null])).toEqual([
    [false, true],
    [true, false],
  ])
  expect(casesWritten(twin)).toBe(0)
  // Its thread is gone and its process lives: the turn is free once it has given no sign of life for a while.
  const tooEarly = await scene.execute(worker, plan)
  expect(dataOf(tooEarly.state)['report']).toMatchObject({ skipped: 'under-way' })
  const waited = await scene.execute(another, await scene.plan(twin, '2.1'))
  expect(dataOf(waited.state)['report']).toMatchObject({ flow: '2.1', waiting: 0 })
  expect(dataOf(waited.state)['report']).not.toHaveProperty('skipped')
  expect(waited.ms).toBeLessThan(15_000)
  expect(await scene.afterwards(twin)).toEqual(await scene.undisturbed())
})

test("a step of one's own that hands on what it was given changes nothing", async () => {
  const twin = await scene.aWorld()
  const plan = withOwnStep(await scene.plan(twin, '1.1'), 'export default [(state) => state]')
  const { steps, state } = await scene.execute(await scene.aWorker(), plan)
  expect(steps.map(({ error }) => error)).toEqual([null, null, null, null])
  expect(dataOf(state)['report']).toMatchObject({ flow: '1.1', waiting: 0 })
})

test('a credential with something missing is refused by its place, and none of its values is told', async () => {
  const twin = await scene.aWorld()
  const { ledgerKey: _, ...rest } = configurationOf(twin)
  const plan = await scene.plan(twin, '1.1', { ...rest, ledgerKey: undefined, pingUsername: 7 })
  const ended = await scene.execute(await scene.aWorker(), plan)
  expect(ended.steps[0]?.error).toMatch(/ledgerKey: .*pingUsername: /)
})

test('a run that has ended is forgotten: a step run once more says where to start, and does nothing', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  const twin = await scene.aWorld()
  const first = await retrieve('1.1')({ configuration: configurationOf(twin) })
  const second = await deliver()(first)
  await confirm()(second)
  const before = twin.systems.primero.traffic.total() + twin.systems.ping.traffic.total()
  await expect(deliver()(first)).rejects.toThrow(startAgain)
  await expect(confirm()(second)).rejects.toThrow(startAgain)
  expect(twin.systems.primero.traffic.total() + twin.systems.ping.traffic.total()).toBe(before)
})
