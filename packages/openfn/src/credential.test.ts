import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { readCredential } from './credential.ts'

const folder = join(import.meta.dirname, '../../../deployments/sandbox')
const tables = Object.fromEntries(
  readdirSync(join(folder, 'mappings')).map((name) => [
    basename(name, '.csv'),
    readFileSync(join(folder, 'mappings', name), 'utf8'),
  ]),
)
const credential = {
  deployment: readFileSync(join(folder, 'deployment.yaml'), 'utf8'),
  mappings: tables,
  ledgerUrl: 'sqlite:/var/lib/ping-primero/ledger.db',
  ledgerKey: 'a key of an invented deployment, long enough',
  pingUsername: 'integration',
  pingPassword: 'Harbour-Meadow-17',
  pingSubscriptionKey: 'key-of-nobody',
  primeroUsername: 'integration',
  primeroPassword: 'Harbour-Meadow-18',
}

/** What a credential is refused with. */
function refusalOf(given: object): { readonly code: string; readonly message: string } {
  const read = readCredential({ ...credential, ...given })
  if (read.ok) throw new Error('It was taken.')
  return read.refusal
}

test.each([
  ['one text in JSON', JSON.stringify(tables)],
  ['one text on many lines', `\n${JSON.stringify(tables, null, 2)}\n`],
])('mappings as %s are the same as the object', (_, mappings) => {
  const asObject = readCredential(credential)
  expect(asObject.ok && asObject.value.read.problems).toEqual([])
  expect(readCredential({ ...credential, mappings })).toEqual(asObject)
})

test.each([
  ['no JSON', tables['sex']],
  ['nothing', ''],
  ['a list', '["sex"]'],
  ['a text in a text', JSON.stringify(JSON.stringify(tables))],
  ['a number', 7],
])('mappings as %s are refused in words that say both ways', (_, mappings) => {
  const { code, message } = refusalOf({ mappings })
  expect(code).toBe('configuration-invalid')
  expect(message).toContain(
    'mappings: must be an object of texts by the names of the tables, or the same as one text in JSON',
  )
})

test.each([
  ['object', { ...tables, sex: { F: 'female' } }],
  ['text', JSON.stringify({ ...tables, sex: { F: 'female' } })],
])('a table that is no text is named by its place: in an %s', (_, mappings) => {
  expect(refusalOf({ mappings }).message).toContain('mappings.sex: ')
})
