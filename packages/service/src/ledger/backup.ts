import { closeSync, fsyncSync, linkSync, openSync, rmSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { examineLedger } from './contents.ts'
import type { DeploymentContents } from './contents.ts'
import { isThere, syncDirectory } from './send-journal.ts'
import { requireLedger } from './store.ts'
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
 * Copies a ledger that may be in use into a new file, readable by its owner only, and examines the copy whole. The
 * name stands only on a copy that is good and on the disk; a file that has it already is never touched. Throws
 * LedgerUnavailable.
 */
export function backUpLedger(path: string, to: string, newId: () => string): Backup {
  requireLedger(path)
  if (isThere(to)) throw new LedgerUnavailable('', null, 'backup-exists')
  const part = `${to}.part-${newId()}`
  try {
    closeSync(openSync(part, 'wx', 0o600))
  } catch (error) {
    throw unwritable(error)
  }
  try {
    copyInto(path, part)
    const deployments = examineLedger(part)
    sync(part)
    linkSync(part, to)
    syncDirectory(to)
    return { bytes: statSync(to).size, deployments }
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw new LedgerUnavailable('', error, 'backup-exists')
    throw storageTrouble(error) ?? error
  } finally {
    rmSync(part, { force: true })
  }
}
