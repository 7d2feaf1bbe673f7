import { readCases } from '../../primero/sets.ts'
import type { RunContext } from '../context.ts'
import { deliver } from './deliver.ts'
import { caseFields, rowOf } from './find.ts'
import { isOwnerless, ownEarlierEffect, ownerMissing } from './intend.ts'
import type { Referral } from './referral.ts'

/**
 * Referrals that could not be written as proGres shows them now, though an earlier run began to: where the row of one
 * stands in Primero it is delivered all the same, and no longer refused.
 */
export async function deliverStanding(run: RunContext, refused: readonly Referral[]): Promise<void> {
  const begun = refused.filter(({ open, item }) => open && item.step === 'intended')
  const reading = await readCases(
    run.primero,
    begun.flatMap(({ item }) => item.numbers.primeroId ?? []),
    caseFields,
  )
  await run.each(begun, async (referral) => {
    const { primeroId = '', interventionNumber } = referral.item.numbers
    const failure = reading.failures.get(primeroId)
    if (failure !== undefined) return run.fail(referral, failure)
    const read = reading.found.get(primeroId)?.[0]
    if (read === undefined || rowOf(read, referral.rowId, interventionNumber) === null) return
    if (isOwnerless(run, referral, read)) return run.settle(referral, ownerMissing)
    referral.refusal = null
    await deliver(run, referral, read, ownEarlierEffect(run, referral, read))
  })
}
