import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeUsualFolder, readLedgerUrl } from './ledger-url.ts'

let directory = ''
const began = process.cwd()
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-home-'))
})
afterEach(() => {
  process.chdir(began)
  rmSync(directory, { recursive: true })
})

test('without LEDGER_URL the ledger lies where the program lies, wherever it is begun', () => {
  process.chdir(directory)
  expect(readLedgerUrl({})).toEqual({
    ok: true,
    value: `sqlite:${resolve(import.meta.dirname, '../../../..', 'var/ping-primero.db')}`,
  })
})

test('PING_PRIMERO_HOME is where it lies instead, and where paths that are not whole are counted from', () => {
  const env = { PING_PRIMERO_HOME: directory }
  const usual = `sqlite:${join(directory, 'var/ping-primero.db')}`
  expect(readLedgerUrl(env)).toEqual({ ok: true, value: usual })
  expect(readLedgerUrl({ ...env, LEDGER_URL: 'sqlite:a.db' })).toEqual({
    ok: true,
    value: `sqlite:${join(directory, 'a.db')}`,
  })
  expect(readLedgerUrl({ ...env, LEDGER_URL: 'sqlite:/data/a.db' })).toEqual({
    ok: true,
    value: 'sqlite:/data/a.db',
  })
})

test.each(['relative', '/nowhere/at/all', '~'])('a home that is no folder is refused: %s', (home) => {
  const read = readLedgerUrl({ PING_PRIMERO_HOME: home })
  expect(read).toMatchObject({ ok: false, refusal: { code: 'ledger-unavailable' } })
  expect(read.ok ? '' : read.refusal.message).toContain(`PING_PRIMERO_HOME must be`)
})

test('only the folder of the usual place is made', () => {
  const env = { PING_PRIMERO_HOME: directory }
  makeUsualFolder(`sqlite:${join(directory, 'other/ping-primero.db')}`, env)
  expect(existsSync(join(directory, 'other'))).toBe(false)
  makeUsualFolder(`sqlite:${join(directory, 'var/ping-primero.db')}`, env)
  expect(existsSync(join(directory, 'var'))).toBe(true)
})
