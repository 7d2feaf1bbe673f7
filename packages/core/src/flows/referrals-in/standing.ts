import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroCase } from '../../primero/record.ts'
import { readCases } from '../../primero/sets.ts'
import type { RunContext } from '../context.ts'
import { deliver } from './deliver.ts'
import { findCases, held, rowOf, type LookUps } from './find.ts'
import { hold, identityDiffers, othersFields } from './identity.ts'
import { isOwnerless, ownEarlierEffect, ownerMissing, whereTo } from './intend.ts'
import { isNumberless, isUnverified, lacksNeeded, ownCaseId, readBackFields } from './own-case.ts'
import { isKnownInProgres, type Referral } from './referral.ts'

/** Cases into which an earlier run began to write referrals, as they are now. */
export type Begun = ReadonlyMap<Referral, PrimeroCase>

/**
 * Reads the cases into which an earlier run began to write these referrals. One that cannot be read now waits; one whose
 * case is not there any more needs a person before anything is written anew.
 */
export async function readBegun(run: RunContext, referrals: readonly Referral[]): Promise<Begun> {
  const written = referrals.filter(({ open, item }) => open && isToRead(item))
  const begun = new Map<Referral, PrimeroCase>()
  const idOf = ({ item }: Referral): string => item.numbers.primeroId ?? ''
  await readEach(run, written, { idOf, control: null }, async (referral, read) => {
    const primeroId = idOf(referral)
    if (referral.item.step === 'delivered') return goneUnless(run, referral, read)
    if (read !== undefined && isAnothers(run, referral, read)) {
      return run.settle(referral, { state: 'attention', reason: 'case-identity-changed' })
    }
    if (read !== undefined) begun.set(referral, read)
    // A case that was not ours to make has been there: the row is looked for in vain, and not written elsewhere. Of a child
    // whose number cannot be read now nobody can tell.
    else if (referral.individualNumber !== '' && primeroId !== ownCaseId(run, referral))
      await run.change(referral, { lookDue: true })
  })
  return begun
}

/**
 * Cases under our own ids that hold the rows of referrals which look-ups lead into other cases: made by an earlier ledger,
 * and found by no look-up, as Primero dropped their number or a person changed it. The ledger notes that it was begun.
 */
export async function readOwn(
  run: RunContext,
  referrals: readonly Referral[],
  found: ReadonlyMap<string, readonly PrimeroCase[]>,
): Promise<Begun> {
  const begun = new Map<Referral, PrimeroCase>()
  const idOf = (referral: Referral): string => ownCaseId(run, referral)
  const led = new Map<Referral, string>()
  for (const referral of referrals) {
    const { step, numbers } = referral.item
    if (!referral.open || (step === 'intended' && numbers.primeroId !== undefined)) continue
    const where = whereTo(run, referral, found.get(referral.individualNumber) ?? [])
    if (where.kind === 'case' && where.found.id !== idOf(referral)) led.set(referral, where.found.id)
  }
  const [control = null] = led.values()
  await readEach(run, [...led.keys()], { idOf, control }, async (referral, read) => {
    const { rowId, item } = referral
    if (read === undefined || rowOf(read, rowId, item.numbers.interventionNumber) === null) return
    const numbers = { ...item.numbers, primeroId: read.id, serviceUniqueId: rowId }
    await run.change(referral, { step: 'intended', numbers, intentAt: item.intentAt ?? run.startedAt })
    if (isAnothers(run, referral, read)) {
      return run.settle(referral, { state: 'attention', reason: 'case-identity-changed' })
    }
    begun.set(referral, read)
  })
  return begun
}

/** Reads a case for each of these referrals; one whose case cannot be read now is settled. */
async function readEach(
  run: RunContext,
  referrals: readonly Referral[],
  { idOf, control }: { readonly idOf: (referral: Referral) => string; readonly control: string | null },
  act: (referral: Referral, read: PrimeroCase | undefined) => Promise<void>,
): Promise<void> {
  const ids = referrals.map(idOf).filter((id) => id !== '')
  const reading = await readCases(run.primero, ids, readBackFields(run.deployment), control)
  await run.each(referrals, async (referral) => {
    const id = idOf(referral)
    const failure = reading.failures.get(id)
    if (failure !== undefined) return run.fail(referral, failure)
    if (reading.forbidden.has(id)) {
      return run.settle(referral, { state: 'attention', reason: 'primero-forbidden' })
    }
    await act(referral, reading.found.get(id)?.[0])
  })
}

/** Begun and not yet known to stand there, or written and not looked at again (`flows.md`, "Looked at again"). */
function isToRead({ step, lookDue }: LedgerItem): boolean {
  return step === 'intended' || (step === 'delivered' && lookDue)
}

/**
 * Finds the cases of referrals that proGres shows as delivered while a ledger that was set back has forgotten where
 * (`discover.ts`): such a one stands in Primero, though it could not be written as proGres shows it now.
 */
export async function findForgotten(
  run: RunContext,
  refused: readonly Referral[],
  lookUps: LookUps,
): Promise<Begun> {
  const forgotten = refused.filter(({ open, individualNumber, item: { step, numbers } }) => {
    return open && step === 'intended' && numbers.primeroId === undefined && individualNumber !== ''
  })
  const cases = await findCases(run, forgotten, lookUps)
  return new Map(
    forgotten.flatMap((referral) => {
      const theirs = cases.get(referral.individualNumber) ?? []
      const { rowId, item } = referral
      const [one, ...others] = theirs.filter(
        (found) => rowOf(found, rowId, item.numbers.interventionNumber) !== null,
      )
      return one === undefined || others.length > 0 ? [] : [[referral, one] as const]
    }),
  )
}

/** proGres is not told of a row that another save erased before it could be. */
async function goneUnless(run: RunContext, referral: Referral, read: PrimeroCase | undefined): Promise<void> {
  const { interventionNumber } = referral.item.numbers
  if (read !== undefined && rowOf(read, referral.rowId, interventionNumber) !== null) return
  const gone = { state: 'attention', reason: 'service-gone' } as const
  await run.settle(referral, gone, { step: 'intended', releasedAt: null })
}

/** The row stands in a case whose number is another one by now: written elsewhere, it would stand twice. */
function isAnothers(run: RunContext, referral: Referral, read: PrimeroCase): boolean {
  const { individualNumber, rowId } = referral
  if (individualNumber === '' || read.individualNumber === individualNumber) return false
  if (isOwnNumberless(run, referral, read)) return false
  return read.id === ownCaseId(run, referral) || rowOf(read, rowId, undefined) !== null
}

/** A case that we made and never yet read back whole, and whose number was dropped. */
function isOwnNumberless(run: RunContext, referral: Referral, read: PrimeroCase): boolean {
  return read.id === ownCaseId(run, referral) && isNumberless(read) && isUnverified(referral.item, read)
}

/**
 * Referrals that could not be written as proGres shows them now: where the row of one stands in Primero it is delivered
 * all the same, and no longer refused. A case of ours that lacks what it must have is not delivered: it can be filled in
 * only once the referral can be written.
 */
export async function deliverStanding(
  run: RunContext,
  refused: readonly Referral[],
  begun: Begun,
): Promise<void> {
  await run.each(refused, async (referral) => {
    const read = begun.get(referral)
    const { interventionNumber } = referral.item.numbers
    if (read === undefined || rowOf(read, referral.rowId, interventionNumber) === null) return
    if (lacksNeeded(run, referral, read)) return
    if (isOwnerless(run, referral, read)) return run.settle(referral, ownerMissing)
    const others = isKnownInProgres(referral) ? [] : othersFields(run, referral, read)
    if (others.length > 0) return hold(run, referral, identityDiffers(others))
    referral.refusal = null
    await deliver(run, referral, read, ownEarlierEffect(run, referral, read))
  })
}

/**
 * What look-ups found, and the cases into which was begun to write: a look-up that does not show such a case, though it
 * bears the child's number, is not believed, or the child would stand twice in Primero. One of ours without a number
 * counts while the child has no other one; then it is a second case, which a person has to see to or has disabled.
 */
export async function withBegun(
  run: RunContext,
  found: ReadonlyMap<string, readonly PrimeroCase[]>,
  begun: Begun,
): Promise<Map<string, readonly PrimeroCase[]>> {
  const all = new Map(found)
  const seconds: Referral[] = []
  for (const [referral, read] of begun) {
    const { individualNumber } = referral
    const others = (all.get(individualNumber) ?? []).filter(({ id }) => id !== read.id)
    const isTheirs = read.individualNumber === individualNumber
    const isNameless = isOwnNumberless(run, referral, read)
    // A disabled case counts only where none is enabled.
    const isOnly = others.every(({ enabled }) => read.enabled && !enabled)
    // This reading shows what a look-up does not ask for.
    if (isTheirs || (isNameless && isOnly)) all.set(individualNumber, [...others, read])
    else if (isNameless && read.enabled) seconds.push(referral)
  }
  await run.each(seconds, async (referral) => run.settle(referral, held('several-cases').outcome))
  return all
}
