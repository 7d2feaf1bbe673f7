import { chmodSync, constants, copyFileSync, linkSync, renameSync, rmSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Act } from '@ping-primero/core/ledger/questions.ts'
import { wholeFlow } from '@ping-primero/core/ledger/whole-flow.ts'
import { examineLedger } from './contents.ts'
import type { DeploymentContents } from './deployment-contents.ts'
import { appendEvents } from './history.ts'
import { migrate } from './migrations.ts'
import { markDoubt } from './recover-sends.ts'
import { isThere, journalPath, sendJournal, syncDirectory } from './send-journal.ts'
import { openSqlite, sqliteWords } from './sqlite.ts'
import { knownDeployments } from './status.ts'
import type { Surroundings } from './surroundings.ts'
import { LedgerUnavailable, sqliteCode, storageTrouble, systemCode } from './unavailable.ts'

const busy = 5
/** How long SQLite waits for one who is just closing. */
const timeoutMs = 1_000
/** The files beside a database that belong to it. */
const companions = ['-wal', '-shm', '-journal'] as const

/** What a restore did. */
export interface Restored {
  readonly deployments: readonly DeploymentContents[]
  /** Where the ledger lies that stood here before; null when none did. */
  readonly aside: string | null
  /** No journal of sends lay beside the ledger: referrals made in Primero until now may have been sent. */
  readonly sendsInDoubt: boolean
}

function removeWithCompanions(path: string): void {
  for (const end of ['', ...companions]) rmSync(`${path}${end}`, { force: true })
}

function requireBackup(from: string): void {
  const found = statSync(from, { throwIfNoEntry: false })
  if (found === undefined) {
    throw new LedgerUnavailable(`Looked for: ${resolve(from)}.`, null, 'backup-missing')
  }
  if (found.isDirectory())
    throw new LedgerUnavailable('It is a directory: name a file in it.', null, 'backup-unfit')
}

/** Copies a backup, or a ledger as it was copied by hand with its log, into a single file. */
function copyOf(from: string, copy: string): void {
  requireBackup(from)
  const present = ['', '-wal'].filter((end) => isThere(`${from}${end}`))
  for (const end of present) {
    copyFileSync(`${from}${end}`, `${copy}${end}`, constants.COPYFILE_EXCL)
    chmodSync(`${copy}${end}`, 0o600)
  }
  const database = new DatabaseSync(copy)
  try {
    database.exec('pragma journal_mode = delete')
  } finally {
    database.close()
  }
}

/** What the copy holds; refused unless it is whole. */
function examinedCopy(from: string, copy: string): readonly DeploymentContents[] {
  try {
    copyOf(from, copy)
    return examineLedger(copy)
  } catch (error) {
    const trouble = storageTrouble(error)
    if (!(trouble instanceof LedgerUnavailable)) throw error
    const missing = trouble.trouble === 'backup-missing'
    throw missing ? trouble : new LedgerUnavailable(trouble.found, error, 'backup-unfit')
  }
}

/** Writes into the copy that it was restored, by whom, and what it may have forgotten. */
async function noteRestore(
  copy: string,
  act: Act,
  newJournal: string | null,
  surroundings: Surroundings,
): Promise<void> {
  const db = openSqlite(copy, surroundings)
  try {
    await migrate(db, sqliteWords)
    await db.transaction().execute(async (transaction) => {
      const deployments = await knownDeployments(transaction)
      await transaction.deleteFrom('lease').execute()
      // Whoever was signed in when the backup was made has left since.
      await transaction.deleteFrom('console_session').execute()
      await transaction.deleteFrom('console_act').execute()
      await markDoubt(transaction, deployments, act.at, newJournal)
      for (const deployment of deployments) {
        const events = flows.map(
          (flow) => ({ at: act.at, flow, key: wholeFlow, what: 'restored', by: act.by }) as const,
        )
        await appendEvents(transaction, deployment, events)
      }
    })
  } finally {
    await db.destroy()
  }
}

/** Makes the present ledger a single file, which only succeeds when no other process has it open. */
function requireUnused(path: string): void {
  try {
    const database = new DatabaseSync(path, { timeout: timeoutMs })
    try {
      database.exec('pragma journal_mode = delete')
    } finally {
      database.close()
    }
  } catch (error) {
    if (sqliteCode(error) === busy) throw new LedgerUnavailable('', error, 'ledger-in-use')
    if (storageTrouble(error) === null) throw error
    // Damaged: that may be why another is restored, and what is left of it is kept.
  }
}

/** Gives the present ledger a second name, so that at no moment there is none; where a disk knows no second names, a new one. */
function setAside(path: string, aside: string): void {
  try {
    linkSync(path, aside)
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error
    renameSync(path, aside)
  }
  for (const end of companions) if (isThere(`${path}${end}`)) renameSync(`${path}${end}`, `${aside}${end}`)
}

/**
 * Puts a backup in the place of the ledger. The present one is kept aside, the journal of sends stays where it is: it
 * is newer than the backup, and the next run learns from it what was sent since. Refused while another process has the
 * ledger open, and for a file that is no good ledger; then nothing has changed. Throws LedgerUnavailable.
 */
export async function restoreLedger(
  path: string,
  from: string,
  act: Act,
  surroundings: Surroundings,
): Promise<Restored> {
  if (resolve(from) === path) {
    throw new LedgerUnavailable('It is the ledger itself.', null, 'backup-unfit')
  }
  const copy = `${path}.restoring-${surroundings.newId()}`
  try {
    const deployments = examinedCopy(from, copy)
    const journal = sendJournal(journalPath(path), surroundings.newId)
    const newJournal = isThere(journalPath(path)) ? null : surroundings.newId()
    await noteRestore(copy, act, newJournal, surroundings)
    const present = isThere(path)
    const aside = `${path}.before-${act.at.replaceAll(/[:.]/g, '')}`
    if (present) {
      requireUnused(path)
      setAside(path, aside)
    } else for (const end of companions) rmSync(`${path}${end}`, { force: true })
    renameSync(copy, path)
    syncDirectory(path)
    // Only now: the doubt is noted, and what is sent from here on stands in this journal.
    if (newJournal !== null) journal.begin({ journal: newJournal, since: act.at })
    return { deployments, aside: present ? aside : null, sendsInDoubt: newJournal !== null }
  } catch (error) {
    throw storageTrouble(error) ?? error
  } finally {
    removeWithCompanions(copy)
  }
}
