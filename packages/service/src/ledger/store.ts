import { resolve } from 'node:path'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { Ledger } from '@ping-primero/core/ledger/ledger.ts'
import { deploymentLedger } from './deployment-ledger.ts'
import { migrate } from './migrations.ts'
import { ledgerOperators } from './operators.ts'
import type { Operators } from './operators.ts'
import { openSqlite, sqliteWords } from './sqlite.ts'
import { ownSurroundings, type Surroundings } from './surroundings.ts'
import { takeTurn } from './turn.ts'
import type { TurnOptions } from './turn.ts'
import { LedgerUnavailable, systemCode } from './unavailable.ts'

/** A deployment's turn. */
type Turn =
  | {
      readonly kind: 'taken'
      /** The ledger of this run: its writes throw TurnLost once the turn is another's. */
      readonly ledger: Ledger
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
  const path = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : ''
  if (path === '') throw new LedgerUnavailable('LEDGER_URL must read sqlite:PATH.')
  try {
    const db = openSqlite(resolve(path), surroundings)
    await migrate(db, sqliteWords)
    return {
      forDeployment: (name) => deploymentLedger(db, name, null, surroundings),
      turn: async (deployment, flow, options) => {
        const lease = await takeTurn(db, deployment, flow, options, surroundings)
        if (lease.kind !== 'taken') return lease
        const ledger = deploymentLedger(db, deployment, lease.token, surroundings)
        return { kind: 'taken', ledger, release: lease.release }
      },
      operators: ledgerOperators(db),
      close: () => db.destroy(),
    }
  } catch (error) {
    const found = systemCode(error)
    throw found === null ? error : new LedgerUnavailable(`The system says: ${found}.`, error)
  }
}
