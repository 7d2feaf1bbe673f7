import { expect, test } from 'vitest'
import { testLedger } from '../ledger/item.fixture.ts'
import { storageOf } from './storage.ts'

test('a ledger in a file says how large it is and how much room is left, and never where it is', async () => {
  await using ledger = await testLedger()
  const storage = await storageOf(ledger.path)
  expect(storage).toEqual({ kind: 'file', bytes: expect.any(Number), freeBytes: expect.any(Number) })
  expect(storage.kind === 'file' ? (storage.bytes ?? 0) : 0).toBeGreaterThan(10_000)
})

test('what cannot be learnt of a file is left open', async () => {
  expect(await storageOf('/nowhere/ledger.db')).toEqual({ kind: 'file', bytes: null, freeBytes: null })
})

test('one in memory lies nowhere', async () => {
  expect(await storageOf(null)).toEqual({ kind: 'memory' })
})
