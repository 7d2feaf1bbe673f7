import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate } from '../../packages/service/src/ledger/migrations.ts'
import { pragma } from '../../packages/service/src/ledger/pragma.fixture.ts'
import { journalPath, sendJournal } from '../../packages/service/src/ledger/send-journal.ts'
import { openSqlite, sqliteWords } from '../../packages/service/src/ledger/sqlite.ts'
import { ledgerStore, openLedger, type LedgerStore } from '../../packages/service/src/ledger/store.ts'
import { ownSurroundings } from '../../packages/service/src/ledger/surroundings.ts'
import { refusalOf } from '../../packages/service/src/refusals/refusal.ts'
import { startWorld, type World } from '../support/world.ts'
import {
  copyFiles,
  databaseOf,
  letGoWhatIsAbsent,
  memory,
  openCopy,
  peopleAct,
  referOut,
  runAllOn,
  runOn,
  unsettled,
} from './scene.ts'

let world: World
const copies: string[] = []

beforeEach(async () => {
  world = await startWorld()
})
afterEach(async () => {
  await world.stop()
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true })
})

/** The refusal with which an act ends; null when it comes to its end. */
async function refusalFrom(act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act()
    return null
  } catch (error) {
    return refusalOf(error).code
  }
}

/** A small ledger as one file, closed in good order. */
async function closedLedger(): Promise<string> {
  const copy = copyFiles(world.directory, memory)
  copies.push(copy)
  await (await openCopy(copy)).close()
  return copy
}

/** Everything that asks the ledger something: both look-ups of people and a run of every flow. */
async function useAll(store: LedgerStore): Promise<void> {
  const { name } = world.deployment
  await store.operators.status(name)
  await store.operators.verify(name)
  await runAllOn(world, store)
}

test('a page that is broken, whichever it is, is refused plainly or does no harm', async () => {
  peopleAct(world, 0, 2)
  await runAllOn(world, world.store)
  const whole = await closedLedger()
  const bytes = readFileSync(databaseOf(whole))
  const page = 4_096
  const ends = new Map<string | null, number>()
  const sent = world.ping.store.referrals.size
  for (let at = 0; at < bytes.length; at += page) {
    const broken = Buffer.from(bytes)
    for (let place = at; place < at + page; place += 1)
      broken.writeUInt8(broken.readUInt8(place) ^ 0xff, place)
    writeFileSync(databaseOf(whole), broken)
    const end = await refusalFrom(async () => {
      const store = await openCopy(whole)
      try {
        await useAll(store)
      } finally {
        await store.close()
      }
    })
    ends.set(end, (ends.get(end) ?? 0) + 1)
    for (const rest of ['-wal', '-shm']) rmSync(`${databaseOf(whole)}${rest}`, { force: true })
  }
  expect([...ends.keys()].filter((end) => end !== null)).toEqual(['ledger-damaged'])
  expect(ends.get('ledger-damaged')).toBeGreaterThan(bytes.length / page / 2)
  expect(world.ping.store.referrals.size).toBe(sent)
  expect(world.log.filter(({ event }) => event === 'defect')).toEqual([])
})

test('damage that an unclean end left is found at opening, before anything reads it', async () => {
  peopleAct(world, 0, 2)
  await runAllOn(world, world.store)
  const whole = await closedLedger()
  const bytes = readFileSync(databaseOf(whole))
  // A process that wrote a little and never closed.
  const left = new DatabaseSync(databaseOf(whole))
  left.exec("insert into pause values ('sandbox', 'ping', '', '')")
  const crashed = copyFiles(whole, memory)
  copies.push(crashed)
  left.close()
  await (await openCopy(copyFiles(crashed, world.directory))).close()
  bytes.fill(0xff, bytes.length - 3 * 4_096, bytes.length - 2 * 4_096)
  writeFileSync(databaseOf(crashed), bytes)
  expect(await refusalFrom(() => openCopy(crashed))).toBe('ledger-damaged')
})

test.each([
  [
    'a text',
    'ledger-damaged',
    (path: string) => writeFileSync(path, 'no database, however long it is. '.repeat(200)),
  ],
  ['a directory', 'ledger-unavailable', (path: string) => mkdirSync(path)],
  [
    'a file of a system that lets nobody write',
    'ledger-unavailable',
    (path: string) => symlinkSync('/proc/version', path),
  ],
])('%s in the place of the ledger is refused as %s', async (_what, code, put) => {
  const directory = join(world.directory, 'other')
  mkdirSync(directory)
  put(databaseOf(directory))
  expect(await refusalFrom(() => openLedger(`sqlite:${databaseOf(directory)}`))).toBe(code)
})

test('a directory that lets nobody write is refused', async () => {
  expect(await refusalFrom(() => openLedger('sqlite:/proc/ledger.db'))).toBe('ledger-unavailable')
})

test('an empty file becomes a ledger', async () => {
  const directory = join(world.directory, 'other')
  mkdirSync(directory)
  writeFileSync(databaseOf(directory), '')
  const store = await openLedger(`sqlite:${databaseOf(directory)}`)
  expect(await store.operators.deployments()).toEqual([])
  await store.close()
})

test('a ledger of a newer program is refused and left as it is', async () => {
  const copy = await closedLedger()
  const database = new DatabaseSync(databaseOf(copy))
  database.exec("insert into kysely_migration values ('9999-of-a-newer-program', '2027-01-01T00:00:00.000Z')")
  database.close()
  const before = readFileSync(databaseOf(copy))
  expect(await refusalFrom(() => openCopy(copy))).toBe('ledger-newer')
  expect(readFileSync(databaseOf(copy)).equals(before)).toBe(true)
})

/** A ledger beside the world's own, with `tell` for its connection. */
async function openWith(words: string) {
  const directory = join(world.directory, 'told')
  mkdirSync(directory)
  const db = openSqlite(databaseOf(directory), ownSurroundings)
  await migrate(db, sqliteWords)
  await pragma(db, words)
  const journal = sendJournal(journalPath(databaseOf(directory)), ownSurroundings.newId)
  return {
    store: ledgerStore(db, journal, ownSurroundings),
    tell: (said: string): Promise<void> => pragma(db, said),
  }
}

/** Sends that proGres received, and those that the ledger says may have been made. */
async function sentAndKnown(store: LedgerStore): Promise<readonly number[]> {
  const items = await unsettled(world, store)
  const settled = await store.forDeployment(world.deployment.name).counts('2.1', '')
  const known = items.filter(({ sentAt }) => sentAt !== null).length + settled.confirmed
  return [world.ping.store.referrals.size, known]
}

test.each([45, 50, 55, 60, 70])(
  'a disk full at %d pages ends the run plainly, and nothing is sent that is not in the ledger',
  async (pages) => {
    const rows = referOut(world, 60, 0)
    const { store, tell } = await openWith(`max_page_count = ${pages}`)
    expect(await refusalFrom(() => runOn(world, store, '2.1'))).toBe('ledger-unavailable')
    expect(world.log.filter(({ event }) => event === 'defect')).toEqual([])
    const [sent, known] = await sentAndKnown(store)
    expect(known).toBeGreaterThanOrEqual(sent ?? 0)
    // There is room again.
    await tell('max_page_count = 100000')
    world.advance(3_600_000)
    await runOn(world, store, '2.1')
    for (const item of await unsettled(world, store)) expect(item.reason).toBe('outcome-unknown')
    expect(rows.filter((rowId) => world.ping.store.referralsOfService(rowId).length > 1)).toEqual([])
    expect(await store.operators.verify(world.deployment.name)).toMatchObject({ whole: true })
    await store.close()
  },
)

test('a ledger that turns read-only in the middle of its sends sends nothing more', async () => {
  const rows = referOut(world, 30, 0)
  const { store, tell } = await openWith('query_only = 0')
  let sends = 0
  world.ping.faults.add({
    path: /asyncdata$/,
    fault: { kind: 'delay', ms: 0 },
    when: () => {
      sends += 1
      if (sends === 3) void tell('query_only = 1')
      return false
    },
  })
  expect(await refusalFrom(() => runOn(world, store, '2.1'))).toBe('ledger-unavailable')
  expect(world.log.filter(({ event }) => event === 'defect')).toEqual([])
  // What was on its way when it turned, and no more.
  expect(sends).toBeLessThanOrEqual(10)
  expect(world.ping.store.referrals.size).toBe(sends)
  await tell('query_only = 0')
  world.advance(3_600_000)
  await runOn(world, store, '2.1')
  await letGoWhatIsAbsent(world, store)
  await runOn(world, store, '2.1')
  expect(rows.map((rowId) => world.ping.store.referralsOfService(rowId).length)).toEqual(rows.map(() => 1))
  expect(await unsettled(world, store)).toEqual([])
  await store.close()
})

test.skipIf(!existsSync('/dev/full'))(
  'a journal that has no room any more ends the run, and what left before is known',
  async () => {
    const rows = referOut(world, 40, 0)
    const directory = join(world.directory, 'other')
    mkdirSync(directory)
    const store = await openLedger(`sqlite:${databaseOf(directory)}`)
    const journal = journalPath(databaseOf(directory))
    let sends = 0
    world.ping.faults.add({
      path: /asyncdata$/,
      fault: { kind: 'delay', ms: 0 },
      when: () => {
        sends += 1
        if (sends !== 1) return false
        renameSync(journal, `${journal}.kept`)
        symlinkSync('/dev/full', journal)
        return false
      },
    })
    expect(await refusalFrom(() => runOn(world, store, '2.1'))).toBe('ledger-unavailable')
    expect(world.log.filter(({ event }) => event === 'defect')).toEqual([])
    expect(sends).toBeLessThanOrEqual(10)
    expect(await refusalFrom(() => runOn(world, store, '2.1'))).toBe('ledger-unavailable')
    expect(world.ping.store.referrals.size).toBe(sends)
    rmSync(journal)
    renameSync(`${journal}.kept`, journal)
    world.advance(3_600_000)
    await runOn(world, store, '2.1')
    await letGoWhatIsAbsent(world, store)
    await runOn(world, store, '2.1')
    expect(rows.map((rowId) => world.ping.store.referralsOfService(rowId).length)).toEqual(rows.map(() => 1))
    await store.close()
  },
)
