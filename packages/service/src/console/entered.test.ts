import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Newcomer } from '@ping-primero/console/entry/entry.ts'
import { keptSessions } from '@ping-primero/console/entry/kept-sessions.ts'
import { backUpLedger } from '../ledger/backup.ts'
import { testLedger, type TestLedger } from '../ledger/item.fixture.ts'
import { restoreLedger } from '../ledger/restore.ts'
import { openLedger } from '../ledger/store.ts'
import { ownSurroundings } from '../ledger/surroundings.ts'

const at = '2026-11-26T05:42:00.000Z'

const session = {
  id: 'a digest',
  account: 'someone@agency.example',
  roles: { gambella: 'operator' },
  startedAt: at,
  seenAt: at,
  endedAt: null,
} as const

let ledger: TestLedger

beforeEach(async () => {
  ledger = await testLedger()
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

test('a session that has ended stays as it ended', async () => {
  const { sessions } = ledger.store.entered
  await sessions.begin(session)
  await sessions.end(session.id, '2026-11-26T06:00:00.000Z')
  await sessions.seen(session.id, '2026-11-26T07:00:00.000Z')
  await sessions.end(session.id, '2026-11-26T07:00:00.000Z')
  expect(await sessions.find(session.id)).toEqual({ ...session, endedAt: '2026-11-26T06:00:00.000Z' })
})

/** What the door wrote into a history: what, and by whom. */
async function told(deployment: string): Promise<readonly (readonly [string, string | null])[]> {
  const entries: (readonly [string, string | null])[] = []
  for await (const rows of ledger.store.operators.entries(deployment)) {
    for (const { flow, key, what, by } of rows) {
      expect([flow, key]).toEqual(['*', '*'])
      entries.push([what, by])
    }
  }
  return entries
}

test('who comes and goes stands in the history of each deployment in which they have a role, and nowhere else', async () => {
  const { sessions } = ledger.store.entered
  const { account } = session
  await sessions.begin({ ...session, roles: { gambella: 'operator', duhok: 'viewer' } })
  await sessions.leave(session.id, at)
  await sessions.leave(session.id, at)
  await sessions.begin({ ...session, id: 'another' })
  await sessions.end('another', at)
  await sessions.leave('another', at)
  await sessions.refuse('access-refused', ['gambella'], account, at)
  expect(await told('duhok')).toEqual([
    ['signed-in', account],
    ['signed-out', account],
  ])
  expect(await told('gambella')).toEqual([
    ['signed-in', account],
    ['signed-out', account],
    ['signed-in', account],
    ['access-refused', account],
  ])
  expect(await told('elsewhere')).toEqual([])
  expect(await ledger.store.operators.verify('gambella')).toMatchObject({ whole: true, entries: 4 })
})

test('the sessions of an account end in every browser, where it has a role, and that stands there once', async () => {
  const { sessions } = ledger.store.entered
  let nowMs = Date.parse(at)
  const kept = keptSessions(sessions, () => nowMs)
  const as = { account: session.account, roles: { gambella: 'operator', duhok: 'viewer' } } as const
  const begin = (one: Newcomer): Promise<string> => kept.begin(one, undefined)
  const idle = await begin(as)
  nowMs += 15 * 60_000
  const browsers = [await begin(as), await begin(as)]
  const elsewhere = await begin({ ...as, roles: { duhok: 'viewer' } })
  const another = await begin({ ...as, account: 'another@agency.example' })
  const before = await told('gambella')
  const isIn = async (token: string): Promise<boolean> => (await kept.visitOf(token)).kind === 'entered'

  expect(await kept.endSessions(session.account, 'gambella', 'admin@agency.example')).toBe(true)
  expect(await kept.endSessions(session.account, 'gambella', 'admin@agency.example')).toBe(false)
  expect(await Promise.all([...browsers, idle].map(isIn))).toEqual([false, false, false])
  expect(await Promise.all([elsewhere, another].map(isIn))).toEqual([true, true])
  expect((await told('gambella')).slice(before.length)).toEqual([['sessions-ended', 'admin@agency.example']])
  expect((await told('duhok')).map(([what]) => what)).not.toContain('sessions-ended')
})

test('of several who claim a value at once, one gets it, and the others its result', async () => {
  const { acts } = ledger.store.entered
  const claims = await Promise.all(Array.from({ length: 5 }, () => acts.claim('value', 'a', at)))
  expect(claims.filter(({ kind }) => kind === 'ours')).toHaveLength(1)
  expect(claims.filter(({ kind }) => kind === 'under-way')).toHaveLength(4)
  await acts.settle('value', '/d/gambella/today#done')
  expect(await acts.claim('value', 'a', at)).toEqual({ kind: 'done', outcome: '/d/gambella/today#done' })
  expect(await acts.claim('value', 'another session', at)).toEqual({ kind: 'under-way' })
})

test('a value whose act was not done can be claimed again; one whose act was done cannot', async () => {
  const { acts } = ledger.store.entered
  await acts.claim('value', 'a', at)
  await acts.release('value')
  expect(await acts.claim('value', 'a', at)).toEqual({ kind: 'ours' })
  await acts.settle('value', '/done')
  await acts.release('value')
  expect(await acts.claim('value', 'a', at)).toEqual({ kind: 'done', outcome: '/done' })
})

test('values are kept for a day', async () => {
  const { acts } = ledger.store.entered
  await acts.claim('old', 'a', at)
  await acts.settle('old', '/done')
  await acts.claim('new', 'a', '2026-11-27T05:42:00.000Z')
  expect(await acts.claim('old', 'a', at)).toEqual({ kind: 'done', outcome: '/done' })
  await acts.claim('newer', 'a', '2026-11-27T05:42:00.001Z')
  expect(await acts.claim('old', 'a', at)).toEqual({ kind: 'ours' })
})

test('sessions are kept for a day after they were last used, and go when another begins', async () => {
  const { sessions } = ledger.store.entered
  const dayAfter = '2026-11-27T05:42:00.000Z'
  const older = { ...session, seenAt: '2026-11-26T05:41:59.999Z' }
  await sessions.begin({ ...older, id: 'older' })
  await sessions.begin({ ...older, id: 'ended' })
  await sessions.end('ended', older.seenAt)
  await sessions.begin({ ...older, id: 'used since' })
  await sessions.seen('used since', at)
  await sessions.begin({ ...session, id: 'new', startedAt: dayAfter, seenAt: dayAfter })
  const kept = await Promise.all(['older', 'ended', 'used since', 'new'].map(sessions.find))
  expect(kept.map((one) => one?.id ?? null)).toEqual([null, null, 'used since', 'new'])
})

test('a restored ledger lets nobody in who was signed in when it was backed up', async () => {
  await ledger.store.entered.sessions.begin(session)
  await ledger.store.entered.acts.claim('value', session.id, at)
  const backup = `${ledger.path}.backup`
  backUpLedger(ledger.path, backup, () => 'id')
  await ledger.store.close()
  await restoreLedger(ledger.path, backup, { at, by: 'someone' }, ownSurroundings)
  const { entered, close } = await openLedger(ledger.url)
  expect(await entered.sessions.find(session.id)).toBe(null)
  expect(await entered.acts.claim('value', session.id, at)).toEqual({ kind: 'ours' })
  await close()
})
