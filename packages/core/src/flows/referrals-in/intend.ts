import { failed, ok, type Failure, type Result } from '../../http/failure.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroCase } from '../../primero/record.ts'
import type { RunContext } from '../context.ts'
import { maySend, printFor, still } from '../resend.ts'
import { deliver, type Effect } from './deliver.ts'
import { destination, held, type Destination } from './find.ts'
import { hold, identityDiffers, isLetGo, othersFields } from './identity.ts'
import { fieldsToMend, isUnverified, lackingOfOwn, ownCaseId } from './own-case.ts'
import {
  caseRecord,
  droppedFields,
  mappedOf,
  newCase,
  onlyFields,
  serviceRow,
  type Fields,
} from './records.ts'
import { isKnownInProgres, type Referral } from './referral.ts'

/** One referral that is to be written now, and where. */
export interface Writing extends Effect {
  readonly referral: Referral
  /** Record id of the case: the child's own, or the one we derive. */
  readonly primeroId: string
  /** The service row as it is sent; null where nothing is to be said of it. */
  readonly row: Fields | null
  /** The case's own fields as they are sent: all of a new case, of one of ours those that it lacks, else none. */
  record: Fields
}

/** Chooses where each referral of a wave goes and writes the intents; those already there, or held, need no write. */
export async function intend(
  run: RunContext,
  wave: readonly Referral[],
  found: ReadonlyMap<string, readonly PrimeroCase[]>,
): Promise<readonly Writing[]> {
  const writings: Writing[] = []
  await run.each(wave, async (referral) => {
    const { item, rowId } = referral
    const cases = found.get(referral.individualNumber) ?? []
    const where = whereTo(run, referral, cases)
    if (where.kind === 'held') return hold(run, referral, where.outcome)
    const whole = serviceRow(run, referral)
    const written = where.kind !== 'new' && isUnverified(item, where.found)
    const dropped = where.kind === 'there' ? droppedFields(run, whole, where.found, { rowId, written }) : []
    const lacking = where.kind === 'new' ? [] : lackingOfOwn(run, referral, where.found)
    if (where.kind === 'there' && dropped.length + lacking.length === 0) {
      if (isOwnerless(run, referral, where.found)) return run.settle(referral, ownerMissing)
      return deliver(run, referral, where.found, ownEarlierEffect(run, referral, where.found))
    }
    if (where.kind !== 'there' && referral.contested.length > 0 && !isLetGo(item)) {
      return hold(run, referral, identityDiffers(referral.contested))
    }
    if (where.kind !== 'there' && isGone(item)) return run.settle(referral, still(item, 'service-gone'))
    const creates = where.kind === 'new'
    const primeroId = creates ? ownCaseId(run, referral) : where.found.id
    const unanswered = run.unanswered.get(primeroId)
    if (unanswered !== undefined) return run.fail(referral, unanswered)
    const mended = await toMend(run, referral, where, lacking)
    if (!mended.ok) {
      const { failure } = mended
      return failure.kind === 'held' ? run.settle(referral, failure.outcome) : run.fail(referral, failure)
    }
    const record = creates ? caseRecord(run, referral) : mended.value
    // Of a row that stands there only what the form once dropped is sent: the rest is the caseworker's.
    const partial = dropped.length === 0 ? null : onlyFields(whole, ['unique_id', ...dropped])
    const row = where.kind === 'there' ? partial : whole
    const mends = lacking.length > 0 ? { ...record, row } : row
    const content = creates ? newCase(run, record, primeroId, whole) : mends
    const print = printFor(run.host.keys, item, content)
    if (!maySend(item, print, run.host.clock.now()))
      return run.settle(referral, still(item, 'primero-refused'))
    if (run.dryRun) return wouldWrite(run, referral, creates)
    writings.push({ referral, primeroId, creates, before: creates ? null : where.found, row, record })
    await run.change(referral, {
      step: 'intended',
      fingerprint: print,
      // The time that the content was mapped with: a repeat says the same.
      intentAt: item.intentAt ?? run.startedAt,
      numbers: { ...item.numbers, primeroId, serviceUniqueId: rowId },
    })
  })
  return writings
}

/** Where a referral goes, given the cases that carry its number. */
export function whereTo(run: RunContext, referral: Referral, cases: readonly PrimeroCase[]): Destination {
  const wanted = {
    rowId: referral.rowId,
    interventionNumber: referral.item.numbers.interventionNumber,
    isKnown: isKnownInProgres(referral),
    othersFields: (found: PrimeroCase) => othersFields(run, referral, found),
  }
  return destination(cases, wanted, run.deployment.policies.closedCase)
}

/** What a write of ours that was cut off before its answer has done: it stands there, and nobody has noted it yet. */
export function ownEarlierEffect(run: RunContext, referral: Referral, found: PrimeroCase): Effect | null {
  const { item } = referral
  // Noted before, gone since and back by itself: no effect of ours.
  if (item.step !== 'intended' || (isGone(item) && item.sentAt !== null)) return null
  const creates = found.id === ownCaseId(run, referral) && found.services.length === 1
  return { creates, before: null }
}

/** A case that stands there without an owner. */
export const ownerMissing = { state: 'attention', reason: 'owner-missing', about: ['owned_by'] } as const

/** A case of ours that Primero keeps without an owner, because it did not know the intake user. */
export function isOwnerless(run: RunContext, referral: Referral, found: PrimeroCase): boolean {
  return found.ownedBy === null && found.id === ownCaseId(run, referral)
}

/** Written once, looked for in vain since, and no person has let it be written again. */
function isGone(item: LedgerItem): boolean {
  return item.lookDue && item.step === 'intended' && item.releasedAt === null
}

/**
 * What a case of ours is given of the fields that it lacks, when any is needed. One that a person has disabled is that
 * person's to see to.
 */
async function toMend(
  run: RunContext,
  referral: Referral,
  where: Exclude<Destination, { kind: 'held' }>,
  lacking: readonly string[],
): Promise<Result<Fields, Failure | Extract<Destination, { kind: 'held' }>>> {
  if (where.kind === 'new' || lacking.length === 0) return ok({})
  if (!where.found.enabled) return failed(held('case-disabled'))
  return fieldsToMend(run, referral, where.found)
}

async function wouldWrite(run: RunContext, referral: Referral, creates: boolean): Promise<void> {
  const mapped = mappedOf(referral)
  const service = { record: '1.1-service', mapped: mapped.service }
  await run.wouldWrite(referral, creates ? [{ record: '1.1-case', mapped: mapped.case }, service] : [service])
}
