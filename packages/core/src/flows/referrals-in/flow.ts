/**
 * Flow 1.1: referrals from proGres become cases, or services on existing cases, in Primero (`flows.md`, 1.1).
 * Look again → discover → read → plan → write and read back → tell proGres.
 */
import { serviceRowId } from '../../domain/ids.ts'
import { stop } from '../../http/failure.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { RunContext } from '../context.ts'
import { controlOf } from '../control.ts'
import { discover } from './discover.ts'
import { findCases, type LookUps } from './find.ts'
import { lookAgain } from './look-again.ts'
import { otherSpellings } from './other-spellings.ts'
import { plan } from './plan.ts'
import { readDetails } from './read-details.ts'
import type { Referral } from './referral.ts'
import { confirmDeliveries, refuse } from './report.ts'
import { noteDiffering, readWitnesses, siblingsOf } from './siblings.ts'
import { deliverStanding, findForgotten, readBegun, readOwn, withBegun } from './standing.ts'
import { writeAndReadBack, type Proof } from './write.ts'

/** What the referrals of one run share. */
interface Course extends LookUps {
  readonly businessUnitOf: (item: LedgerItem) => string | null
  readonly proof: Proof
}

export async function referralsIn(run: RunContext): Promise<void> {
  await lookAgain(run)
  const { businessUnitOf } = await discover(run)
  const control = controlOf(run.primero, 'unhcr_individual_no')
  const course: Course = {
    businessUnitOf,
    control,
    spellings: otherSpellings(run, control),
    proof: { row: false, record: false },
  }
  for await (const items of run.due()) {
    const referrals = items.map((item) => newReferral(run, item))
    await run.primero.expect(referrals.length)
    await takeOn(run, referrals, course)
  }
}

/** Takes referrals as far as they come. Those that are late come here again: what is done is not done again. */
async function takeOn(run: RunContext, referrals: readonly Referral[], course: Course): Promise<void> {
  const again = async (late: readonly Referral[]): Promise<void> => takeOn(run, late, course)
  const read = await readWithSiblings(run, referrals, again)
  const isRefused = (referral: Referral): boolean => referral.refusal !== null
  await run.host.enter?.('deliver')
  const begun = await readBegun(run, read)
  const forgotten = await findForgotten(run, read.filter(isRefused), course)
  await deliverStanding(run, read.filter(isRefused), new Map([...begun, ...forgotten]))
  await refuse(run, read.filter(isRefused), (referral) => course.businessUnitOf(referral.item))
  const accepted = read.filter((referral) => !isRefused(referral))
  const toWrite = accepted.filter((referral) => referral.open && referral.item.step !== 'delivered')
  const cases = await findCases(run, toWrite, course)
  const own = await readOwn(run, toWrite, cases)
  const found = await withBegun(run, cases, new Map([...begun, ...own]))
  await requireIntakeUser(run, toWrite, found)
  const late = await writeAndReadBack(run, toWrite, found, course.proof, again)
  for (const { target } of toWrite) if (target !== null) course.control.learn(target)
  await run.host.enter?.('confirm')
  await confirmDeliveries(
    run,
    accepted.filter((referral) => !late.has(referral)),
  )
}

/**
 * Reads referrals and says what each becomes. Whatever else is unsettled under their numbers is read with them, so that
 * two children of one number are seen before anything is written for either.
 */
async function readWithSiblings(
  run: RunContext,
  referrals: readonly Referral[],
  again: (late: readonly Referral[]) => Promise<void>,
): Promise<readonly Referral[]> {
  const readAndPlan = async (some: readonly Referral[]): Promise<readonly Referral[]> => {
    const read = await readDetails(run, some, again)
    await run.each(read, async (referral) => plan(run, referral))
    return read
  }
  const own = await readAndPlan(referrals)
  const siblings = await siblingsOf(run, own)
  const isReady = (item: LedgerItem): boolean => run.isReady(item, run.now())
  const others = await readAndPlan(siblings.filter(isReady).map((item) => newReferral(run, item)))
  const witnesses = await readWitnesses(
    run,
    siblings.filter((item) => !run.taken(item)),
  )
  const all = [...own, ...others]
  noteDiffering(run, all, witnesses)
  return all
}

function newReferral(run: RunContext, item: LedgerItem): Referral {
  const work = run.take(item)
  const rowId = serviceRowId(item.key)
  return Object.assign(work, {
    rowId,
    detail: null,
    individualNumber: '',
    identity: null,
    contested: [],
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
