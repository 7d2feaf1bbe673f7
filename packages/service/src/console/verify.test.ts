import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { consoleApp } from '@ping-primero/console/app.ts'
import { hostWith, nowMs, seal } from '@ping-primero/console/host.fixture.ts'
import type { Verifications } from '@ping-primero/console/pages/audit/verification.ts'
import { eventWith, testLedger, type TestLedger } from '../ledger/item.fixture.ts'
import type { ServiceEvent } from '../log/service-event.ts'
import { historyVerifications } from './history-verifications.ts'
import { ledgerDeeds, ledgerQuestions } from './ledger-questions.ts'

const page = '/d/gambella/audit'
const paused = { by: 'fp@agency.example', at: '2026-11-26T05:15:00.000Z' }

let ledger: TestLedger
let verifications: Verifications
let logged: ServiceEvent[]
const log = () => (event: ServiceEvent) => void logged.push(event)

beforeEach(async () => {
  logged = []
  ledger = await testLedger()
  await ledger.store.operators.pause('gambella', '2.1', 'the list is being agreed', paused)
  verifications = historyVerifications(ledger.store, () => nowMs, log)
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

function consoleApart() {
  const { store } = ledger
  const host = { ledger: ledgerQuestions(store, {}), deeds: ledgerDeeds(store), verifications }
  return consoleApp(hostWith(host, 'auditor'))
}

async function read(): Promise<string> {
  return (await (await consoleApart().request(page)).text())
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

async function press(once = 'a'): Promise<Response> {
  return consoleApart().request(`${page}/verify`, {
    method: 'POST',
    headers: { origin: 'http://localhost' },
    body: new URLSearchParams({ seal, once: once.repeat(43) }),
  })
}

async function ended(): Promise<void> {
  while (verifications.of('gambella')?.end == null) await setImmediate()
}

/** Changes the history behind the back of the program. */
function touch(sql: string): void {
  const file = new DatabaseSync(ledger.path)
  file.exec('drop trigger event_no_update; drop trigger event_no_delete')
  file.exec(sql)
  file.close()
}

test('before anybody has verified it no page says that the history is whole', async () => {
  const text = await read()
  expect(text).toContain('Nobody has verified it from here yet.')
  expect(text).toContain('Verify now')
  expect(text).not.toContain('is whole')
})

test('verified from here it is said to be whole, when and by whom, also by a process that begins after', async () => {
  const answer = await press()
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `${page}#done`])
  await ended()
  const said = 'The history is whole Verified today 08:42 by someone@agency.example , from the first entry on'
  expect(await read()).toContain(said)
  verifications = historyVerifications(ledger.store, () => nowMs, log)
  expect(await read()).toContain(said)
  expect(await ledger.store.operators.verify('gambella')).toMatchObject({ whole: true, entries: 5 })
})

test('what was touched is said with the first entry concerned and whose move it is, and stands in the history', async () => {
  touch("update event set why = 'another' where position = 1")
  await press()
  await ended()
  const text = await read()
  expect(text).toContain('The history was touched')
  expect(text).toContain('The first entry concerned is number 1.')
  expect(text).toContain('Whose move: Administrator')
  const history = await ledger.store.operators.history('gambella', '1.1', '*')
  expect(history).toMatchObject([{ what: 'found-touched', by: 'someone@agency.example' }])
})

test('while it goes on it says how far it is, and a second press begins nothing', async () => {
  await ledger.store.forDeployment('gambella').save(
    [],
    Array.from({ length: 1_500 }, () => eventWith({ key: '*', what: 'resumed', by: 'x' })),
  )
  const going = press('a')
  while (verifications.of('gambella') === null) await setImmediate()
  const first = verifications.of('gambella')
  expect(first).toMatchObject({ act: { by: 'someone@agency.example' }, of: 1_501, end: null })
  await verifications.begin('gambella', { by: 'another@agency.example', at: paused.at })
  expect(verifications.of('gambella')?.act).toEqual(first?.act)
  await going
  await ended()
  expect(verifications.of('gambella')).toMatchObject({ done: 1_501, end: { kind: 'whole' } })
})

test('one that breaks off says nothing of the history', async () => {
  const { operators, pages } = ledger.store
  const broken = { ...operators, verify: () => Promise.reject(new Error('the disk is gone')) }
  verifications = historyVerifications({ operators: broken, pages }, () => nowMs, log)
  await press()
  await ended()
  expect(logged).toMatchObject([{ event: 'act-refused', act: 'verify', code: 'defect' }])
  expect(JSON.stringify(logged)).not.toContain('the disk is gone')
  const text = await read()
  expect(text).toContain('Verifying the history broke off Begun today 08:42 by someone@agency.example')
  expect(text).not.toContain('is whole')
})
