import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunRecord } from '@ping-primero/core/ledger/ledger.ts'
import { testLedger, type TestLedger } from './item.fixture.ts'
import { runQuestions } from './run-times.ts'
import { openSqlite } from './sqlite.ts'
import { ownSurroundings } from './surroundings.ts'

let ledger: TestLedger

beforeEach(async () => {
  ledger = await testLedger()
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

function hour(count: number): string {
  return new Date(Date.UTC(2026, 10, 26, count)).toISOString()
}

async function ran(began: number, ended: number, more: Partial<RunRecord> = {}): Promise<void> {
  await ledger.store.forDeployment('gambella').saveRun({
    id: `${more.flow ?? '1.1'} ${began} ${ended}`,
    flow: '1.1',
    startedAt: hour(began),
    finishedAt: hour(ended),
    counts: { confirmed: 0, waiting: 0, attention: 0, withdrawn: 0, handled: 0 },
    requests: { ping: 0, primero: 0 },
    stoppedBy: null,
    hinderedBy: null,
    ...more,
  })
}

async function timesSince(began: number) {
  return ledger.store.pages.runTimes('gambella', hour(began))
}

const nothing = {
  since: null,
  runs: [],
  pauses: { '1.1': [], '1.2': [], '2.1': [], '2.2': [] },
  answered: { ping: null, primero: null },
}

test('of a deployment that has never run nothing is known', async () => {
  expect(await timesSince(0)).toEqual(nothing)
})

test('runs of all flows come in the order in which they began, those that end within the time', async () => {
  await ran(5, 6, { flow: '2.1' })
  await ran(3, 8)
  await ran(7, 7, { flow: '1.2' })
  const runs = [
    { from: hour(3), to: hour(8) },
    { from: hour(5), to: hour(6) },
    { from: hour(7), to: hour(7) },
  ]
  expect(await timesSince(0)).toEqual({ ...nothing, runs })
  expect(await timesSince(7)).toEqual({ ...nothing, since: hour(7), runs: [runs[0], runs[2]] })
})

test('where there are more runs than are read, it is said from when on all are known', async () => {
  for (const began of [1, 2, 3, 4]) await ran(began, began)
  await ran(1, 2, { flow: '2.2' })
  const db = openSqlite(ledger.path, ownSurroundings)
  const times = await runQuestions(db, 2).runTimes('gambella', hour(0))
  expect([times.since, times.runs.map(({ from }) => from)]).toEqual([hour(3), [hour(3), hour(4)]])
  await db.destroy()
})

test('a system answered in the last run that asked it and did all of its work', async () => {
  const asked = { ping: 3, primero: 3 }
  await ran(1, 1, { requests: asked })
  await ran(2, 2, { flow: '1.2', requests: { ping: 0, primero: 5 } })
  await ran(3, 3, { flow: '2.1', requests: asked, hinderedBy: 'ping-unavailable' })
  await ran(4, 4, { flow: '2.2', requests: asked, stoppedBy: 'run-interrupted' })
  expect((await timesSince(0)).answered).toEqual({ ping: hour(1), primero: hour(2) })
  expect((await timesSince(2)).answered).toEqual({ ping: null, primero: hour(2) })
})

test('pauses are those that reach into the time, each of its flow', async () => {
  const { pause, resume } = ledger.store.operators
  const by = 'admin@partner.example'
  for (const [from, to] of [
    [1, 2],
    [3, 6],
  ] as const) {
    await pause('gambella', '1.1', 'maintenance', { by, at: hour(from) })
    await resume('gambella', '1.1', { by, at: hour(to) })
  }
  await pause('gambella', '2.1', 'maintenance', { by, at: hour(1) })
  expect((await timesSince(5)).pauses).toEqual({
    ...nothing.pauses,
    '1.1': [{ from: hour(3), to: hour(6) }],
    '2.1': [{ from: hour(1), to: null }],
  })
})
