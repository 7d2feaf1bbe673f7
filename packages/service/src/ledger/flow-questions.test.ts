import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { itemWith, testLedger, type TestLedger } from './item.fixture.ts'

const counts = { confirmed: 2, waiting: 0, attention: 1, withdrawn: 0, handled: 0 }
const at = '2026-11-26T05:42:00.000Z'
const act = { by: 'someone@agency.example', at }

let ledger: TestLedger

beforeEach(async () => {
  ledger = await testLedger()
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

async function saveRun(deployment: string, flow: Flow, id: string, finishedAt: string): Promise<void> {
  await ledger.store.forDeployment(deployment).saveRun({
    id,
    flow,
    startedAt: '2026-11-26T05:00:00.000Z',
    finishedAt,
    counts,
    requests: { ping: 1, primero: 1 },
    stoppedBy: null,
    hinderedBy: null,
  })
}

test('of each flow the last run is told, of this deployment alone', async () => {
  await saveRun('gambella', '1.1', 'a', '2026-11-26T05:10:00.000Z')
  await saveRun('gambella', '1.1', 'b', '2026-11-26T05:20:00.000Z')
  await saveRun('gambella', '2.1', 'c', '2026-11-26T05:05:00.000Z')
  await saveRun('duhok', '1.2', 'd', '2026-11-26T05:30:00.000Z')
  const startedAt = '2026-11-26T05:00:00.000Z'
  expect(await ledger.store.pages.lastRuns('gambella')).toEqual([
    { flow: '1.1', startedAt, finishedAt: '2026-11-26T05:20:00.000Z', counts },
    { flow: '2.1', startedAt, finishedAt: '2026-11-26T05:05:00.000Z', counts },
  ])
})

test('how far a flow has read is told where it has read anything', async () => {
  await ledger.store.forDeployment('gambella').saveCursor('2.1', at)
  expect(await ledger.store.pages.cursors('gambella')).toEqual({ '2.1': at })
  expect(await ledger.store.pages.cursors('duhok')).toEqual({})
})

test('a flow is under way as long as it holds its turn', async () => {
  const now = (): number => Date.parse(at)
  const options = { waitMs: 0, now, sleep: async () => {} }
  const turn = await ledger.store.turn('gambella', '1.2', options)
  expect(await ledger.store.pages.underWay('gambella', at)).toBe('1.2')
  expect(await ledger.store.pages.underWay('duhok', at)).toBe(null)
  expect(await ledger.store.pages.underWay('gambella', '2026-11-26T05:43:00.000Z')).toBe(null)
  if (turn.kind === 'taken') await turn.release()
  expect(await ledger.store.pages.underWay('gambella', at)).toBe(null)
})

test('what persons changed at the flows comes latest first, and nothing that they did to items', async () => {
  const { operators, pages, forDeployment } = ledger.store
  await forDeployment('gambella').save([itemWith({ key: 'one' })], [])
  await operators.pause('gambella', '2.1', 'mapping under review', act)
  await operators.retry('gambella', { flow: '1.1', reason: null }, act)
  await operators.pause('gambella', '1.1', 'maintenance of Primero', act)
  await operators.changeWhy('gambella', '2.1', 'asked for by UNHCR', act)
  await operators.resume('gambella', '2.1', act)
  await operators.pause('duhok', '2.2', 'maintenance of Primero', act)
  const changes = await pages.flowChanges('gambella', 3)
  expect(changes).toEqual([
    { flow: '2.1', what: 'resumed', ...act, why: null },
    { flow: '2.1', what: 'pause-why-changed', ...act, why: 'asked for by UNHCR' },
    { flow: '1.1', what: 'paused', ...act, why: 'maintenance of Primero' },
  ])
})
