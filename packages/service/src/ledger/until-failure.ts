import type { LedgerFailure } from '@ping-primero/core/ledger/failure.ts'
import type { Ledger } from '@ping-primero/core/ledger/ledger.ts'
import { storageTrouble } from './unavailable.ts'

/** A ledger that ends with its first failure. */
export interface FailingLedger {
  readonly ledger: Ledger
  /** What ended it; null while it goes on. */
  readonly failure: () => LedgerFailure | null
}

/**
 * A ledger whose first failure of storage is its last word: every later call throws it again, also those that were
 * under way, so that nothing is done any more that leans on a write after one that failed.
 */
export function untilFailure(ledger: Ledger): FailingLedger {
  let failure: LedgerFailure | null = null

  function watched<Given extends readonly unknown[], Answer>(
    act: (...given: Given) => Promise<Answer>,
  ): (...given: Given) => Promise<Answer> {
    return async (...given) => {
      if (failure !== null) throw failure
      try {
        const answer = await act(...given)
        if (failure === null) return answer
      } catch (error) {
        failure ??= storageTrouble(error)
        throw failure ?? error
      }
      throw failure
    }
  }

  return {
    failure: () => failure,
    ledger: {
      get: watched(ledger.get),
      unsettled: watched(ledger.unsettled),
      byNumber: watched(ledger.byNumber),
      byIndividual: watched(ledger.byIndividual),
      lookDue: watched(ledger.lookDue),
      save: watched(ledger.save),
      cursor: watched(ledger.cursor),
      saveCursor: watched(ledger.saveCursor),
      saveSeen: watched(ledger.saveSeen),
      seen: watched(ledger.seen),
      forgetSeen: watched(ledger.forgetSeen),
      pauses: watched(ledger.pauses),
      savePause: watched(ledger.savePause),
      refusals: watched(ledger.refusals),
      saveRefusals: watched(ledger.saveRefusals),
      counts: watched(ledger.counts),
      handledSince: watched(ledger.handledSince),
      reasons: watched(ledger.reasons),
      saveRun: watched(ledger.saveRun),
      doubt: watched(ledger.doubt),
      beginning: watched(ledger.beginning),
      saveLook: watched(ledger.saveLook),
    },
  }
}
