import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { credentials } from '../../../../test/support/accounts.ts'
import { exitOfRefusal } from '../refusals/refusal.ts'
import { readLedgerUrl } from './ledger-url.ts'
import { readSecrets } from './secrets.ts'
import { faultOfSetting } from './setting-fault.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-settings-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const gambella = { name: 'gambella', environment: 'test' } as const
const whole = { ...credentials, PING_PASSWORD: 'Quartz-River-77' }

describe('a setting that cannot be meant is told by what was found', () => {
  test.each([
    ['PRIMERO_PASSWORD', '\ufeffLantern', 'U+FEFF (byte order mark)'],
    ['PRIMERO_PASSWORD', 'Lantern\nOrchard', 'a line end, so that there is more than one line'],
    ['PRIMERO_PASSWORD', 'Lantern\r', 'a line end, so that there is more than one line'],
    ['PRIMERO_PASSWORD', 'Lantern\u200b', 'U+200B (zero width space)'],
    ['PRIMERO_PASSWORD', 'Lantern\u00a0', 'U+00A0 (a blank of another kind)'],
    ['PRIMERO_PASSWORD', '"Lantern"', 'quotation marks around it'],
    ['PRIMERO_PASSWORD', '\u201cLantern\u201d', 'quotation marks around it'],
    ['PRIMERO_PASSWORD', 'Lant\ufffdrn', 'U+FFFD (a character that was lost before)'],
    ['PRIMERO_PASSWORD', '   ', 'nothing but blanks'],
    ['PRIMERO_PASSWORD', 'Lantern\t', 'a tab'],
    ['PRIMERO_PASSWORD', 'PRIMERO_PASSWORD=Lantern', 'its own name'],
    ['PRIMERO_PASSWORD', '${PRIMERO_SECRET}', 'the name of a variable that nothing filled in'],
    ['PRIMERO_PASSWORD', 'export PRIMERO_PASSWORD=Lantern', 'its own name'],
    ['PRIMERO_PASSWORD', 'PRIMERO_PASSWORD: Lantern', 'its own name'],
    ['PRIMERO_PASSWORD', 'GAMBELLA_PRIMERO_PASSWORD=Lantern', 'its own name'],
    ['PRIMERO_PASSWORD', '${PRIMERO_SECRET:-}', 'the name of a variable that nothing filled in'],
    ['PRIMERO_PASSWORD', '$PRIMERO_SECRET', 'the name of a variable that nothing filled in'],
    ['PRIMERO_PASSWORD', '%PRIMERO_SECRET%', 'the name of a variable that nothing filled in'],
    ['PRIMERO_PASSWORD', '$(cat /run/secrets/primero)', 'the name of a variable that nothing filled in'],
    ['PRIMERO_PASSWORD', '{{ primero_password }}', 'the name of a variable that nothing filled in'],
    ['PRIMERO_PASSWORD', '<your password>', 'the name of a variable that nothing filled in'],
    [
      'PRIMERO_PASSWORD',
      '@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/word)',
      'the name of a variable that nothing filled in',
    ],
    ['PRIMERO_USERNAME', 'op://vault/primero/username', 'the name of a variable that nothing filled in'],
    ['PRIMERO_PASSWORD', 'undefined', 'the name of a variable that nothing filled in'],
    ['PRIMERO_PASSWORD', '********', 'the signs that hide a password'],
    ['PRIMERO_PASSWORD', '••••••••', 'the signs that hide a password'],
    ['PRIMERO_PASSWORD', 'ï»¿Lantern', 'a byte order mark that was read as something else'],
    ['PRIMERO_USERNAME', 'intake ', 'blanks around it'],
    ['PING_SUBSCRIPTION_KEY', 'clé', 'what cannot stand in a header'],
    ['PING_SUBSCRIPTION_KEY', 'a b', 'what cannot stand in a header'],
    ['LEDGER_URL', 'sqlite:/data/a.db\u200b', 'U+200B (zero width space)'],
    ['LEDGER_URL', "'sqlite:/data/a.db'", 'quotation marks around it'],
    ['LEDGER_URL', 'sqlite:/data/a.db ', 'blanks around it'],
    ['LEDGER_KEY', `\ufeff${whole.LEDGER_KEY}`, 'U+FEFF (byte order mark)'],
    [
      'LEDGER_KEYS_OLD',
      `${whole.LEDGER_KEY}\n${whole.LEDGER_KEY}`,
      'a line end, so that there is more than one line',
    ],
  ])('%s: %j', (name, value, fault) => {
    expect(faultOfSetting(name, value)).toBe(fault)
  })

  test.each([
    ['PRIMERO_PASSWORD', ' Lantern "Orchard" 42 '],
    ['PRIMERO_PASSWORD', 'ኑዌር-Ñandú-می\u200cخواهم-👩\u200d👧'],
    ['PRIMERO_PASSWORD', "it's 5'"],
    ['PRIMERO_PASSWORD', '$Lantern42'],
    ['PRIMERO_PASSWORD', '%Orchard%'],
    ['PRIMERO_PASSWORD', '<aB3$x9>'],
    ['PRIMERO_PASSWORD', '$LANTERN'],
    ['PRIMERO_PASSWORD', 'Lantern # 42; <b>'],
    ['PRIMERO_PASSWORD', 'Pass Word: 42=7'],
    ['PRIMERO_PASSWORD', 'null & void'],
    ['PRIMERO_USERNAME', 'josé@example.org'],
    ['LEDGER_KEY', ` "${whole.LEDGER_KEY}" \u00a0`],
    ['LEDGER_URL', 'sqlite:/data/Ledger of Béko/a.db'],
    ['PING_SUBSCRIPTION_KEY', '0123456789abcdef0123456789ABCDEF'],
  ])('%s may be %j', (name, value) => {
    expect(faultOfSetting(name, value)).toBeNull()
  })
})

test('all of them are named at once by their variables, with exit 2, and nothing of them is shown', () => {
  const file = join(directory, 'word')
  writeFileSync(file, '\ufeffQuartz-River-77\n')
  const read = readSecrets(
    {
      ...whole,
      PING_PASSWORD: '',
      GAMBELLA_PING_PASSWORD_FILE: file,
      PRIMERO_PASSWORD: 'Lantern\u200b-Orchard',
    },
    gambella,
  )
  if (read.ok) throw new Error('it was taken')
  expect([read.refusal.code, exitOfRefusal(read.refusal), read.refusal.owner]).toEqual([
    'setting-unclear',
    2,
    'administrator',
  ])
  expect(read.refusal.message).toBe(
    'A variable of the environment holds what cannot be meant (the value is not shown). ' +
      'GAMBELLA_PING_PASSWORD_FILE holds U+FEFF (byte order mark); PRIMERO_PASSWORD holds U+200B (zero width space).',
  )
})

test.each([
  ['one line end', 'Quartz-River-77\n'],
  ['one of Windows', 'Quartz-River-77\r\n'],
  ['none', 'Quartz-River-77'],
])('a file with %s at its end holds the secret alone', (_, text) => {
  const file = join(directory, 'word')
  writeFileSync(file, text)
  const read = readSecrets({ ...whole, PING_PASSWORD: '', PING_PASSWORD_FILE: file }, gambella)
  expect(read.ok && read.value.secrets.pingPassword.reveal()).toBe('Quartz-River-77')
})

test.each([
  ['two line ends', Buffer.from('Quartz-River-77\n\n'), 'a line end, so that there is more than one line'],
  [
    'a second line',
    Buffer.from('Quartz-River-77\nold one\n'),
    'a line end, so that there is more than one line',
  ],
  [
    'bytes of Windows-1252',
    Buffer.from('Quartz-Rivi\u00e8re', 'latin1'),
    'names a file that is no text in UTF-8',
  ],
  ['UTF-16', Buffer.from('\ufeffQuartz', 'utf16le'), 'names a file that is no text in UTF-8'],
])('a file with %s is refused by its variable', (_, bytes, fault) => {
  const file = join(directory, 'word')
  writeFileSync(file, bytes)
  const read = readSecrets({ ...whole, PING_PASSWORD: '', PING_PASSWORD_FILE: file }, gambella)
  expect(read).toMatchObject({ ok: false, refusal: { code: 'setting-unclear' } })
  const message = read.ok ? '' : read.refusal.message
  expect(message).toContain('PING_PASSWORD_FILE')
  expect(message).toContain(fault)
  expect(message).not.toMatch(/Quartz|E8/)
})

test('letters put together of two are sent as one; a key of the ledger is taken as it is', () => {
  const key = `${whole.LEDGER_KEY}e\u0301`
  const read = readSecrets({ ...whole, PRIMERO_PASSWORD: 'Be\u0301ko', LEDGER_KEY: key }, gambella)
  if (!read.ok) throw new Error(read.refusal.message)
  expect(read.value.secrets.primeroPassword.reveal()).toBe('Béko')
  expect(read.value.keys.current).toBe(key)
})

test('the address of the ledger is read as strictly', () => {
  expect(readLedgerUrl({ LEDGER_URL: 'sqlite:/data/a.db\r' })).toMatchObject({
    ok: false,
    refusal: { code: 'setting-unclear', message: expect.stringContaining('LEDGER_URL holds a line end') },
  })
})
