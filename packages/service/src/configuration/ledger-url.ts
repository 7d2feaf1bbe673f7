import { existsSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { ledgerPath, requirePlace } from '../ledger/place.ts'
import { LedgerUnavailable, systemCode } from '../ledger/unavailable.ts'
import { refused, type Result } from '../refusals/refusal.ts'
import { makeFolder } from './make-folder.ts'
import { readSetting, type Environment } from './setting.ts'

/** Where this program lies: the folder of README and `deployments`. */
const checkout = resolve(import.meta.dirname, '../../../..')
const defaultPath = join('var', 'ping-primero.db')

/** The folder from which paths that are not whole are counted. Throws LedgerUnavailable for one that is not there. */
export function homeOf(env: Environment): string {
  const named = (env['PING_PRIMERO_HOME'] ?? '').trim()
  if (named === '') return checkout
  const isThere = isAbsolute(named) && statSync(named, { throwIfNoEntry: false })?.isDirectory() === true
  if (isThere) return resolve(named)
  throw new LedgerUnavailable(
    `PING_PRIMERO_HOME must be the whole path of a directory that exists: ${named}.`,
  )
}

/**
 * Where the ledger is, `sqlite:` and its whole path: `LEDGER_URL`, else `var/ping-primero.db`, below `PING_PRIMERO_HOME` or
 * where this program lies. Never from the working directory: the same command begun elsewhere would find another ledger.
 */
export function readLedgerUrl(env: Environment): Result<string> {
  const setting = readSetting(env, 'LEDGER_URL', null)
  if (!setting.ok) return setting
  try {
    const path = ledgerPath(setting.value ?? `sqlite:${defaultPath}`, homeOf(env))
    return { ok: true, value: `sqlite:${path}` }
  } catch (error) {
    if (error instanceof LedgerUnavailable) return refused(error.trouble, error.found)
    throw error
  }
}

/** Refuses a place at which no run could begin a ledger, as a run does. Throws LedgerUnavailable. */
export function requireLedgerPlace(url: string, env: Environment): void {
  const path = ledgerPath(url)
  const isMade = path === join(homeOf(env), defaultPath) && !existsSync(dirname(path))
  if (!isMade) requirePlace(path)
}

/** Makes the folder of the usual place, and of no other: one that was named and is not there may not be mounted. */
export function makeUsualFolder(url: string, env: Environment): void {
  const usual = join(homeOf(env), defaultPath)
  if (ledgerPath(url) !== usual) return
  try {
    makeFolder(dirname(usual), 0o700)
  } catch (error) {
    const code = systemCode(error)
    throw code === null ? error : new LedgerUnavailable(`${dirname(usual)}: ${code}.`, error)
  }
}
