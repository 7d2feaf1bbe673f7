import type { RunContext } from '../context.ts'
import type { Outgoing } from './referral.ts'

/** Where the ledger remembers rows of which another referral ended that it never knew. */
const shelf = 'rows with unknown referrals'

/**
 * Notes the rows of referrals beside which another one ended that no ledger knows: one that earlier jobs sent, or that a
 * lost ledger did. What proGres has of such a row may be that one's record.
 */
export async function noteUnknownSiblings(run: RunContext, works: readonly Outgoing[]): Promise<void> {
  const rows = works
    .filter(({ siblings }) =>
      siblings.some(({ referral, item }) => item === null && referral.status !== 'in_progress'),
    )
    .flatMap(({ referral }) => referral.serviceRecordId ?? [])
  if (rows.length === 0) return
  await run.ledger.saveSeen(
    shelf,
    rows.map((id) => ({ id, version: run.startedAt })),
  )
}

/** Those of some rows whose record in proGres proves nothing of a referral that the ledger knows. */
export async function rowsWithUnknownSiblings(
  run: RunContext,
  rows: readonly string[],
): Promise<ReadonlySet<string>> {
  return new Set((await run.ledger.seen(shelf, rows)).map(({ id }) => id))
}
