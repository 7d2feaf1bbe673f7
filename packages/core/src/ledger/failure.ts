/**
 * The ledger cannot go on: what would be done now could not be noted. It is no matter of one item: a ledger throws it,
 * and it ends the run.
 */
export class LedgerFailure extends Error {
  override readonly name: string = 'LedgerFailure'
}

/** The ledger contradicts itself, as only a damaged one does. */
export class LedgerContradiction extends LedgerFailure {
  override readonly name = 'LedgerContradiction'
}
