import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { plainLine } from './history.ts'
import { eventWith, itemWith, testLedger } from './item.fixture.ts'

test('the history of a deployment is whole while nobody touches it', async () => {
  await using ledger = await testLedger()
  await ledger.store
    .forDeployment('sandbox')
    .save(
      [itemWith({})],
      [
        eventWith({ what: 'found' }),
        eventWith({ what: 'case-created', state: 'confirmed', transactionId: 't-1' }),
      ],
    )
  await ledger.store.forDeployment('gambella').save([itemWith({})], [eventWith({})])
  await ledger.store.forDeployment('sandbox').save([], [eventWith({ what: 'status-reported' })])
  expect(await ledger.store.operators.verify('sandbox')).toEqual({ whole: true, entries: 3 })
  expect(await ledger.store.operators.verify('gambella')).toEqual({ whole: true, entries: 1 })
  expect(await ledger.store.operators.verify('nowhere')).toEqual({ whole: true, entries: 0 })
})

test('the database refuses to change or delete an entry of the history', async () => {
  await using ledger = await testLedger()
  await ledger.store.forDeployment('sandbox').save([itemWith({})], [eventWith({})])
  const file = new DatabaseSync(ledger.path)
  expect(() => file.exec("update event set what = 'handled'")).toThrow(/only ever added to/)
  expect(() => file.exec('delete from event')).toThrow(/only ever added to/)
  file.close()
})

test('an entry that was changed or taken out behind the back of the triggers is found', async () => {
  for (const [damage, position] of [
    ["update event set key = 'two' where position = 2", 2],
    ['delete from event where position = 1', 1],
  ] as const) {
    await using ledger = await testLedger()
    const events = [
      eventWith({}),
      eventWith({ what: 'case-created' }),
      eventWith({ what: 'status-reported' }),
    ]
    await ledger.store.forDeployment('sandbox').save([itemWith({})], events)
    const file = new DatabaseSync(ledger.path)
    file.exec(`drop trigger event_no_update; drop trigger event_no_delete; ${damage}`)
    file.close()
    expect(await ledger.store.operators.verify('sandbox')).toEqual({ whole: false, position })
  }
})

test("a person's text is kept as one short line without control or direction characters", () => {
  expect(plainLine(' told by\r\n\u001b[31mphone\u202e \u0000 ', 100)).toBe('told by [31mphone')
  expect(plainLine('ü'.repeat(20), 5)).toBe('üüüüü')
})
