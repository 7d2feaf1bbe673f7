import { DatabaseSync } from 'node:sqlite'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate } from '../../packages/service/src/ledger/migrations.ts'
import { openSqlite, sqliteWords } from '../../packages/service/src/ledger/sqlite.ts'
import { ownSurroundings } from '../../packages/service/src/ledger/surroundings.ts'
import { startWorld, type World } from '../support/world.ts'
import {
  balance,
  copyFiles,
  databaseOf,
  everythingOnce,
  openCopy,
  peopleAct,
  runAllOn,
  unsettled,
} from './scene.ts'

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

/** Brings the ledger in a directory to the form that a step left. */
async function migrateTo(directory: string, step?: string): Promise<void> {
  const db = openSqlite(databaseOf(directory), ownSurroundings)
  await migrate(db, sqliteWords, step)
  await db.destroy()
}

/** Every row of the tables that the first form had. */
function rowsOf(directory: string): readonly unknown[] {
  const database = new DatabaseSync(databaseOf(directory))
  try {
    return ['item', 'event', 'cursor', 'run', 'switch', 'seen', 'pause'].map((table) =>
      database.prepare(`select * from "${table}" order by 1, 2, 3`).all(),
    )
  } finally {
    database.close()
  }
}

test('forward, back and forward again keeps every item and the whole history', async () => {
  peopleAct(world, 0)
  await runAllOn(world, world.store)
  const copy = copyFiles(world.directory, world.directory)
  await migrateTo(copy)
  const before = rowsOf(copy)
  for (const step of ['0002-journal', '0001-ledger', '0002-journal', '0001-ledger', undefined]) {
    await migrateTo(copy, step)
    // An older form may lack a column that says more; nothing else differs.
    expect(before).toMatchObject([...rowsOf(copy)])
  }
  const store = await openCopy(copy)
  expect(await store.operators.verify(world.deployment.name)).toMatchObject({ whole: true })
  await store.close()
})

test('a ledger of the first form with work in its queue is taken up, and nothing in it is held in doubt', async () => {
  const deeds = peopleAct(world, 0)
  world.ping.faults.add({ path: /ingestion/, fault: { kind: 'status', status: 503 } })
  await runAllOn(world, world.store)
  world.ping.faults.clear()
  // As a program left it that kept no journal.
  const copy = copyFiles(world.directory, world.directory, ['', '-wal'])
  await migrateTo(copy, '0001-ledger')
  const store = await openCopy(copy)
  expect((await unsettled(world, store)).length).toBe(deeds.outgoing.length)
  world.advance(3_600_000)
  await runAllOn(world, store)
  expect(balance(world, deeds)).toEqual(everythingOnce(deeds))
  expect(await store.forDeployment(world.deployment.name).doubt()).toEqual({ sends: null, tellings: null })
  await store.close()
})

test('the older form finds all that the newer one left in its queue', async () => {
  const deeds = peopleAct(world, 0)
  world.ping.faults.add({ path: /ingestion/, fault: { kind: 'status', status: 503 } })
  await runAllOn(world, world.store)
  const waiting = await unsettled(world, world.store)
  const copy = copyFiles(world.directory, world.directory)
  await migrateTo(copy, '0001-ledger')
  const database = new DatabaseSync(databaseOf(copy))
  const keys = database
    .prepare("select key from item where flow = '2.1' and state = 'waiting' order by found_at, key")
    .all()
    .map((row) => row['key'])
  database.close()
  expect(keys).toEqual(waiting.map(({ key }) => key))
  expect(keys).toHaveLength(deeds.outgoing.length)
})

test('two that bring a ledger to its newest form at once both come to it', async () => {
  peopleAct(world, 0, 2)
  await runAllOn(world, world.store)
  const copy = join(world.directory, 'old')
  mkdirSync(copy)
  await migrateTo(copy, '0001-ledger')
  await Promise.all([migrateTo(copy), migrateTo(copy)])
  const store = await openCopy(copy)
  expect(await store.operators.deployments()).toEqual([])
  await store.close()
})
