import { expect, test } from 'vitest'
import { testLedger } from '../../ledger/item.fixture.ts'
import { carriedSessions } from './carried-sessions.ts'

const at = '2026-11-26T05:42:00.000Z'
const before = '2026-11-26T05:00:00.000Z'
const session = { account: 'sandbox', startedAt: at, seenAt: at, endedAt: null } as const

test('what an administrator ended is not carried on into the next ledger', async () => {
  await using first = await testLedger()
  await using next = await testLedger()
  const sessions = carriedSessions(first.store.entered.sessions)
  await sessions.begin({ ...session, id: 'ended', roles: { sandbox: 'administrator' } })
  await sessions.begin({ ...session, id: 'open', roles: { elsewhere: 'viewer' } })
  const since = { begun: before, seen: before }
  expect(await sessions.endOf('sandbox', 'sandbox', since, 'sandbox', at)).toBe(true)
  await sessions.moveTo(next.store.entered.sessions)
  const kept = await Promise.all(['ended', 'open'].map((id) => sessions.find(id)))
  expect(kept.map((one) => one?.id ?? null)).toEqual([null, 'open'])
})
