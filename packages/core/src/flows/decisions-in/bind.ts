import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroReferral } from '../../primero/record.ts'
import { lookUpCases, type SetReading } from '../../primero/sets.ts'
import type { RunContext } from '../context.ts'
import { isUnhcrs, maybeSent } from '../referrals-out/referral.ts'
import type { Answer } from './answer.ts'

/**
 * Finds the case and the referral of each decision: what flow 2.1 sent, the ledger knows; the rest is looked up in
 * Primero by case id and service id. Decisions without a clear referral are settled; nothing is guessed.
 */
export async function bindToReferrals(
  run: RunContext,
  answers: readonly Answer[],
  control: (lookUps: number) => Promise<string | null>,
): Promise<void> {
  await bindByLedger(run, answers)
  const open = answers.filter((answer) => answer.open && needsReading(answer))
  await run.each(open, async (answer) => {
    if (answer.detail?.caseId === null || answer.detail?.serviceUniqueId === null) {
      const about = answer.detail.caseId === null ? ['progres_offlineid'] : ['progres_orgreferralid']
      await run.settle(answer, { state: 'attention', reason: 'return-address-missing', about })
    }
  })
  const cases = await findCases(run, open, control)
  await run.each(open, async (answer) => bindByPrimero(run, answer, cases))
}

/** Bound already, and fresh: then nothing has to be read of Primero before deciding. */
function needsReading(answer: Answer): boolean {
  return answer.target === null || answer.item.reason === 'decision-not-applied'
}

async function bindByLedger(run: RunContext, answers: readonly Answer[]): Promise<void> {
  const services = answers.flatMap((answer) => answer.detail?.serviceUniqueId ?? [])
  const sent = await run.ledger.byNumber('2.1', 'serviceUniqueId', [...new Set(services)])
  const byService = Map.groupBy(sent, (item) => item.numbers.serviceUniqueId ?? '')
  await run.each(answers, async (answer) => {
    const { refIopGuid, primeroId, referralId } = answer.item.numbers
    const theirs = byService.get(answer.detail?.serviceUniqueId ?? '') ?? []
    const item = boundItem(theirs, refIopGuid ?? '', answer.detail?.caseId ?? null)
    if (primeroId !== undefined && referralId !== undefined) answer.target = { primeroId, referralId }
    else if (item?.numbers.primeroId !== undefined && item.numbers.referralId !== undefined) {
      answer.target = { primeroId: item.numbers.primeroId, referralId: item.numbers.referralId }
    }
    if (item !== null) await arrived(run, item, answer)
  })
}

/** The referral of flow 2.1 that a decision is on: bound by its REF-IOP, else the only one that was ever sent. */
function boundItem(items: readonly LedgerItem[], refIopGuid: string, caseId: string | null): LedgerItem | null {
  const bound = items.find((item) => item.numbers.refIopGuid === refIopGuid)
  if (bound !== undefined) return bound
  const [only, second] = items.filter((item) => maybeSent(item) || item.state === 'handled')
  if (only === undefined || second !== undefined || only.numbers.refIopGuid !== undefined) return null
  return caseId === null || only.numbers.caseId?.toLowerCase() === caseId ? only : null
}

/** A decision proves that its referral arrived: an uncertain send is settled by it, and both are bound for good. */
async function arrived(run: RunContext, item: LedgerItem, answer: Answer): Promise<void> {
  if (run.dryRun || answer.detail === null) return
  const { refIopGuid, refIopNumber } = answer.detail
  const numbers = { ...item.numbers, refIopGuid, ...(refIopNumber === null ? {} : { refIopNumber }) }
  const uncertain = ['outcome-unknown', 'transaction-missing', 'ping-processing', 'ping-silent', 'ping-unavailable']
  const work = { item, open: true }
  if (item.reason !== null && uncertain.includes(item.reason)) {
    await run.settle(work, { state: 'confirmed' }, { step: 'confirmed', numbers })
  } else if (item.numbers.refIopGuid === undefined) {
    await run.change(work, { numbers })
  }
}

async function findCases(
  run: RunContext,
  answers: readonly Answer[],
  control: (lookUps: number) => Promise<string | null>,
): Promise<SetReading> {
  const ids = [...new Set(answers.flatMap((answer) => (answer.open ? (answer.detail?.caseId ?? []) : [])))]
  const options = { field: 'case_id', fields: 'case_id_display', control: await control(ids.length) } as const
  return lookUpCases(run.primero, ids, options)
}

async function bindByPrimero(run: RunContext, answer: Answer, cases: SetReading): Promise<void> {
  const caseId = answer.detail?.caseId ?? ''
  const service = answer.detail?.serviceUniqueId ?? ''
  const failure = cases.failures.get(caseId)
  if (failure !== undefined) return run.fail(answer, failure)
  const found = cases.found.get(caseId)?.[0]
  if (found === undefined) return run.settle(answer, { state: 'attention', reason: 'referral-not-found', about: ['case'] })
  const numbers = { primeroId: found.id }
  const read = await run.primero.referrals(found.id, { name: 'list-referrals', numbers })
  if (!read.ok) return run.fail(answer, read.failure)
  if (read.value.kind === 'forbidden') return run.settle(answer, { state: 'attention', reason: 'primero-forbidden' })
  const all = read.value.kind === 'missing' ? [] : read.value.value
  const ofRow = all.filter(
    (referral) =>
      referral.recordId === found.id &&
      isUnhcrs(referral, run.deployment) &&
      (referral.serviceRecordId === service || (service.length === 12 && referral.serviceRecordId?.endsWith(service))),
  )
  const bound = ofRow.find((referral) => referral.id === answer.target?.referralId)
  const chosen = bound ?? (await chooseUnbound(run, ofRow, answer))
  if (chosen === 'none') return run.settle(answer, { state: 'attention', reason: 'referral-not-found', about: ['service'] })
  if (chosen === 'several') return run.settle(answer, { state: 'attention', reason: 'decision-ambiguous' })
  answer.target = { primeroId: found.id, referralId: chosen.id }
  answer.status = chosen.status
  const display = found.caseIdDisplay === null ? {} : { caseIdDisplay: found.caseIdDisplay }
  answer.item = { ...answer.item, numbers: { ...answer.item.numbers, ...display } }
}

/** Of the referrals of one row the one that an unbound decision must be on, or why it cannot be told. */
async function chooseUnbound(
  run: RunContext,
  ofRow: readonly PrimeroReferral[],
  answer: Answer,
): Promise<PrimeroReferral | 'none' | 'several'> {
  const ids = ofRow.map((referral) => referral.id)
  const inTwo = await run.ledger.byNumber('2.2', 'referralId', ids)
  const inOne = await run.ledger.byNumber('2.1', 'referralId', ids)
  const others = [...inTwo, ...inOne].filter(({ numbers }) => {
    return numbers.refIopGuid !== undefined && numbers.refIopGuid !== answer.item.numbers.refIopGuid
  })
  const taken = new Set(others.map((item) => item.numbers.referralId))
  return onlyOpen(ofRow, ofRow.filter((referral) => !taken.has(referral.id)))
}

const decided: readonly string[] = ['accepted', 'rejected', 'done']

/** `flows.md`, 2.2: the only one in progress, if every earlier one of the row ended by a decision. Pure. */
export function onlyOpen(
  ofRow: readonly PrimeroReferral[],
  free: readonly PrimeroReferral[],
): PrimeroReferral | 'none' | 'several' {
  const [first] = free
  if (first === undefined) return 'none'
  if (ofRow.length === 1) return first
  const inProgress = free.filter((referral) => referral.status === 'in_progress')
  const [only] = inProgress
  if (only === undefined || inProgress.length > 1) return 'several'
  const earlier = ofRow.filter((referral) => (referral.createdAt ?? '') < (only.createdAt ?? ''))
  return earlier.every((referral) => decided.includes(referral.status)) ? only : 'several'
}
