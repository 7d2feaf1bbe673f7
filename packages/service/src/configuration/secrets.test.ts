import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLedgerKeys, readSecrets, withoutSecrets } from './secrets.ts'
import { readSetting } from './setting.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-secrets-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const gambella = { name: 'gambella', environment: 'test' } as const
const key = 'kT7#vQ2pLw9zXc4RmB8nJd5sGf3hYa6u'
const accounts = {
  PING_USERNAME: 'ping-name',
  PING_PASSWORD: 'ping-word',
  PING_SUBSCRIPTION_KEY: 'ping-key',
  PRIMERO_USERNAME: 'primero-name',
  PRIMERO_PASSWORD: 'primero-word',
}

test("a deployment's own variable wins over the common one, and a value over a file of the same name", () => {
  const path = join(directory, 'word')
  writeFileSync(path, 'from a file \n')
  const read = (env: Record<string, string>) => readSetting(env, 'PING_PASSWORD', 'south-sudan')
  const common = { PING_PASSWORD: 'common' }
  expect(read(common)).toEqual({ ok: true, value: 'common' })
  expect(read({ ...common, SOUTH_SUDAN_PING_PASSWORD: 'own' })).toEqual({ ok: true, value: 'own' })
  expect(read({ ...common, SOUTH_SUDAN_PING_PASSWORD_FILE: path })).toEqual({
    ok: true,
    value: 'from a file ',
  })
  expect(read({ ...common, PING_PASSWORD_FILE: path })).toEqual({ ok: true, value: 'common' })
  expect(read({ PING_PASSWORD: '', PING_PASSWORD_FILE: path })).toEqual({ ok: true, value: 'from a file ' })
  expect(read({ GAMBELLA_PING_PASSWORD: 'of another' })).toEqual({ ok: true, value: null })
})

test('a file that cannot be read is named by its variable', () => {
  expect(readSetting({ PING_PASSWORD_FILE: join(directory, 'none') }, 'PING_PASSWORD', null)).toMatchObject({
    refusal: {
      code: 'secret-unreadable',
      message: 'The file that should hold a secret cannot be read. PING_PASSWORD_FILE: ENOENT.',
    },
  })
})

test('all missing secrets are named at once, with the places they may stand in and no value', () => {
  const result = readSecrets({ ...accounts, PING_PASSWORD: '' }, gambella)
  expect(result).toMatchObject({
    ok: false,
    refusal: {
      code: 'secret-missing',
      message:
        'A secret is not set. Missing: PING_PASSWORD, LEDGER_KEY. Each may stand under its name or, for this ' +
        'deployment alone, with GAMBELLA_ in front; with _FILE at its end the variable names a file that holds it.',
    },
  })
  expect(JSON.stringify(result)).not.toContain('ping-name')
})

test('secrets that were read show themselves only when asked', () => {
  const result = readSecrets({ ...accounts, LEDGER_KEY: key }, gambella)
  if (!result.ok) throw new Error(result.refusal.message)
  expect(result.value.secrets.primeroPassword.reveal()).toBe('primero-word')
  expect(inspect(result.value.secrets, { depth: 9 })).not.toMatch(/-word|-key|-name/)
  expect(result.value.keys).toEqual({ current: key, old: [] })
})

test('former keys are read oldest first, and an absent key is no refusal for a look-up', () => {
  const older = `${key}-1`
  const oldest = `${key}-0`
  expect(readLedgerKeys({ LEDGER_KEY: key, LEDGER_KEYS_OLD: `${oldest},${older}` }, gambella)).toEqual({
    ok: true,
    value: { current: key, old: [oldest, older] },
  })
  expect(readLedgerKeys({}, gambella)).toEqual({ ok: true, value: null })
})

test('a short key is refused everywhere, a weak or example key in production, and none is shown', () => {
  const production = { name: 'gambella', environment: 'production' } as const
  const said = (env: Record<string, string>, deployment: Parameters<typeof readLedgerKeys>[1]) => {
    const result = readLedgerKeys(env, deployment)
    return result.ok ? 'fit' : result.refusal.message
  }
  const form = 'A key of the ledger is not fit for use.'
  expect(said({ LEDGER_KEY: key.slice(1) }, gambella)).toBe(
    `${form} LEDGER_KEY must have at least 32 characters.`,
  )
  expect(said({ LEDGER_KEY: key, LEDGER_KEYS_OLD: 'short' }, gambella)).toBe(
    `${form} LEDGER_KEYS_OLD must have at least 32 characters.`,
  )
  expect(said({ LEDGER_KEY: 'x'.repeat(40) }, gambella)).toBe('fit')
  expect(said({ LEDGER_KEY: 'x'.repeat(40) }, production)).toBe(
    `${form} LEDGER_KEY repeats too few characters to be a secret.`,
  )
  expect(said({ LEDGER_KEY: `Sandbox-${key}` }, production)).toBe(
    `${form} LEDGER_KEY looks like an example or a word.`,
  )
  expect(said({ LEDGER_KEY: key }, production)).toBe('fit')
})

test('a secret in a text is not repeated, wherever it stands and whosever it is', () => {
  const env = { GAMBELLA_PING_PASSWORD: 'Quartz-River-77', LEDGER_KEY: 'k'.repeat(40), HOME: '/root' }
  expect(withoutSecrets(`line 3: found Quartz-River-77x in /root, ${'k'.repeat(40)}`, env)).toBe(
    'line 3: found [secret]x in /root, [secret]',
  )
})
