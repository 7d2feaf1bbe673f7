import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ledgerPath } from './place.ts'
import { openLedger } from './store.ts'

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
    (path) => {
      const database = new DatabaseSync(path)
      database.exec("create table notes (text text); insert into notes values ('mine')")
      database.close()
    },
    'ledger-foreign',
  ],
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

test('an empty file, and a database in which nothing is, become a ledger', async () => {
  const empty = join(directory, 'empty.db')
  writeFileSync(empty, '')
  const begun = join(directory, 'begun.db')
  const database = new DatabaseSync(begun)
  database.exec('pragma journal_mode = wal')
  database.close()
  for (const path of [empty, begun]) await (await openLedger(`sqlite:${path}`)).close()
})
