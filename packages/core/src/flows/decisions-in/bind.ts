import type { Decision } from '../../domain/flow.ts'
import { isUnsettled } from '../../ledger/item.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroCase, PrimeroReferral } from '../../primero/record.ts'
import { lookUpCases } from '../../primero/sets.ts'
import type { RunContext } from '../context.ts'
import type { Control } from '../control.ts'
import { isUnhcrs, maybeSent } from '../referrals-out/referral.ts'
import { rowsWithUnknownSiblings } from '../referrals-out/unknown-siblings.ts'
import type { Answer } from './answer.ts'

/** How decisions that are late go on. */
export type Again = (late: readonly Answer[]) => Promise<void>

/**
 * Finds the case and the referral of each decision: what flow 2.1 sent, the ledger knows; the rest is looked up in
 * Primero by case id and service id. Decisions without a clear referral are settled; nothing is guessed. Gives those
 * that were looked at; late ones go on by `again`.
 */
export async function bindToReferrals(
  run: RunContext,
  answers: readonly Answer[],
  control: Control,
  again: Again,
): Promise<readonly Answer[]> {
  const sent = await bindByLedger(run, answers)
  const cases = await findCases(
    run,
    answers.filter((answer) => answer.target === null),
    control,
  )
  const look = async (answer: Answer): Promise<void> => {
    const found = cases.get(answer)
    if (found !== undefined) return findReferral(run, answer, found, sent)
    if (wasWithoutEffect(answer)) return lookAgain(run, answer)
  }
  const bound = await run.abreast(answers, async (answer) => run.each([answer], look), {
    again: async (answer) => again([answer]),
  })
  await keepApart(run, bound)
  await run.each(bound, async (answer) => {
    const item = sent.get(answer)
    if (item !== undefined) await arrived(run, item, answer)
  })
  return bound
}

/** Takes the targets that the ledger knows; gives the referrals of flow 2.1 that these decisions are on. */
async function bindByLedger(run: RunContext, answers: readonly Answer[]): Promise<Map<Answer, LedgerItem>> {
  const open = answers.filter((answer) => answer.open)
  const services = open.flatMap((answer) => answer.detail?.serviceUniqueId ?? [])
  const ofServices = await run.ledger.byNumber('2.1', 'serviceUniqueId', [...new Set(services)])
  const unknown = await rowsWithUnknownSiblings(run, services)
  const byService = Map.groupBy(ofServices, (item) => item.numbers.serviceUniqueId ?? '')
  const sent = new Map<Answer, LedgerItem>()
  for (const answer of open) {
    const service = answer.detail?.serviceUniqueId ?? ''
    const item = sentItem(byService.get(service) ?? [], answer, unknown.has(service))
    if (item !== null) sent.set(answer, item)
    const known = targetOf(answer.item)
    answer.target = known ?? (item === null ? null : targetOf(item)) ?? answer.target
    answer.bound = known !== null || item?.numbers.refIopGuid === answer.item.key
  }
  return sent
}

function targetOf({ numbers: { primeroId, referralId } }: LedgerItem): Answer['target'] {
  return primeroId === undefined || referralId === undefined ? null : { primeroId, referralId }
}

/**
 * The referral of flow 2.1 that a decision is on: bound by its REF-IOP, else the only one that was ever sent;
 * `unknownSiblings`: others of the row may have been.
 */
function sentItem(
  items: readonly LedgerItem[],
  { item: { key }, detail }: Answer,
  unknownSiblings: boolean,
): LedgerItem | null {
  const caseId = detail?.caseId ?? null
  const bound = items.find((item) => item.numbers.refIopGuid === key)
  if (bound !== undefined || unknownSiblings) return bound ?? null
  const [only, second] = items.filter((item) => maybeSent(item) || item.state === 'handled')
  if (only === undefined || second !== undefined || only.numbers.refIopGuid !== undefined) return null
  return caseId === null || only.numbers.caseId?.toLowerCase() === caseId.toLowerCase() ? only : null
}

/** Why a person is asked whether proGres has what flow 2.1 sent. */
const uncertain: readonly (string | null)[] = ['outcome-unknown', 'transaction-missing', 'ping-silent']

/**
 * A decision proves that its referral arrived, whoever sent it: what waits in flow 2.1, or is uncertain there, is settled
 * by it, and both are bound for good.
 */
async function arrived(run: RunContext, item: LedgerItem, answer: Answer): Promise<void> {
  if (run.dryRun || answer.detail === null) return
  const { refIopGuid, refIopNumber } = answer.detail
  const numbers = { ...item.numbers, refIopGuid, ...(refIopNumber === null ? {} : { refIopNumber }) }
  const work = { item, open: true }
  if (item.state === 'waiting' || uncertain.includes(item.reason)) {
    await run.settle(work, { state: 'confirmed' }, { step: 'confirmed', numbers })
  } else if (item.numbers.refIopGuid === undefined) {
    await run.change(work, { numbers })
  }
}

/** Primero did nothing with it the last time: it is looked at by reading before anything is sent again. */
function wasWithoutEffect({ item, target, referral }: Answer): boolean {
  if (target === null || referral !== null) return false
  return item.reason === 'decision-not-applied' || item.reason === 'referral-not-found'
}

async function lookAgain(run: RunContext, answer: Answer): Promise<void> {
  const { target } = answer
  if (target === null) return
  const all = await referralsOf(run, answer, target.primeroId)
  if (all === null) return
  const referral = all.find((one) => one.id === target.referralId)
  if (referral === undefined) return notFound(run, answer, 'referral')
  answer.referral = referral
}

/** The referrals of a case that are its own; null when the answer is settled, because they could not be read. */
async function referralsOf(
  run: RunContext,
  answer: Answer,
  primeroId: string,
): Promise<readonly PrimeroReferral[] | null> {
  const read = await run.primero.referrals(primeroId, { name: 'list-referrals', numbers: { primeroId } })
  if (!read.ok) await run.fail(answer, read.failure)
  else if (read.value.kind === 'forbidden') {
    await run.settle(answer, { state: 'attention', reason: 'primero-forbidden' })
  } else {
    const all = read.value.kind === 'missing' ? [] : read.value.value
    // Primero changes a referral through any case's address, so it must be known whose it is.
    return all.filter((referral) => referral.recordId === primeroId)
  }
  return null
}

async function notFound(
  run: RunContext,
  answer: Answer,
  what: 'case' | 'service' | 'referral',
): Promise<void> {
  await run.settle(answer, { state: 'attention', reason: 'referral-not-found', about: [what] })
}

/** Looks the cases of decisions up that no ledger knows; settles those without exactly one. */
async function findCases(
  run: RunContext,
  answers: readonly Answer[],
  control: Control,
): Promise<ReadonlyMap<Answer, PrimeroCase>> {
  await run.each(answers, async (answer) => {
    const about = [
      ...(answer.detail?.caseId === null ? ['progres_offlineid'] : []),
      ...(answer.detail?.serviceUniqueId === null ? ['progres_orgreferralid'] : []),
    ]
    if (about.length > 0)
      await run.settle(answer, { state: 'attention', reason: 'return-address-missing', about })
  })
  const open = answers.filter((answer) => answer.open)
  const ids = [...new Set(open.flatMap((answer) => answer.detail?.caseId ?? []))]
  const options = {
    field: 'case_id',
    fields: 'case_id_display',
    control: await control.forLists(ids.length),
  } as const
  const cases = await lookUpCases(run.primero, ids, options)
  const known = new Map<Answer, PrimeroCase>()
  await run.each(open, async (answer) => {
    const caseId = answer.detail?.caseId ?? ''
    const failure = cases.failures.get(caseId)
    if (failure !== undefined) return run.fail(answer, failure)
    const [found, second] = cases.found.get(caseId) ?? []
    if (found === undefined) return notFound(run, answer, 'case')
    if (second !== undefined) return ambiguous(run, answer)
    known.set(answer, found)
  })
  return known
}

/** `sent` is given the referral of flow 2.1 that turns out to be meant. */
async function findReferral(
  run: RunContext,
  answer: Answer,
  found: PrimeroCase,
  sent: Map<Answer, LedgerItem>,
): Promise<void> {
  const all = await referralsOf(run, answer, found.id)
  if (all === null) return
  const service = answer.detail?.serviceUniqueId ?? ''
  const ofRow = all.filter((referral) => isUnhcrs(referral, run.deployment) && isOfRow(referral, service))
  const ofOne = await run.ledger.byNumber(
    '2.1',
    'referralId',
    ofRow.map((referral) => referral.id),
  )
  const free = await freeOf(run, answer, ofRow, ofOne)
  const open = free === 'several' ? free : onlyOpen(ofRow, free, answer.decision)
  const isNotIts =
    typeof open !== 'string' &&
    ofRow.length > 1 &&
    isUnsent(open.id, ofOne, (await rowsWithUnknownSiblings(run, [service])).size > 0)
  const chosen = isNotIts ? 'several' : open
  if (chosen === 'none') return notFound(run, answer, 'service')
  if (chosen === 'several') return ambiguous(run, answer)
  answer.target = { primeroId: found.id, referralId: chosen.id }
  answer.referral = chosen
  // One that waits unsent was sent by another ledger, or by this one before it was set back.
  const item = ofOne
    .filter((one) => maybeSent(one) || one.state === 'waiting')
    .find(({ numbers }) => numbers.referralId === chosen.id)
  if (item !== undefined) sent.set(answer, item)
  const display = found.caseIdDisplay === null ? {} : { caseIdDisplay: found.caseIdDisplay }
  answer.item = { ...answer.item, numbers: { ...answer.item.numbers, ...display } }
}

/**
 * Whether the ledger knows that a referral was not sent, or of no send and of another one of the row that may have been
 * (`unknownSiblings`): a decision on its row is that of another one, or may be.
 */
function isUnsent(referralId: string, ofOne: readonly LedgerItem[], unknownSiblings: boolean): boolean {
  const item = ofOne.find((one) => one.numbers.referralId === referralId)
  if (item === undefined || !isUnsettled(item)) return false
  const isDoubtful = unknownSiblings && item.step === 'intended' && item.sentAt === null
  return isDoubtful || !maybeSent(item)
}

/** Whether a referral was made from this row: its whole id, or its last 12 characters in the old form. */
export function isOfRow({ serviceRecordId }: PrimeroReferral, service: string): boolean {
  return serviceRecordId === service || (service.length === 12 && serviceRecordId?.endsWith(service) === true)
}

/** The referrals of a row that the ledger binds to no other decision. */
async function freeOf(
  run: RunContext,
  answer: Answer,
  ofRow: readonly PrimeroReferral[],
  ofOne: readonly LedgerItem[],
): Promise<readonly PrimeroReferral[] | 'several'> {
  const ids = ofRow.map((referral) => referral.id)
  const ofTwo = await run.ledger.byNumber('2.2', 'referralId', ids)
  const others = [...ofTwo, ...ofOne].filter(({ numbers }) => {
    return numbers.refIopGuid !== undefined && numbers.refIopGuid !== answer.item.key
  })
  const taken = new Set(others.map((item) => item.numbers.referralId))
  // Sent twice, and proGres has a record of each that nothing binds yet: it may be on either.
  const unbound = ofOne.filter((item) => {
    return maybeSent(item) && item.numbers.refIopGuid === undefined && !taken.has(item.numbers.referralId)
  })
  if (unbound.length > 1) return 'several'
  return ofRow.filter((referral) => !taken.has(referral.id))
}

const decided: readonly string[] = ['accepted', 'rejected', 'done']

/**
 * The referral that an unbound decision must be on (`flows.md`, 2.2): the only one of its row; of several the only one
 * in progress, if every earlier one ended by a decision. Rows that share the 12 characters of the old form are
 * several. Pure.
 */
export function onlyOpen(
  ofRow: readonly PrimeroReferral[],
  free: readonly PrimeroReferral[],
  decision: Decision | null,
): PrimeroReferral | 'none' | 'several' {
  const [first] = free
  if (first === undefined) return 'none'
  if (ofRow.length === 1) return first
  if (new Set(ofRow.map((referral) => referral.serviceRecordId)).size > 1) return 'several'
  const inProgress = free.filter((referral) => referral.status === 'in_progress')
  const [only] = inProgress
  if (only === undefined || inProgress.length > 1) return 'several'
  const earlier = ofRow.filter((referral) => (referral.createdAt ?? '') < (only.createdAt ?? ''))
  // It may be the earlier one's own decision, written and never marked as synced.
  if (free.some((referral) => referral !== only && referral.status === decision)) return 'several'
  return earlier.every((referral) => decided.includes(referral.status)) ? only : 'several'
}

async function ambiguous(run: RunContext, answer: Answer): Promise<void> {
  await run.settle(answer, { state: 'attention', reason: 'decision-ambiguous' })
}

/** Two decisions on one referral: only the one that the ledger binds to it can be meant; without one, nobody knows. */
async function keepApart(run: RunContext, answers: readonly Answer[]): Promise<void> {
  const withTarget = answers.filter((answer) => answer.open && answer.target !== null)
  for (const group of Map.groupBy(withTarget, (answer) => answer.target?.referralId).values()) {
    if (group.length < 2) continue
    const bound = group.filter((answer) => answer.bound)
    await run.each(bound.length === 1 ? group.filter((answer) => !answer.bound) : group, async (answer) =>
      ambiguous(run, answer),
    )
  }
}
