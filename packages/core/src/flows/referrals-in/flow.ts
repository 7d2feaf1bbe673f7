/**
 * Flow 1.1: referrals from proGres become cases, or services on existing cases, in Primero (`flows.md`, 1.1).
 * Look again → discover → read → plan → write and read back → tell proGres.
 */
import { serviceRowId } from '../../domain/ids.ts'
import { stop } from '../../http/failure.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { RunContext } from '../context.ts'
import { controlValue } from '../control.ts'
import { discover } from './discover.ts'
import { findCases } from './find.ts'
import { lookAgain } from './look-again.ts'
import { plan } from './plan.ts'
import { readDetails } from './read-details.ts'
import type { Referral } from './referral.ts'
import { confirmDeliveries, refuse } from './report.ts'
import { writeAndReadBack, type Proof } from './write.ts'

/** Items settled together: enough for sets and batches, few enough to hold in memory. */
const chunk = 200

export async function referralsIn(run: RunContext): Promise<void> {
  await lookAgain(run)
  const listed = await discover(run)
  const control = controlValue(run, 'unhcr_individual_no')
  const proof: Proof = { proven: false }
  for await (const items of run.due(chunk)) {
    const referrals = items.map((item) => newReferral(run, item))
    await run.primero.expect(referrals.length)
    await readDetails(run, referrals)
    await run.each(referrals, async (referral) => plan(run, referral))
    await refuse(
      run,
      referrals.filter((referral) => referral.refusal !== null),
      (referral) => listed.businessUnitOf(referral.item),
    )
    const toWrite = referrals.filter((referral) => referral.open && referral.item.step !== 'delivered')
    const found = new Map(await findCases(run, toWrite, control))
    await requireIntakeUser(run, toWrite, found)
    await writeAndReadBack(run, toWrite, found, proof)
    await confirmDeliveries(run, referrals)
  }
}

function newReferral(run: RunContext, item: LedgerItem): Referral {
  const work = run.take(item)
  const rowId = serviceRowId(item.key)
  return Object.assign(work, {
    rowId,
    detail: null,
    individualNumber: '',
    mapped: null,
    target: null,
    refusal: null,
  })
}

/** Before the first case is made: an intake user that Primero does not know would leave cases without an owner. */
async function requireIntakeUser(
  run: RunContext,
  referrals: readonly Referral[],
  found: ReadonlyMap<string, unknown>,
): Promise<void> {
  const creates = referrals.some((referral) => referral.open && !found.has(referral.individualNumber))
  if (!creates || run.stopped() !== null) return
  const user = await run.user(run.deployment.primero.intakeUser)
  // Where users may not be read, or not now, the owner of the first case tells when it is read back.
  if (!user.ok) return
  if (user.value === null || user.value.disabled)
    run.stop(stop('intake-user-unknown', ['primero.intakeUser']))
}
