import { accessSync, constants, lstatSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { LedgerUnavailable, storageTrouble, systemCode } from './unavailable.ts'

/** What no name of a ledger's file holds unless such a file is there already: each means something else elsewhere. */
const oddities: readonly (readonly [mark: RegExp, words: string])[] = [
  [/^~/, 'begins with ~, which is not the home directory here'],
  [/^\/\/[^/]/, 'begins with two slashes'],
  [/^:|^file:/i, 'is no path of a file'],
  [/%[0-9a-f]{2}/i, 'holds a percent sign and a code: it is taken as it is, nothing is decoded'],
  [/[?#]/, 'holds a ? or #: a path takes no parameters'],
  ...(process.platform === 'win32' ? [] : [[/^[a-z]:|\\/i, 'is one of Windows'] as const]),
]

/**
 * The file behind a `LEDGER_URL`, `sqlite:PATH`; a path that is not whole is one below `home`. Throws LedgerUnavailable
 * for an address that names none, or one of which it is not plain which file it means. Nothing but the path is told of
 * it: another address may hold a password. A link to a ledger gives the ledger's own path: its journal of sends lies there.
 */
export function ledgerPath(url: string, home = '.'): string {
  const named = url.trim()
  const path = named.startsWith('sqlite:') ? named.slice('sqlite:'.length).trim() : ''
  if (path === '') throw new LedgerUnavailable('LEDGER_URL must read sqlite:PATH.')
  // eslint-disable-next-line no-control-regex -- these are what no path may hold
  if (/[\u0000-\u001f\u007f]/.test(path)) {
    throw new LedgerUnavailable('The path in LEDGER_URL holds a control character.')
  }
  const whole = isAbsolute(path) ? resolve(path) : join(resolve(home), path)
  if (hasLedger(whole)) return behindLink(whole)
  const odd = oddities.find(([mark]) => mark.test(path))
  if (odd !== undefined) throw new LedgerUnavailable(`The path in LEDGER_URL ${odd[1]}: ${path}.`)
  return whole
}

/** The file itself where a path is a link to one. */
function behindLink(path: string): string {
  return lstatSync(path).isSymbolicLink() ? realpathSync(path) : path
}

/** Refuses what may not be written to. Throws LedgerUnavailable, which names it. */
function requireWritable(path: string): void {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
  } catch (error) {
    const code = systemCode(error)
    throw code === null ? error : new LedgerUnavailable(`${path} may not be written to: ${code}.`, error)
  }
}

/**
 * Refuses a place at which no ledger can be: without its directory, a directory itself, a link that leads nowhere, or
 * what may not be written to. Throws LedgerUnavailable.
 */
export function requirePlace(path: string): void {
  try {
    const directory = dirname(path)
    if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw new LedgerUnavailable(`There is no directory ${directory}; nothing is made there.`)
    }
    const found = statSync(path, { throwIfNoEntry: false })
    if (found?.isDirectory() === true) {
      throw new LedgerUnavailable(`${path} is a directory: name a file in it.`)
    }
    if (found === undefined && lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
      throw new LedgerUnavailable(`${path} is a link that leads nowhere.`)
    }
    requireWritable(directory)
    if (found !== undefined) requireWritable(path)
  } catch (error) {
    throw storageTrouble(error) ?? error
  }
}

/** Whether a ledger is at a path. An empty file is none: it was cut off, or one is just being made. */
export function hasLedger(path: string): boolean {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    return found !== undefined && (!found.isFile() || found.size > 0)
  } catch (error) {
    throw storageTrouble(error) ?? error
  }
}

/**
 * Refuses where no ledger is: for whoever only looks, or acts on what a ledger holds. Making an empty one would answer
 * as if nothing had ever been. Throws LedgerUnavailable.
 */
export function requireLedger(path: string): void {
  if (!hasLedger(path)) throw new LedgerUnavailable(`Looked for: ${path}.`, null, 'ledger-missing')
}
