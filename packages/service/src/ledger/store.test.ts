import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { itemWith } from './item.fixture.ts'
import { openLedger } from './store.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-store-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

test('a ledger is made readable by its owner only, says so, and keeps what was saved', async () => {
  const path = join(directory, 'ledger.db')
  const first = await openLedger(`sqlite:${path}`)
  expect([first.isNew, first.path]).toEqual([true, path])
  await first.forDeployment('sandbox').save([itemWith({})], [])
  await first.close()
  expect(statSync(path).mode & 0o077).toBe(0)
  const second = await openLedger(`sqlite:${path}`)
  expect(second.isNew).toBe(false)
  expect(await second.forDeployment('sandbox').get('1.1', ['one'])).toEqual([itemWith({ revision: 1 })])
  await second.close()
})

test('several that open a new ledger together all get it', async () => {
  const url = `sqlite:${join(directory, 'ledger.db')}`
  const stores = await Promise.all(Array.from({ length: 5 }, () => openLedger(url)))
  for (const [index, store] of stores.entries()) {
    expect(await store.forDeployment('sandbox').save([itemWith({ key: `k${index}` })], [])).toEqual({
      conflicts: [],
    })
  }
  for (const store of stores) await store.close()
})

test('what is no ledger is said to be none', async () => {
  const path = join(directory, 'notes.txt')
  writeFileSync(path, 'this is a text and no database, however long it may be'.repeat(100))
  await expect(openLedger(`sqlite:${path}`)).rejects.toMatchObject({
    name: 'LedgerUnavailable',
    trouble: 'ledger-damaged',
    found: 'The database says: file is not a database.',
  })
  await expect(openLedger('mysql://nowhere')).rejects.toMatchObject({
    name: 'LedgerUnavailable',
    found: 'LEDGER_URL must read sqlite:PATH.',
  })
  await expect(openLedger(`sqlite:${path}/below`)).rejects.toMatchObject({ name: 'LedgerUnavailable' })
})
