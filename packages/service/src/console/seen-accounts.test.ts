import { afterEach, beforeEach, expect, test } from 'vitest'
import type { KeptSession } from '@ping-primero/console/entry/sessions.ts'
import { testLedger, type TestLedger } from '../ledger/item.fixture.ts'

const at = (hour: string): string => `2026-11-26T${hour}:00:00.000Z`

let ledger: TestLedger

beforeEach(async () => {
  ledger = await testLedger()
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

async function seen(id: string, account: string, roles: KeptSession['roles'], seenAt: string): Promise<void> {
  const { sessions } = ledger.store.entered
  await sessions.begin({ id, account, roles, startedAt: at('05'), seenAt, endedAt: null })
}

test('who was here since a time is named with the role in one deployment, once, the last first', async () => {
  await seen('a', 'one@agency.example', { gambella: 'operator' }, at('06'))
  await seen('b', 'one@agency.example', { gambella: 'operator', duhok: 'viewer' }, at('08'))
  await seen('c', 'two@agency.example', { gambella: 'administrator' }, at('07'))
  await seen('d', 'elsewhere@agency.example', { duhok: 'administrator' }, at('09'))
  await seen('e', 'long-ago@agency.example', { gambella: 'auditor' }, at('05'))
  expect(await ledger.store.entered.accounts('gambella', at('06'))).toEqual([
    { account: 'one@agency.example', role: 'operator', seenAt: at('08') },
    { account: 'two@agency.example', role: 'administrator', seenAt: at('07') },
  ])
})
