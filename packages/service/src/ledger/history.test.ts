import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { plainLine } from './history.ts'
import { eventWith, itemWith, testLedger } from './item.fixture.ts'

test('the history of a deployment is whole while nobody touches it', async () => {
  await using ledger = await testLedger()
  const told = eventWith({ state: 'waiting', reason: 'not-yet-tried' })
  await ledger.store
    .forDeployment('sandbox')
    .save([itemWith({})], [told, eventWith({ what: 'case-created', transactionId: 't-1' })])
  await ledger.store.forDeployment('gambella').save([itemWith({})], [told])
  await ledger.store.forDeployment('sandbox').save([], [eventWith({ what: 'status-reported' })])
  const head = (position: number) => ({ position, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  const { verify } = ledger.store.operators
  expect(await verify('sandbox')).toEqual({ whole: true, entries: 3, head: head(3) })
  expect(await verify('gambella')).toEqual({ whole: true, entries: 1, head: head(1) })
  expect(await verify('nowhere')).toEqual({ whole: true, entries: 0, head: null })
})

test('the database refuses to change or delete an entry of the history', async () => {
  await using ledger = await testLedger()
  await ledger.store.forDeployment('sandbox').save([itemWith({})], [eventWith({})])
  const file = new DatabaseSync(ledger.path)
  expect(() => file.exec("update event set what = 'handled'")).toThrow(/only ever added to/)
  expect(() => file.exec('delete from event')).toThrow(/only ever added to/)
  file.close()
})

test("a person's text is kept as one short line without control or direction characters", () => {
  expect(plainLine(' told by\r\n\u001b[31mphone\u202e \u0000 ', 100)).toBe('told by [31mphone')
  expect(plainLine('ü'.repeat(20), 5)).toBe('üüüüü')
})

test('a history of several pages is verified over their borders', async () => {
  await using ledger = await testLedger()
  const told = eventWith({ state: 'waiting', reason: 'not-yet-tried' })
  await ledger.store.forDeployment('sandbox').save(
    [itemWith({})],
    Array.from({ length: 2_500 }, () => told),
  )
  const { verify } = ledger.store.operators
  expect(await verify('sandbox')).toMatchObject({ whole: true, entries: 2_500 })
  const file = new DatabaseSync(ledger.path)
  file.exec('drop trigger event_no_update; drop trigger event_no_delete')
  for (const position of [2_001, 2_000, 1_001, 1_000]) {
    file.exec(`delete from event where position = ${position}`)
    expect(await verify('sandbox')).toMatchObject({ whole: false, code: 'entry-missing', position })
  }
  file.close()
})

test('a history that is written to meanwhile is whole at every look', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  const told = eventWith({ state: 'waiting', reason: 'not-yet-tried' })
  const looks: Promise<unknown>[] = []
  for (let key = 0; key < 60; key += 1) {
    looks.push(ledger.store.operators.verify('sandbox'))
    await ours.save([itemWith({ key: `${key}` })], [eventWith({ ...told, key: `${key}` })])
  }
  for (const check of await Promise.all(looks)) expect(check).toMatchObject({ whole: true })
  expect(await ledger.store.operators.verify('sandbox')).toMatchObject({ whole: true, entries: 60 })
})
