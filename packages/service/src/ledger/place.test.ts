import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ledgerPath } from './place.ts'
import { openSqlite } from './sqlite.ts'
import { openLedger } from './store.ts'
import { ownSurroundings } from './surroundings.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-place-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

test('a path that is not whole is one below the home, wherever the command was begun', () => {
  expect(ledgerPath('sqlite:var/a.db', '/srv/exchange')).toBe('/srv/exchange/var/a.db')
  expect(ledgerPath('sqlite:/data/a.db', '/srv/exchange')).toBe('/data/a.db')
  expect(ledgerPath(' sqlite:/data/a b.db \n', '/srv/exchange')).toBe('/data/a b.db')
  expect(ledgerPath('sqlite:///data/a.db')).toBe('/data/a.db')
})

test.each([
  ['~/ledger.db'],
  ['//var/ledger.db'],
  [':memory:'],
  ['file:/data/ledger.db'],
  ['/data/my%20ledger.db'],
  ['/data/ledger.db?mode=rwc'],
  ['C:/data/ledger.db'],
  ['data\\ledger.db'],
  ['/data/led\0ger.db'],
  [''],
])('a path of which it is not plain which file it means is refused: %s', (path) => {
  expect(() => ledgerPath(`sqlite:${path}`)).toThrow('The ledger cannot be used.')
})

test('an odd name is taken as it is where the file is there', () => {
  const path = join(directory, '100%25.db')
  writeFileSync(path, 'x')
  expect(ledgerPath(`sqlite:${path}`)).toBe(path)
})

/** Makes a database of somebody else. */
function database(sql: string): (path: string) => void {
  return (path) => {
    const made = new DatabaseSync(path)
    made.exec(sql)
    made.close()
  }
}

const kyselys = 'create table kysely_migration (name text); create table kysely_migration_lock (id text)'

/** Makes what stands at a path, and says how it is refused. */
const unfit: readonly (readonly [what: string, make: (path: string) => void, trouble: string])[] = [
  ['nothing, in a folder that is not there', () => {}, 'ledger-unavailable'],
  ['a folder', (path) => mkdirSync(path), 'ledger-unavailable'],
  [
    'a link that leads nowhere',
    (path) => symlinkSync(join(directory, 'gone.db'), path),
    'ledger-unavailable',
  ],
  ['a text', (path) => writeFileSync(path, 'a text and no ledger '.repeat(100)), 'ledger-damaged'],
  [
    'the database of another program',
    database("create table notes (text text); insert into notes values ('mine')"),
    'ledger-foreign',
  ],
  [
    'the database of another program that notes its migrations as we do',
    database(`${kyselys}; create table users (name text)`),
    'ledger-foreign',
  ],
  [
    'a database whose tables are gone',
    database('create table notes (text text); drop table notes'),
    'ledger-foreign',
  ],
  ['a database without tables', database('pragma journal_mode = wal'), 'ledger-foreign'],
  ['a database that another program marked', database('pragma application_id = 7'), 'ledger-foreign'],
  ['a file with a single line end', (path) => writeFileSync(path, '\n'), 'ledger-foreign'],
]

test.each(unfit)('%s is refused, and left as it is', async (what, make, trouble) => {
  const path = what.startsWith('nothing') ? join(directory, 'none', 'a.db') : join(directory, 'a.db')
  make(path)
  const isFile = trouble === 'ledger-foreign' || trouble === 'ledger-damaged'
  const before = isFile ? readFileSync(path) : null
  await expect(openLedger(`sqlite:${path}`)).rejects.toMatchObject({ name: 'LedgerUnavailable', trouble })
  if (before === null) expect(existsSync(join(directory, 'none'))).toBe(false)
  else expect(readFileSync(path)).toEqual(before)
})

test('an empty file becomes a ledger, and so does one that was cut off before its first table', async () => {
  const empty = join(directory, 'empty.db')
  writeFileSync(empty, '')
  const begun = join(directory, 'begun.db')
  await openSqlite(begun, ownSurroundings).destroy()
  for (const path of [empty, begun]) {
    const store = await openLedger(`sqlite:${path}`)
    expect(store.isNew).toBe(true)
    await store.close()
  }
  const again = await openLedger(`sqlite:${begun}`)
  expect(again.isNew).toBe(false)
  await again.close()
})

test('a link to a ledger is that ledger, with the one journal of sends that lies beside it', async () => {
  const path = join(directory, 'ledger.db')
  await (await openLedger(`sqlite:${path}`)).close()
  mkdirSync(join(directory, 'elsewhere'))
  const link = join(directory, 'elsewhere', 'link.db')
  symlinkSync(path, link)
  expect(ledgerPath(`sqlite:${link}`)).toBe(path)
  const turn = async (url: string) => {
    const store = await openLedger(url)
    const clock = { now: Date.now, sleep: async () => {} }
    const taken = await store.turn('gambella', '2.1', { waitMs: 0, ...clock })
    if (taken.kind !== 'taken') throw new Error(taken.kind)
    await taken.release()
    await store.close()
    return [store.path, taken.sends.journalLost]
  }
  for (const url of [`sqlite:${path}`, `sqlite:${link}`, `sqlite:${path}`]) {
    expect(await turn(url)).toEqual([path, false])
  }
  expect(readdirSync(join(directory, 'elsewhere'))).toEqual(['link.db'])
})

/** Root may write anywhere. */
const isRoot = process.getuid?.() === 0

test.skipIf(isRoot)(
  'what this user may not write to is named: the folder, or the ledger itself',
  async () => {
    const path = join(directory, 'ledger.db')
    await (await openLedger(`sqlite:${path}`)).close()
    for (const [barred, mode, usual] of [
      [directory, 0o555, 0o755],
      [path, 0o444, 0o600],
    ] as const) {
      chmodSync(barred, mode)
      await expect(openLedger(`sqlite:${path}`)).rejects.toMatchObject({
        trouble: 'ledger-unavailable',
        found: `${barred} may not be written to: EACCES.`,
      })
      chmodSync(barred, usual)
    }
    await (await openLedger(`sqlite:${path}`)).close()
  },
)
