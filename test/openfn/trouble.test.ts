/** Runs on OpenFn that die or meet each other: the next run ends where an undisturbed one does. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { dataOf, openScene, type Scene } from './scene.ts'
import { endOf, runAll } from './twins.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterEach(async () => scene.finish())
afterAll(() => scene.remove())

test.each([
  ['1.1', 'acted', 3],
  ['1.1', 'acted', 9],
  ['1.1', 'acted', 15],
  ['2.1', 'acted', 5],
  ['2.1', 'acted', 9],
  ['1.2', 'acted', 4],
  ['2.2', 'decided', 5],
  ['2.2', 'decided', 8],
] as const)('a worker that dies in mid-run of %s, %s, at request %i', async (flow, stage, nth) => {
  const worker = await scene.aWorker()
  const twin = await scene.aWorld(stage)
  let asked = 0
  const count = (): boolean => {
    asked += 1
    if (asked === nth) void worker.kill()
    return false
  }
  for (const system of [twin.systems.ping, twin.systems.primero]) {
    system.faults.add({ when: count, fault: { kind: 'reset-before' } })
  }
  await expect(scene.execute(worker, await scene.plan(twin, flow))).rejects.toThrow('The worker has died.')
  expect(await scene.afterwards(twin)).toEqual(await scene.undisturbed(stage))
})

test('two runs at once, of one flow and of another, in one worker and in two', async () => {
  const [one, other] = [await scene.aWorker(), await scene.aWorker()]
  const twin = await scene.aWorld()
  const ended = await Promise.all([
    scene.execute(one, await scene.plan(twin, '1.1')),
    scene.execute(one, await scene.plan(twin, '1.1')),
    scene.execute(other, await scene.plan(twin, '1.1')),
    scene.execute(other, await scene.plan(twin, '2.1')),
  ])
  const reports = ended.map(({ state }) => dataOf(state)['report'] as { readonly skipped?: string })
  expect(reports.slice(0, 3).filter(({ skipped }) => skipped === 'under-way')).toHaveLength(2)
  expect(reports[3]).toMatchObject({ flow: '2.1', waiting: 0 })
  for (let rounds = 0; rounds < 2; rounds += 1) await runAll(twin)
  expect(await endOf(twin)).toEqual(await scene.undisturbed())
})
