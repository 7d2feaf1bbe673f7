import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { examineLedger } from './contents.ts'
import type { DeploymentContents } from './deployment-contents.ts'
import { syncDirectory } from './send-journal.ts'
import { requireLedger } from './place.ts'
import { LedgerUnavailable, storageTrouble, systemCode } from './unavailable.ts'

/** How long SQLite waits at opening for one who is just closing. */
const timeoutMs = 5_000

/** What a backup holds. */
export interface Backup {
  readonly bytes: number
  readonly deployments: readonly DeploymentContents[]
}

function unwritable(error: unknown): unknown {
  const code = systemCode(error)
  if (code === null) return error
  return new LedgerUnavailable(`The system says: ${code}.`, error, 'backup-unwritable')
}

/** Refuses a name that is taken, or that lies in no directory. */
function requireFree(to: string): void {
  const found = statSync(to, { throwIfNoEntry: false })
  if (found !== undefined) throw taken(found.isDirectory())
  const place = dirname(resolve(to))
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new LedgerUnavailable(`There is no directory ${place}.`, null, 'backup-unwritable')
  }
}

function taken(byDirectory: boolean, cause?: unknown): LedgerUnavailable {
  const found = byDirectory ? 'It is that of a directory: name a file in it.' : 'It is that of a file.'
  return new LedgerUnavailable(found, cause, 'backup-exists')
}

/** Copies the state of this moment, whole and without the remnants of what was deleted; others go on writing. */
function copyInto(path: string, part: string): void {
  const database = new DatabaseSync(path, { timeout: timeoutMs })
  try {
    database.prepare('vacuum into ?').run(part)
  } catch (error) {
    const trouble = storageTrouble(error)
    throw trouble instanceof LedgerUnavailable && trouble.trouble === 'ledger-damaged'
      ? trouble
      : unwritable(error)
  } finally {
    database.close()
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/**
 * Gives the copy its name, which no file has. Disks that know no second names (exFAT, some shares) take it by renaming
 * over an empty file, which is made only where there is none: a rename alone would overwrite. A crash between the two
 * leaves that empty file, which no restore takes for a backup.
 */
function giveName(part: string, to: string): void {
  try {
    linkSync(part, to)
    return
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error
  }
  closeSync(openSync(to, 'wx', 0o600))
  try {
    renameSync(part, to)
  } catch (error) {
    rmSync(to, { force: true })
    throw error
  }
}

/** Brings the name to the disk, where the disk knows how to bring down a directory by itself. */
function syncName(to: string): void {
  try {
    syncDirectory(to)
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'].includes(systemCode(error) ?? '')) throw error
  }
}

/**
 * Copies a ledger that may be in use into a new file, readable by its owner only, and examines the copy whole. The
 * name stands only on a copy that is good and on the disk; a file that has it already is never touched. Throws
 * LedgerUnavailable.
 */
export function backUpLedger(path: string, to: string, newId: () => string): Backup {
  requireLedger(path)
  const part = `${to}.part-${newId()}`
  try {
    requireFree(to)
    closeSync(openSync(part, 'wx', 0o600))
  } catch (error) {
    throw unwritable(error)
  }
  try {
    copyInto(path, part)
    const deployments = examineLedger(part)
    sync(part)
    giveName(part, to)
    syncName(to)
    return { bytes: statSync(to).size, deployments }
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw taken(false, error)
    const trouble = storageTrouble(error)
    throw trouble === null || trouble === error ? error : unwritable(error)
  } finally {
    rmSync(part, { force: true })
  }
}
