import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { consoleApp } from '@ping-primero/console/app.ts'
import { keptSessions } from '@ping-primero/console/entry/kept-sessions.ts'
import { hostWith, nowMs, seal } from '@ping-primero/console/host.fixture.ts'
import type { ConsoleHost } from '@ping-primero/console/host.ts'
import { acts } from '@ping-primero/console/routes.ts'
import { itemWith, testLedger, type TestLedger } from '../ledger/item.fixture.ts'
import { ledgerDeeds, ledgerQuestions } from './ledger-questions.ts'

const number = 'REF-IOP-000128'
const by = 'someone@agency.example'
const time = new Date(nowMs).toISOString()
const story = `/referral?number=${number}`
const decision = { number, flow: '2.2', key: 'f' }
const held = { number: 'held', flow: '2.1', key: 'held' }
const confirmed = { check1: 'on', check2: 'on', check3: 'on' }

/** An act, where it leads, and where it leads whoever presses it on a page that was opened before it was done. */
interface Row {
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
  readonly leadsTo: string
  /** As before where none is given: the act may be done as often as somebody opens a page for it. */
  readonly fromOldPage?: string
  /** How often it is done by both pages. */
  readonly ofTwoPages: 1 | 2
}

const table: readonly Row[] = [
  {
    path: '/attention/try-again',
    fields: { flow: '2.2', reason: 'decision-not-applied' },
    leadsTo: '/attention?tried=1&flow=2.2',
    ofTwoPages: 2,
  },
  {
    path: '/referral/try-again',
    fields: { number },
    leadsTo: `${story}&tried=1&flow=2.2`,
    ofTwoPages: 2,
  },
  {
    path: '/referrals/try-again',
    fields: { flow: '2.2', reason: 'decision-not-applied' },
    leadsTo: '/referrals?flow=2.2&reason=decision-not-applied&tried=1&tried-flow=2.2',
    ofTwoPages: 2,
  },
  {
    path: '/referral/settle',
    fields: { ...decision, how: 'told', why: 'a letter went out' },
    leadsTo: `${story}&did=settled`,
    fromOldPage: `${story}&did=moved`,
    ofTwoPages: 1,
  },
  {
    path: '/referral/release',
    fields: { ...held, ...confirmed, reason: 'consent-overridden', why: 'the assessment is there' },
    leadsTo: '/referral?number=held&did=released',
    fromOldPage: '/referral?number=held&did=released-before',
    ofTwoPages: 1,
  },
  {
    path: '/referral/note',
    fields: { ...decision, why: 'the supervisor telephones' },
    leadsTo: `${story}&did=noted`,
    ofTwoPages: 2,
  },
  {
    path: '/flows/pause',
    fields: { flow: '1.1', why: 'maintenance of Primero' },
    leadsTo: '/flows?did=paused&flow=1.1',
    fromOldPage: '/flows?did=paused-before&flow=1.1',
    ofTwoPages: 1,
  },
  {
    path: '/flows/resume',
    fields: { flow: '1.2' },
    leadsTo: '/flows?did=resumed&flow=1.2',
    fromOldPage: '/flows?did=not-paused&flow=1.2',
    ofTwoPages: 1,
  },
  { path: '/flows/run', fields: { flow: '2.1' }, leadsTo: '/flows?begun=run&flow=2.1', ofTwoPages: 2 },
  { path: '/flows/try', fields: { flow: '2.1' }, leadsTo: '/flows?begun=try&flow=2.1', ofTwoPages: 2 },
  {
    path: '/flows/look-again',
    fields: { flow: '2.1', since: '2026-11-01' },
    leadsTo: '/flows?begun=look-again&flow=2.1',
    ofTwoPages: 2,
  },
  {
    path: '/people/end-sessions',
    fields: { account: 'focal@agency.example' },
    leadsTo: '/people?ended=all',
    fromOldPage: '/people?ended=none',
    ofTwoPages: 1,
  },
  { path: '/audit/verify', fields: {}, leadsTo: '/audit', ofTwoPages: 2 },
  { path: '/health/compare', fields: {}, leadsTo: '/health', ofTwoPages: 2 },
  { path: '/going-live/check', fields: {}, leadsTo: '/going-live?seen=1795671720000', ofTwoPages: 2 },
]

let ledger: TestLedger
let begun: number

beforeEach(async () => {
  ledger = await testLedger()
  begun = 0
  await ledger.store.forDeployment('gambella').save(
    [
      itemWith({
        flow: '2.1',
        key: 'r',
        state: 'confirmed',
        reason: null,
        numbers: { referralId: 'r', refIopNumber: number },
      }),
      itemWith({
        flow: '2.2',
        key: 'f',
        state: 'attention',
        reason: 'decision-not-applied',
        numbers: { referralId: 'r', refIopGuid: 'f', refIopNumber: number },
      }),
      itemWith({
        flow: '2.1',
        key: 'held',
        state: 'attention',
        reason: 'consent-overridden',
        numbers: { referralId: 'held' },
      }),
    ],
    [],
  )
  await ledger.store.entered.sessions.begin({
    id: 'a digest',
    account: 'focal@agency.example',
    roles: { gambella: 'operator' },
    startedAt: time,
    seenAt: time,
    endedAt: null,
  })
  const pause = { by: 'admin@agency.example', at: '2026-11-25T00:00:00.000Z' }
  await ledger.store.operators.pause('gambella', '1.2', 'Primero is being upgraded', pause)
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

/** A console over the ledger; what takes long is counted and not begun. */
function app(): ReturnType<typeof consoleApp> {
  const { store } = ledger
  const { endSessions } = keptSessions(store.entered.sessions, () => nowMs)
  const count = (): void => void (begun += 1)
  const host: Partial<ConsoleHost> = {
    ledger: ledgerQuestions(store, {}),
    deeds: ledgerDeeds(store),
    acts: store.entered.acts,
    entry: { ...hostWith({}, 'administrator').entry, endSessions },
    undertakings: { begin: count, of: () => [] },
    verifications: { begin: async () => count(), of: () => null },
    comparisons: { begin: count, of: () => null },
    checks: { begin: count, of: () => null },
  }
  return consoleApp(hostWith(host, 'administrator'))
}

/** Presses the button of a form that a page made; pages opened at different times have different one-time values. */
async function press({ path, fields }: Row, once: string, ofSession = seal): Promise<Response> {
  return app().request(`/d/gambella${path}`, {
    method: 'POST',
    headers: { origin: 'http://localhost' },
    body: new URLSearchParams({ seal: ofSession, once: once.repeat(43), ...fields }),
  })
}

/** How often something was done: entries of the history under the name of whoever pressed, or else what was begun. */
async function done(): Promise<number> {
  const everything = {
    flow: null,
    doer: 'people',
    by,
    items: null,
    from: null,
    until: null,
    before: null,
  } as const
  const { entries } = await ledger.store.pages.historyPage({ deployment: 'gambella', ...everything }, 50)
  return entries.length > 0 ? entries.length : begun
}

const locationOf = (answer: Response): string | null =>
  answer.headers
    .get('location')
    ?.replace('/d/gambella', '')
    .replace(/#done$/, '') ?? null

test('every act stands in the table', () => {
  expect(new Set(table.map(({ path }) => path))).toEqual(new Set(acts.map(({ path }) => path)))
})

describe.each(table)('$path', (row) => {
  test('pressed twice, or again after going back, it is done once, and leads to the same', async () => {
    const answers = [await press(row, 'a'), await press(row, 'a')]
    expect(answers.map(locationOf)).toEqual([row.leadsTo, row.leadsTo])
    expect(await done()).toBe(1)
  })

  test('pressed on a page that was opened before it was done, it says how it is now', async () => {
    expect(locationOf(await press(row, 'a'))).toBe(row.leadsTo)
    expect(locationOf(await press(row, 'b'))).toBe(row.fromOldPage ?? row.leadsTo)
    expect(await done()).toBe(row.ofTwoPages)
  })

  test('pressed on a page of an earlier session, nothing is done, and that is said', async () => {
    const answer = await press(row, 'a', 'the seal of another session')
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('This page was old')
    expect(await done()).toBe(0)
  })
})
