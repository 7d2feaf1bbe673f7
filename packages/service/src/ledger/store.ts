import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Kysely } from 'kysely'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { LedgerFailure } from '@ping-primero/core/ledger/failure.ts'
import type { Ledger } from '@ping-primero/core/ledger/ledger.ts'
import { deploymentLedger } from './deployment-ledger.ts'
import { migrate } from './migrations.ts'
import { ledgerOperators } from './operators.ts'
import type { Operators } from './operators.ts'
import { recoverSends } from './recover-sends.ts'
import type { RecoveredSends } from './recover-sends.ts'
import type { LedgerTables } from './schema.ts'
import { journalPath, sendJournal } from './send-journal.ts'
import type { SendJournal } from './send-journal.ts'
import { openInMemory, openSqlite, sqliteWords } from './sqlite.ts'
import { ownSurroundings, type Surroundings } from './surroundings.ts'
import { holdFence, holdsTurn, takeTurn } from './turn.ts'
import type { TurnOptions } from './turn.ts'
import { LedgerUnavailable, storageTrouble } from './unavailable.ts'
import { untilFailure } from './until-failure.ts'

/** A deployment's turn. */
type Turn =
  | {
      readonly kind: 'taken'
      /** The ledger of this run: its writes throw TurnLost once the turn is another's. */
      readonly ledger: Ledger
      /** What ended that ledger; null while it goes on. Nothing more may be sent then. */
      readonly failure: () => LedgerFailure | null
      /** Whether it is still ours: another process takes it when this one gives no sign of life. */
      readonly holds: () => Promise<boolean>
      /** What the journal of sends knew that the database had lost. */
      readonly sends: RecoveredSends
      readonly release: () => Promise<void>
    }
  /** The same flow runs already. */
  | { readonly kind: 'under-way' }
  /** Another flow ran longer than the caller would wait. */
  | { readonly kind: 'no-turn' }

/** One ledger with all its deployments. */
export interface LedgerStore {
  /** The ledger of a deployment without a turn: for looking, and for whoever excludes others in another way. */
  readonly forDeployment: (name: string) => Ledger
  /** One run per deployment at a time, across processes (`interface.md`, Command line). */
  readonly turn: (deployment: string, flow: Flow, options: TurnOptions) => Promise<Turn>
  readonly operators: Operators
  readonly close: () => Promise<void>
}

/**
 * Opens the ledger at `LEDGER_URL` (`sqlite:PATH`, relative to the working directory), makes its tables if need be.
 * Throws LedgerUnavailable.
 */
export async function openLedger(
  url: string,
  surroundings: Surroundings = ownSurroundings,
): Promise<LedgerStore> {
  const place = ledgerPath(url)
  try {
    const db = openSqlite(place, surroundings)
    try {
      await migrate(db, sqliteWords)
      return ledgerStore(db, sendJournal(journalPath(place), surroundings.newId), surroundings)
    } catch (error) {
      await db.destroy()
      throw error
    }
  } catch (error) {
    throw storageTrouble(error) ?? error
  }
}

/** The file behind a `LEDGER_URL`. Throws LedgerUnavailable for one that names none. */
export function ledgerPath(url: string): string {
  const path = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : ''
  if (path === '') throw new LedgerUnavailable('LEDGER_URL must read sqlite:PATH.')
  return resolve(path)
}

/**
 * Refuses where no ledger is: for whoever only looks, or acts on what a ledger holds. Making an empty one would answer
 * as if nothing had ever been. Throws LedgerUnavailable.
 */
export function requireLedger(path: string): void {
  if (!hasLedger(path)) throw new LedgerUnavailable(`Looked for: ${path}.`, null, 'ledger-missing')
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

/** A ledger that holds nothing, is on no disk, and goes when it is closed. */
export async function passingLedger(surroundings: Surroundings = ownSurroundings): Promise<LedgerStore> {
  const db = openInMemory(surroundings)
  await migrate(db, sqliteWords)
  return ledgerStore(db, sendJournal('', surroundings.newId), surroundings)
}

/** The ledger in an open database whose tables have their newest form, with its journal of sends. */
export function ledgerStore(
  db: Kysely<LedgerTables>,
  journal: SendJournal,
  surroundings: Surroundings,
): LedgerStore {
  return {
    forDeployment: (name) => deploymentLedger(db, name, null, surroundings, journal),
    turn: async (deployment, flow, options) => {
      const lease = await takeTurn(db, deployment, flow, options, surroundings)
      if (lease.kind !== 'taken') return lease
      const { token, release } = lease
      try {
        const now = new Date(options.now()).toISOString()
        const sends = await recoverSends(db, journal, deployment, now, {
          newId: surroundings.newId,
          fence: (transaction) => holdFence(transaction, deployment, token),
        })
        const own = untilFailure(deploymentLedger(db, deployment, token, surroundings, journal))
        const holds = async (): Promise<boolean> => holdsTurn(db, deployment, token)
        return { kind: 'taken', ...own, holds, sends, release }
      } catch (error) {
        await release()
        throw storageTrouble(error) ?? error
      }
    },
    operators: ledgerOperators(db),
    close: () => db.destroy(),
  }
}
