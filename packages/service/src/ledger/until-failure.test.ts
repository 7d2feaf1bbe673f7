import { expect, test } from 'vitest'
import type { Ledger } from '@ping-primero/core/ledger/ledger.ts'
import { testLedger } from './item.fixture.ts'
import { LedgerUnavailable } from './unavailable.ts'
import { untilFailure } from './until-failure.ts'

const full = new LedgerUnavailable('The database says: database or disk is full.')

/** A ledger whose cursor cannot be read once, and then again. */
function failingOnce(ledger: Ledger): Ledger {
  let failed = false
  return {
    ...ledger,
    cursor: async (flow) => {
      if (failed) return ledger.cursor(flow)
      failed = true
      throw full
    },
  }
}

test('the first failure is the last word of a ledger, though it could go on', async () => {
  await using made = await testLedger()
  const { ledger, failure } = untilFailure(failingOnce(made.store.forDeployment('sandbox')))
  expect(await ledger.get('1.1', ['one'])).toEqual([])
  expect(failure()).toBeNull()
  await expect(ledger.cursor('1.1')).rejects.toBe(full)
  expect(failure()).toBe(full)
  await expect(ledger.cursor('1.1')).rejects.toBe(full)
  await expect(ledger.save([], [])).rejects.toBe(full)
})

test('what was under way when it failed is not answered either', async () => {
  await using made = await testLedger()
  const own = made.store.forDeployment('sandbox')
  const gate = Promise.withResolvers<void>()
  const slow: Ledger = { ...failingOnce(own), get: () => gate.promise.then(() => []) }
  const { ledger } = untilFailure(slow)
  const underWay = ledger.get('1.1', ['one'])
  await expect(ledger.cursor('1.1')).rejects.toBe(full)
  gate.resolve()
  await expect(underWay).rejects.toBe(full)
})

test('a defect is no failure of the ledger: it goes on', async () => {
  await using made = await testLedger()
  const own = made.store.forDeployment('sandbox')
  const broken: Ledger = { ...own, pauses: () => Promise.reject(new TypeError('of this program')) }
  const { ledger, failure } = untilFailure(broken)
  await expect(ledger.pauses()).rejects.toThrow(TypeError)
  expect(failure()).toBeNull()
  expect(await ledger.cursor('1.1')).toBeNull()
})
