import { DatabaseSync } from 'node:sqlite'
import type { Flow } from '@ping-primero/core/domain/flow.ts'

/** One item as the ledger's file holds it: read as data, not by the product. */
export interface Claim {
  readonly flow: Flow
  readonly key: string
  readonly state: string
  readonly reason: string | null
  readonly about: string
  readonly interventionGuid: string | null
  readonly interventionNumber: string | null
  readonly referralId: string | null
  readonly refIopGuid: string | null
  readonly serviceUniqueId: string | null
  readonly primeroId: string | null
  readonly refusedAt: string | null
  readonly step: string
  /** The run that settled it, as the ledger calls that run. */
  readonly settledRun: string | null
}

function reading<T>(ledgerPath: string, read: (database: DatabaseSync) => T, readOnly = true): T {
  const database = new DatabaseSync(ledgerPath, { readOnly })
  try {
    return read(database)
  } finally {
    database.close()
  }
}

/** What the ledger says of every item. */
export function claimsOf(ledgerPath: string): readonly Claim[] {
  return reading(ledgerPath, (database) => {
    const rows = database
      .prepare(
        `select flow, key, state, reason, about, intervention_guid as interventionGuid,
           intervention_number as interventionNumber, referral_id as referralId, ref_iop_guid as refIopGuid,
           service_unique_id as serviceUniqueId, primero_id as primeroId, refused_at as refusedAt, step,
           settled_run as settledRun
         from item order by flow, key`,
      )
      .all()
    return rows as unknown as readonly Claim[]
  })
}

/** What the ledger says of every item; null where its file cannot be read now. */
export function claimsIfReadable(ledgerPath: string): readonly Claim[] | null {
  try {
    return claimsOf(ledgerPath)
  } catch {
    return null
  }
}

const kept = ['item', 'cursor', 'seen'] as const

/**
 * Every row that a later run goes by, as one text; null where the file cannot be read now. Of a copy that nobody else has
 * open, the log of changes is taken in as well.
 */
export function wordingOf(ledgerPath: string, isCopy = false): string | null {
  const read = (database: DatabaseSync): string =>
    JSON.stringify(kept.map((table) => database.prepare(`select * from ${table} order by 1, 2, 3`).all()))
  try {
    return reading(ledgerPath, read, !isCopy)
  } catch {
    return null
  }
}
