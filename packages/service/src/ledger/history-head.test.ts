import { expect, test } from 'vitest'
import { headOf, headText, recordedDeployments } from './history-head.ts'
import { eventWith, itemWith, testLedger } from './item.fixture.ts'
import { migrate } from './migrations.ts'
import { openSqlite, sqliteWords } from './sqlite.ts'
import { openLedger } from './store.ts'
import { ownSurroundings } from './surroundings.ts'

const told = eventWith({ state: 'waiting', reason: 'not-yet-tried' })
const hash = 'a1'.repeat(32)

test('a head is kept as position and hash, and read back with care', () => {
  expect(headText({ position: 17, hash })).toBe(`17:${hash}`)
  expect(headOf(` 17:${hash.toUpperCase()}\n`)).toEqual({ position: 17, hash })
  for (const text of [
    '',
    '17',
    `:${hash}`,
    `0:${hash}`,
    `-1:${hash}`,
    `1.5:${hash}`,
    `17:${hash}0`,
    `17:${'x'.repeat(64)}`,
  ]) {
    expect(headOf(text), text).toBeNull()
  }
})

test('histories that stand there from before heads were kept get theirs, and go on whole; back they lose it', async () => {
  await using ledger = await testLedger()
  for (const name of ['gambella', 'sandbox']) {
    const ours = ledger.store.forDeployment(name)
    await ours.save([itemWith({})], [told, told])
    await ours.save([itemWith({ key: 'two' })], [eventWith({ ...told, key: 'two' })])
  }
  const before = await ledger.store.operators.verify('sandbox')

  const db = openSqlite(ledger.path, ownSurroundings)
  await migrate(db, sqliteWords, '0002-journal')
  expect((await db.introspection.getTables()).map(({ name }) => name)).not.toContain('event_head')
  await migrate(db, sqliteWords)
  expect(await recordedDeployments(db)).toEqual(['gambella', 'sandbox'])
  await db.destroy()

  const again = await openLedger(ledger.url)
  for (const name of ['gambella', 'sandbox']) {
    expect(await again.operators.verify(name)).toMatchObject({ whole: true, entries: 3 })
    await again.forDeployment(name).save([itemWith({ key: 'three' })], [eventWith({ ...told, key: 'three' })])
    expect(await again.operators.verify(name)).toMatchObject({ whole: true, entries: 4 })
  }
  const kept = before.whole && before.head !== null ? [before.head] : []
  expect(await again.operators.verify('sandbox', kept)).toMatchObject({ whole: true, entries: 4 })
  await again.close()
})

test('the head moves with its entries in one transaction: a save that fails leaves both as they were', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  await ours.save([itemWith({})], [told])
  const bad = JSON.parse('{"at": {"no": "text"}}')
  await expect(
    ours.save([itemWith({ key: 'two' })], [eventWith({ ...told, key: 'two', ...bad })]),
  ).rejects.toThrow(/cannot keep a value/)
  expect(await ours.get('1.1', ['two'])).toEqual([])
  expect(await ledger.store.operators.verify('sandbox')).toMatchObject({ whole: true, entries: 1 })
})
