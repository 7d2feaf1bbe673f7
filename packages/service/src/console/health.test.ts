import { afterEach, beforeEach, expect, test } from 'vitest'
import { consoleApp } from '@ping-primero/console/app.ts'
import { deploymentWith, hostWith, nowMs } from '@ping-primero/console/host.fixture.ts'
import type { ConsoleHost } from '@ping-primero/console/host.ts'
import type { RunRecord } from '@ping-primero/core/ledger/ledger.ts'
import { itemWith, testLedger, type TestLedger } from '../ledger/item.fixture.ts'
import { ledgerQuestions } from './ledger-questions.ts'

const hourMs = 3_600_000

let ledger: TestLedger

beforeEach(async () => {
  ledger = await testLedger()
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

/** So many hours before a minute past the last full hour. */
function ago(hours: number): string {
  return new Date((Math.floor(nowMs / hourMs) - hours) * hourMs + 60_000).toISOString()
}

async function ran(hours: number, more: Partial<RunRecord> = {}): Promise<void> {
  await ledger.store.forDeployment('gambella').saveRun({
    id: `${hours} ${more.flow ?? '1.2'}`,
    flow: '1.2',
    startedAt: ago(hours),
    finishedAt: ago(hours),
    counts: { confirmed: 0, waiting: 0, attention: 0, withdrawn: 0, handled: 0 },
    requests: { ping: 2, primero: 2 },
    stoppedBy: null,
    hinderedBy: null,
    ...more,
  })
}

/** Flow 1.2 is due every hour, the others never. */
const deployment = deploymentWith({
  nextRun: (flow, ms) =>
    flow === '1.2' ? new Date((Math.floor(ms / hourMs) + 1) * hourMs).toISOString() : null,
})

async function read(): Promise<string> {
  const host: Partial<ConsoleHost> = {
    ledger: ledgerQuestions(ledger.store, {}),
    deployments: () => [deployment],
  }
  const answer = await consoleApp(hostWith(host)).request('/d/gambella/health')
  expect(answer.status).toBe(200)
  return (await answer.text()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
}

test('where all is well the page says so, with what was known when', async () => {
  for (const hours of [3, 2, 1, 0]) await ran(hours)
  const text = await read()
  expect(text).toContain('Both systems answer, and nothing holds the exchange up.')
  expect(text).toContain('Answered today 08:01 .')
  expect(text).toContain('Since today 05:01 , the flows have looked whenever they ought to.')
})

test('where nothing has run nothing is claimed', async () => {
  const text = await read()
  expect(text).toContain('No flow has looked yet.')
  expect(text).not.toContain('Answered')
  expect(text).toContain('Nobody has compared both systems from here yet')
})

test('a silent system is told with its next look, whose move it is, and what waits for it and is not lost', async () => {
  await ran(0)
  const gambella = ledger.store.forDeployment('gambella')
  const waits = { state: 'waiting', reason: 'primero-unavailable' } as const
  await gambella.save([itemWith({ key: 'one', ...waits }), itemWith({ key: 'two', ...waits })], [])
  await gambella.savePause('primero', { system: 'primero', since: ago(0.5), nextProbe: ago(-0.8) })
  const text = await read()
  expect(text).toContain('Primero has not answered since today 07:31. Nothing is lost.')
  expect(text).toContain('The next look whether it answers: today 08:49 . 2 wait for Primero; none is lost.')
  expect(text).toContain('Whose move: Nobody')
})

test('a flow that was hindered says since when, by what, and whose move it is', async () => {
  await ran(2, { flow: '2.1' })
  await ran(1, { flow: '2.1', stoppedBy: 'primero-credentials-refused' })
  await ran(0, { flow: '2.1', stoppedBy: 'primero-credentials-refused' })
  const text = await read()
  expect(text).toContain('“Caseworkers refer” has stopped. Nothing was lost.')
  expect(text).toMatch(/Caseworkers refer today 08:01 today 06:01 – Primero refuses .* since today 07:01/)
  expect(text).toContain('Whose move: Administrator')
})

test('hours in which no flow looked are told, the last ones first', async () => {
  for (const hours of [12, 9, 8, 5]) await ran(hours)
  const text = await read()
  expect(text).toContain('No flow has looked since today 04:00, though the timetable asks for it.')
  expect(text).toContain(
    'No flow has looked since today 04:00 . No flow looked from today 01:00 to today 03:01 . ' +
      'No flow looked from yesterday 21:00 to yesterday 23:01 .',
  )
  expect(text).toContain('3 gaps')
})

test('the page says how large the ledger is and never where it lies', async () => {
  const text = await read()
  expect(text).toMatch(/It holds [\d.]+ kB\. Free on that disk: [\d,.]+ [kMGT]B\./)
  expect(text).not.toContain(ledger.path)
})
