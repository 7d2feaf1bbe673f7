import type { Kysely, Transaction } from 'kysely'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { LedgerFailure } from '@ping-primero/core/ledger/failure.ts'
import type { Ledger } from '@ping-primero/core/ledger/ledger.ts'
import { consoleEntered, type ConsoleEntered } from '../console/entered.ts'
import { noteBeginning } from './beginning.ts'
import type { LedgerKeys } from '@ping-primero/core/privacy/pseudonym.ts'
import { strandList, type StrandList } from './strand-list.ts'
import { deploymentLedger } from './deployment-ledger.ts'
import { migrate } from './migrations.ts'
import { adoptKeys, compareKeys, type KeyFault } from './ledger-key.ts'
import { historyQuestions, type HistoryQuestions } from './history-questions.ts'
import { ledgerOperators } from './operators.ts'
import type { Operators } from './operators.ts'
import { flowQuestions, type FlowQuestions } from './flow-questions.ts'
import { measureQuestions, type MeasureQuestions } from './measure-questions.ts'
import { pageQuestions, type PageQuestions } from './page-questions.ts'
import { ledgerPath, requirePlace } from './place.ts'
import { recoverSends } from './recover-sends.ts'
import type { RecoveredSends } from './recover-sends.ts'
import { runQuestions, type RunQuestions } from './run-times.ts'
import type { LedgerTables } from './schema.ts'
import { journalPath, sendJournal } from './send-journal.ts'
import type { SendJournal } from './send-journal.ts'
import { openInMemory, openSqlite, sqliteWords } from './sqlite.ts'
import { ownSurroundings, type Surroundings } from './surroundings.ts'
import { holdFence, holdsTurn, takeTurn } from './turn.ts'
import type { TurnOptions } from './turn.ts'
import { storageTrouble } from './unavailable.ts'
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
  /** Whether it is kept with these keys; `adopt` notes those that are new to it. */
  readonly keys: {
    readonly compare: (deployment: string, keys: LedgerKeys) => Promise<KeyFault | null>
    readonly adopt: (deployment: string, keys: LedgerKeys, now: string) => Promise<KeyFault | null>
  }
  readonly operators: Operators
  /** What pages ask beside it. */
  readonly pages: PageQuestions & HistoryQuestions & FlowQuestions & RunQuestions
  readonly strands: StrandList
  /** What is counted by day. */
  readonly measures: MeasureQuestions
  /** Who has entered the console, and what was pressed there. */
  readonly entered: ConsoleEntered
  /** Its file, with the whole path; null for one that is on no disk. */
  readonly path: string | null
  /** Made by this opening: nothing is known in it yet. */
  readonly isNew: boolean
  readonly close: () => Promise<void>
}

/**
 * Opens the ledger at `sqlite:PATH`, makes the file and its tables if need be, never its directory. Throws
 * LedgerUnavailable.
 */
export async function openLedger(
  url: string,
  surroundings: Surroundings = ownSurroundings,
): Promise<LedgerStore> {
  const path = ledgerPath(url)
  requirePlace(path)
  try {
    const db = openSqlite(path, surroundings)
    try {
      const isNew = await migrate(db, sqliteWords)
      const store = ledgerStore(db, sendJournal(journalPath(path), surroundings.newId), surroundings)
      return { ...store, path, isNew }
    } catch (error) {
      await db.destroy()
      throw error
    }
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
        const fence = (transaction: Transaction<LedgerTables>): Promise<void> =>
          holdFence(transaction, deployment, token)
        await noteBeginning(db, deployment, now, fence)
        const sends = await recoverSends(db, journal, deployment, now, {
          newId: surroundings.newId,
          fence,
        })
        const own = untilFailure(deploymentLedger(db, deployment, token, surroundings, journal))
        const holds = async (): Promise<boolean> => holdsTurn(db, deployment, token)
        return { kind: 'taken', ...own, holds, sends, release }
      } catch (error) {
        await release()
        throw storageTrouble(error) ?? error
      }
    },
    keys: {
      compare: (deployment, keys) => compareKeys(db, deployment, keys),
      adopt: (deployment, keys, now) => adoptKeys(db, deployment, keys, now),
    },
    operators: ledgerOperators(db),
    pages: {
      ...pageQuestions(db),
      ...historyQuestions(db),
      ...flowQuestions(db, surroundings),
      ...runQuestions(db),
    },
    strands: strandList(db),
    measures: measureQuestions(db),
    entered: consoleEntered(db),
    path: null,
    isNew: true,
    close: () => db.destroy(),
  }
}
