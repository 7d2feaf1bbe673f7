import { afterEach, beforeEach, expect, test } from 'vitest'
import { consoleApp } from '@ping-primero/console/app.ts'
import { deploymentWith, hostWith, nowMs, seal } from '@ping-primero/console/host.fixture.ts'
import type { ConsoleHost } from '@ping-primero/console/host.ts'
import type { Undertaking } from '@ping-primero/console/undertakings/undertaking.ts'
import type { Role } from '@ping-primero/console/roles.ts'
import { itemWith, testLedger, type TestLedger } from '../ledger/item.fixture.ts'
import { ledgerDeeds, ledgerQuestions } from './ledger-questions.ts'

const later = '2026-11-30T00:00:00.000Z'
const page = '/d/gambella/attention'

let ledger: TestLedger

beforeEach(async () => {
  ledger = await testLedger()
  const stuck = { state: 'attention', nextTry: later, attempts: 3 } as const
  await ledger.store
    .forDeployment('gambella')
    .save(
      [
        itemWith({ ...stuck, key: 'one', reason: 'case-closed' }),
        itemWith({ ...stuck, key: 'two', reason: 'case-closed' }),
        itemWith({ ...stuck, key: 'three', reason: 'case-disabled' }),
        itemWith({ ...stuck, key: 'four', flow: '2.1', reason: 'consent-overridden' }),
      ],
      [],
    )
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

function consoleFor(role: Role = 'operator', more: Partial<ConsoleHost> = {}) {
  const { store } = ledger
  const host = { ledger: ledgerQuestions(store, {}), deeds: ledgerDeeds(store), acts: store.entered.acts }
  const app = consoleApp(hostWith({ ...host, ...more }, role))
  const press = async (fields: Readonly<Record<string, string>> = {}): Promise<Response> =>
    app.request(`${page}/try-again`, {
      method: 'POST',
      headers: { origin: 'http://localhost' },
      body: new URLSearchParams({
        seal,
        once: 'a'.repeat(43),
        flow: '1.1',
        reason: 'case-closed',
        ...fields,
      }),
    })
  const read = async (address: string): Promise<string> =>
    (await (await app.request(address)).text()).replaceAll(/\s+/g, ' ')
  return { press, read }
}

async function dueKeys(): Promise<readonly string[]> {
  const items = await ledger.store.forDeployment('gambella').get('1.1', ['one', 'two', 'three'])
  return items.flatMap(({ key, nextTry }) => (nextTry === null ? [key] : []))
}

test('a cause is tried again whole and alone, under the name of whoever pressed, and the page says so', async () => {
  const { press, read } = consoleFor()
  const answer = await press()
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `${page}?tried=2&flow=1.1#done`])
  expect(await dueKeys()).toEqual(['one', 'two'])
  const said = await read(`${page}?tried=2&flow=1.1`)
  expect(said).toContain('2 referrals are tried again')
  expect(said).toMatch(/“UNHCR refers” looks at it next [^.]*00:00/)
  const history = await ledger.store.operators.history('gambella', '1.1', 'one')
  expect(history).toMatchObject([
    { what: 'retried', by: 'someone@agency.example', at: new Date(nowMs).toISOString() },
  ])
})

test('pressed twice it stands in the history once', async () => {
  const { press } = consoleFor()
  await press()
  expect((await press()).headers.get('location')).toBe(`${page}?tried=2&flow=1.1#done`)
  expect(await ledger.store.operators.history('gambella', '1.1', 'one')).toHaveLength(1)
})

test('what is left of nothing is said to be nothing', async () => {
  const { press, read } = consoleFor()
  expect((await press({ reason: 'defect' })).headers.get('location')).toBe(`${page}?tried=0&flow=1.1#done`)
  expect(await read(`${page}?tried=0&flow=1.1`)).toContain('Nothing was left to try')
})

test.each([
  ['paused', 'is paused', {}],
  ['one that does not run by itself', 'does not run by itself', { nextRun: () => null }],
] as const)('of a flow that is %s it is said when it goes on', async (kind, words, deployment) => {
  if (kind === 'paused') {
    const act = { by: 'someone', at: '2026-11-26T05:00:00.000Z' }
    await ledger.store.operators.pause('gambella', '1.1', 'maintenance of Primero', act)
  }
  const { read } = consoleFor('operator', { deployments: () => [deploymentWith(deployment)] })
  expect(await read(`${page}?tried=2&flow=1.1`)).toContain(words)
})

test.each([{ flow: '3.1' }, { reason: 'no-such-reason' }])(
  'what no button says does nothing: %o',
  async (fields) => {
    expect((await consoleFor().press(fields)).status).toBe(422)
    expect(await dueKeys()).toEqual([])
  },
)

test('a form of an earlier session does nothing, and the page says so', async () => {
  const { press } = consoleFor()
  const answer = await press({ seal: 'another' })
  expect([answer.status, await answer.text()]).toEqual([
    409,
    expect.stringContaining('This page was old, and nothing was done'),
  ])
  expect(await dueKeys()).toEqual([])
})

test('the button stands at each cause that trying may settle, for those who may press it', async () => {
  const reasonsAt = async (role: Role): Promise<readonly string[]> =>
    [...(await consoleFor(role).read(page)).matchAll(/name="reason" value="([^"]+)"/g)].map(
      ([, reason = '']) => reason,
    )
  expect((await reasonsAt('operator')).toSorted()).toEqual(['case-closed', 'case-disabled'])
  expect(await reasonsAt('administrator')).toHaveLength(2)
  expect(await reasonsAt('viewer')).toEqual([])
  expect(await reasonsAt('auditor')).toEqual([])
})

const progress = { part: 'settle', done: 1, of: 2, awaits: null } as const
const counts = { confirmed: 2, waiting: 0, attention: 0, withdrawn: 0, handled: 0 }
const by = { by: 'someone@agency.example', at: new Date(nowMs).toISOString() }
const run = { kind: 'run', flow: '1.1', act: by, progress: null, isFollowed: false, end: null } as const

/** Undertakings that note what was begun, and show what is given. */
function noted(shown: readonly Undertaking[] = []) {
  const begun: unknown[] = []
  return { begun, undertakings: { begin: (...order: unknown[]) => void begun.push(order), of: () => shown } }
}

test('its flow is run at once for what is due, after what has passed it already', async () => {
  const { begun, undertakings } = noted()
  await consoleFor('operator', { undertakings }).press()
  expect(begun).toEqual([['gambella', { kind: 'run', flow: '1.1' }, by, 'afresh']])
})

test('nothing is run where nothing was left, or the flow is paused or switched off', async () => {
  const { begun, undertakings } = noted()
  await consoleFor('operator', { undertakings }).press({ reason: 'defect' })
  const deployments = () => [deploymentWith({ isEnabled: () => false })]
  await consoleFor('operator', { undertakings, deployments }).press({ once: 'b'.repeat(43) })
  const act = { by: 'someone', at: '2026-11-26T05:00:00.000Z' }
  await ledger.store.operators.pause('gambella', '1.1', 'maintenance of Primero', act)
  await consoleFor('operator', { undertakings }).press({ once: 'c'.repeat(43) })
  expect(begun).toEqual([])
  expect(await dueKeys()).toEqual(['one', 'two'])
})

const done = { kind: 'done', at: by.at, counts, skipped: null, stopped: null, tried: null } as const

test.each<readonly [string, Partial<Omit<Undertaking, 'kind'>>]>([
  ['looks at it now, the oldest first', { progress }],
  ['looks at it as soon as no other look is under way', { progress: null }],
  ['looks at it as soon as no other look is under way', { progress, isFollowed: true }],
  ['has looked at it', { end: done }],
  ['Primero refuses the user name', { end: { ...done, stopped: 'primero-credentials-refused' } }],
])('the page says of the run that it %s', async (words, more) => {
  const { undertakings } = noted([{ ...run, ...more }])
  const said = await consoleFor('operator', { undertakings }).read(`${page}?tried=2&flow=1.1`)
  expect(said).toContain(words)
  expect(said.includes('/d/gambella/flows#f11')).toBe(more.end === undefined)
})
