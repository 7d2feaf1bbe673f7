import { configSource } from '../../deployment/config-source.ts'
import { mayBeUnderWay } from '../../http/failure.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import { mapRecord, type MappedRecord } from '../../mapping/map-record.ts'
import { primeroSafeFields } from '../../mapping/primero-safe.ts'
import type { PrimeroReferral } from '../../primero/record.ts'
import { readCases } from '../../primero/sets.ts'
import type { RunContext } from '../context.ts'
import { heldBack } from '../held.ts'
import { maySend, printFor } from '../resend.ts'
import type { Answer } from './answer.ts'
import type { Again } from './bind.ts'
import { rejectionText } from './decide.ts'

/** The decision as Primero's referral takes it, by the field map `2.2-decision`. */
function decisionRecord(run: RunContext, answer: Answer): MappedRecord {
  const map = run.deployment.fieldMaps.get('2.2-decision')
  if (map === undefined || answer.detail === null) throw new Error('Flow 2.2 decides only what it has read.')
  const reason = answer.decision === 'rejected' ? rejectionText(answer.detail) : undefined
  const sources = {
    decision: { status: answer.decision, reason },
    progres: { progres_interoperabilityreferralid: answer.detail.refIopGuid },
    deployment: configSource(run.deployment),
  }
  const now = answer.item.intentAt ?? run.startedAt
  const mapped = mapRecord(map, sources, {
    valueMaps: run.deployment.valueMaps,
    timezone: run.deployment.timezone,
    now,
  })
  return { ...mapped, fields: primeroSafeFields(map, mapped.fields) }
}

/**
 * Writes decisions to the referrals in Primero, one at a time per case, and takes Primero's answer as the read-back:
 * it answers 200 also where it did nothing. A decision that came through is left open with step `delivered`. Gives
 * those that were tried; late ones, and those behind a late one of their case, go on by `again`.
 */
export async function applyDecisions(
  run: RunContext,
  answers: readonly Answer[],
  again: Again,
): Promise<readonly Answer[]> {
  const open = answers.filter((answer) => answer.open && answer.item.step !== 'delivered')
  await lookAtConsent(run, open)
  const caseOf = ({ target }: Answer): string => target?.primeroId ?? ''
  const still = open.filter((answer) => answer.open)
  const behind = still.filter((answer) => run.isLate(caseOf(answer)))
  if (behind.length > 0) run.afterLate(async () => again(behind))
  const byCase = Map.groupBy(
    still.filter((answer) => !behind.includes(answer)),
    caseOf,
  )
  const applied = await run.abreast(
    [...byCase.values()],
    async (group) => {
      for (const answer of group) await run.each([answer], async (one) => applyOne(run, one))
    },
    { keys: ([first]) => [first?.target?.primeroId ?? ''], again },
  )
  return applied.flat()
}

/**
 * A refusal for want of consent is looked at by reading: once the boxes are ticked again, it may be sent. Trouble
 * between two looks may have covered the reason, so everything refused is looked at that is not known to be otherwise.
 */
async function lookAtConsent(run: RunContext, answers: readonly Answer[]): Promise<void> {
  const refused = answers.filter(({ item }) => item.refusedAt !== null && !isOtherRefusal(item.reason))
  const ids = refused.flatMap((answer) => answer.target?.primeroId ?? [])
  const reading = await readCases(run.primero, ids, 'consent_for_services,disclosure_other_orgs')
  await run.each(refused, async (answer) => {
    const id = answer.target?.primeroId ?? ''
    const failure = reading.failures.get(id)
    if (failure !== undefined) return run.fail(answer, failure)
    const consent = reading.found.get(id)?.[0]?.consent
    if (consent === undefined) return
    if (!consent.services || !consent.otherOrganisations) {
      return run.settle(answer, { state: 'attention', reason: 'consent-withdrawn' })
    }
    if (answer.item.reason === 'consent-withdrawn') await run.change(answer, { refusedAt: null })
  })
}

/** Whether Primero's refusal is known to have been about something else than consent. */
function isOtherRefusal(reason: LedgerItem['reason']): boolean {
  return reason === 'primero-refused' || reason === 'primero-forbidden' || reason === 'system-stumbles'
}

async function applyOne(run: RunContext, answer: Answer): Promise<void> {
  const stopped = run.stopped()
  if (stopped !== null) return run.fail(answer, stopped)
  const { target, item } = answer
  if (target === null) throw new Error('A decision is applied only once its referral is known.')
  const mapped = decisionRecord(run, answer)
  const { referral: read } = answer
  if (read !== null && read.status !== 'in_progress') {
    return stands(answer, read, mapped) ? applied(run, answer) : notApplied(run, answer)
  }
  run.warn(mapped)
  const held = heldBack([mapped])
  if (held !== null) return run.settle(answer, held)
  const print = printFor(run.host.keys, item, mapped.fields)
  if (!maySend(item, print, run.host.clock.now())) {
    const known = isOtherRefusal(item.reason) || item.reason === 'consent-withdrawn'
    const { reason, about } = known ? item : { reason: null, about: [] }
    return run.settle(answer, { state: 'attention', reason: reason ?? 'primero-refused', about })
  }
  if (run.dryRun) return run.wouldWrite(answer, [{ record: '2.2-decision', mapped }])
  const unanswered = run.unanswered.get(target.primeroId)
  if (unanswered !== undefined) return run.fail(answer, unanswered)
  await run.change(answer, {
    step: 'intended',
    fingerprint: print,
    intentAt: item.intentAt ?? run.startedAt,
    numbers: { ...item.numbers, ...target },
  })
  const { primeroId, referralId } = target
  const responded = await run.primero.respond(primeroId, referralId, mapped.fields, answer.item.numbers)
  if (responded.kind === 'trouble' || responded.kind === 'stop') {
    if (mayBeUnderWay(responded)) run.unanswered.set(primeroId, responded)
    const refused = responded.kind === 'trouble' && responded.refused !== undefined
    return run.fail(answer, responded, refused ? { step: 'none' } : {})
  }
  if (responded.kind === 'missing') {
    const about = ['referral']
    return run.settle(answer, { state: 'attention', reason: 'referral-not-found', about }, { step: 'none' })
  }
  const notDone = { step: 'none', refusedAt: run.now() } as const
  if (responded.kind === 'refused') {
    const consent = responded.fields.includes('consent')
    const reason = consent ? 'consent-withdrawn' : 'primero-refused'
    return run.settle(answer, { state: 'attention', reason, about: consent ? [] : responded.fields }, notDone)
  }
  const { referral } = responded
  const same = referral.id === referralId && referral.recordId === primeroId
  return same && stands(answer, referral, mapped) ? applied(run, answer) : notApplied(run, answer)
}

/**
 * Whether the decision stands in Primero. A rejection after one that was already carried over must stand there with its
 * own words: Primero keeps those of the first.
 */
function stands({ decision, item }: Answer, referral: PrimeroReferral, { fields }: MappedRecord): boolean {
  if (referral.status !== decision) return false
  if (decision === 'accepted' || item.deliveredVersion === null) return true
  return (referral.record.reveal()['rejected_reason'] ?? '') === (fields['rejected_reason'] ?? '')
}

async function applied(run: RunContext, answer: Answer): Promise<void> {
  if (run.dryRun) return run.settle(answer, { state: 'waiting', reason: 'dry-run', nextTry: null })
  const { version, numbers, intentAt, step } = answer.item
  // Without an intent of ours it stood there by somebody else's hand.
  const events = step === 'intended' ? (['decision-applied'] as const) : []
  await run.change(
    answer,
    {
      step: 'delivered',
      deliveredVersion: version,
      refusedAt: null,
      sentAt: run.now(),
      intentAt: intentAt ?? run.startedAt,
      numbers: { ...numbers, ...answer.target },
    },
    events,
  )
}

async function notApplied(run: RunContext, answer: Answer): Promise<void> {
  const numbers = { ...answer.item.numbers, ...answer.target }
  await run.settle(answer, { state: 'attention', reason: 'decision-not-applied' }, { step: 'none', numbers })
}
