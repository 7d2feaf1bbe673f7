import type { Secrets } from '@ping-primero/core/flows/host.ts'
import type { LedgerKeys } from '@ping-primero/core/privacy/pseudonym.ts'
import { redacted } from '@ping-primero/core/privacy/redacted.ts'
import { refused } from '../refusals/refusal.ts'
import type { Result } from '../refusals/refusal.ts'
import { prefixOf, readSetting, settingOf } from './setting.ts'
import type { Environment } from './setting.ts'

/** What a deployment is called and how strict it is. */
interface Strictness {
  readonly name: string
  readonly environment: 'test' | 'production'
}

/** The secrets of the accounts at both systems, by the names of their variables. */
export const accountSettings = [
  'PING_USERNAME',
  'PING_PASSWORD',
  'PING_SUBSCRIPTION_KEY',
  'PRIMERO_USERNAME',
  'PRIMERO_PASSWORD',
] as const

/**
 * A text without the secrets of the environment, of any deployment, wherever they stand in it: one that was pasted into
 * a file is not to be repeated by whoever complains of it.
 */
export function withoutSecrets(text: string, env: Environment): string {
  const names = [...accountSettings, 'LEDGER_KEY', 'LEDGER_KEYS_OLD', '_SECRET']
  const secrets = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && value.length >= 4 && names.some((one) => name.endsWith(one)) ? [value] : [],
  )
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), text)
}

function missing(names: readonly string[], deployment: string): Result<never> {
  return refused(
    'secret-missing',
    `Missing: ${names.join(', ')}. Each may stand under its name or, for this deployment alone, with ` +
      `${prefixOf(deployment)} in front; with _FILE at its end the variable names a file that holds it.`,
  )
}

/** What a run needs to sign in at both systems and to keep its ledger; all that is missing, or unclear, is named at once. */
export function readSecrets(
  env: Environment,
  deployment: Strictness,
): Result<{ readonly secrets: Secrets; readonly keys: LedgerKeys }> {
  const values = new Map<string, string>()
  const absent: string[] = []
  const unclear: string[] = []
  for (const name of [...accountSettings, 'LEDGER_KEY', 'LEDGER_KEYS_OLD'] as const) {
    const setting = settingOf(env, name, deployment.name)
    if (setting.kind === 'unreadable') return refused('secret-unreadable', `${setting.found}.`)
    if (setting.kind === 'unclear') unclear.push(setting.found)
    else if (setting.value !== null) values.set(name, setting.value)
    else if (name !== 'LEDGER_KEYS_OLD') absent.push(name)
  }
  if (unclear.length > 0) return refused('setting-unclear', `${unclear.join('; ')}.`)
  if (absent.length > 0) return missing(absent, deployment.name)
  const keys = readLedgerKeys(env, deployment)
  if (!keys.ok) return keys
  if (keys.value === null) return missing(['LEDGER_KEY'], deployment.name)
  const secretOf = (name: (typeof accountSettings)[number]) => redacted(values.get(name) ?? '')
  const secrets: Secrets = {
    pingUsername: secretOf('PING_USERNAME'),
    pingPassword: secretOf('PING_PASSWORD'),
    pingSubscriptionKey: secretOf('PING_SUBSCRIPTION_KEY'),
    primeroUsername: secretOf('PRIMERO_USERNAME'),
    primeroPassword: secretOf('PRIMERO_PASSWORD'),
  }
  return { ok: true, value: { secrets, keys: keys.value } }
}

/** The keys of the ledger; null when none is set. */
export function readLedgerKeys(env: Environment, deployment: Strictness): Result<LedgerKeys | null> {
  const current = readSetting(env, 'LEDGER_KEY', deployment.name)
  if (!current.ok) return current
  if (current.value === null) return { ok: true, value: null }
  const former = readSetting(env, 'LEDGER_KEYS_OLD', deployment.name)
  if (!former.ok) return former
  const old = (former.value ?? '').split(',').filter((key) => key !== '')
  for (const [name, key] of [
    ['LEDGER_KEY', current.value] as const,
    ...old.map((key) => ['LEDGER_KEYS_OLD', key] as const),
  ]) {
    const fault = faultOf(key, deployment.environment)
    if (fault !== null) return refused('secret-weak', `${name} ${fault}.`)
  }
  return { ok: true, value: { current: current.value, old } }
}

const exampleWords = ['example', 'sandbox', 'change', 'password', 'secret', '01234567', 'abcdefgh', 'qwerty']

/** What is wrong with a key; null = nothing. Weak and example keys are refused in production only. */
function faultOf(key: string, environment: Strictness['environment']): string | null {
  if (Array.from(key).length < 32) return 'must have at least 32 characters'
  if (environment !== 'production') return null
  if (new Set(key).size < 10) return 'repeats too few characters to be a secret'
  const small = key.toLowerCase()
  if (exampleWords.some((word) => small.includes(word))) return 'looks like an example or a word'
  return null
}
