import { mapRecord, type MappedRecord } from '../../mapping/map-record.ts'
import { primeroSafeFields } from '../../mapping/primero-safe.ts'
import { readCases } from '../../primero/sets.ts'
import type { RunContext } from '../context.ts'
import { configSource } from '../../deployment/config-source.ts'
import { fingerprint, maySend } from '../resend.ts'
import type { Answer } from './answer.ts'
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
  const mapped = mapRecord(map, sources, { valueMaps: run.deployment.valueMaps, now })
  return { ...mapped, fields: primeroSafeFields(map, mapped.fields) }
}

/**
 * Writes decisions to the referrals in Primero, one at a time per case, and takes Primero's answer as the read-back:
 * it answers 200 also where it did nothing. A decision that came through is left open with step `delivered`.
 */
export async function applyDecisions(run: RunContext, answers: readonly Answer[]): Promise<void> {
  const open = answers.filter((answer) => answer.open && answer.item.step !== 'delivered')
  await releaseConsented(run, open)
  const byCase = Map.groupBy(
    open.filter((answer) => answer.open),
    (answer) => answer.target?.primeroId ?? '',
  )
  await Promise.all(
    [...byCase.values()].map(async (group) => {
      for (const answer of group) await run.each([answer], async (one) => applyOne(run, one))
    }),
  )
}

/** A refusal for want of consent is looked at by reading: once the boxes are ticked again, it may be sent. */
async function releaseConsented(run: RunContext, answers: readonly Answer[]): Promise<void> {
  const waiting = answers.filter((answer) => answer.item.reason === 'consent-withdrawn')
  const ids = waiting.flatMap((answer) => answer.target?.primeroId ?? [])
  const reading = await readCases(run.primero, ids, 'consent_for_services,disclosure_other_orgs')
  await run.each(waiting, async (answer) => {
    const id = answer.target?.primeroId ?? ''
    const failure = reading.failures.get(id)
    if (failure !== undefined) return run.fail(answer, failure)
    const consent = reading.found.get(id)?.[0]?.consent
    if (consent?.services === true && consent.otherOrganisations) return run.change(answer, { refusedAt: null })
  })
}

async function applyOne(run: RunContext, answer: Answer): Promise<void> {
  const stopped = run.stopped()
  if (stopped !== null) return run.fail(answer, stopped)
  const { target, item } = answer
  if (target === null) throw new Error('A decision is applied only once its referral is known.')
  if (answer.status !== null && answer.status !== 'in_progress') {
    return answer.status === answer.decision ? applied(run, answer) : notApplied(run, answer)
  }
  const mapped = decisionRecord(run, answer)
  const print = fingerprint(run.host.keys, mapped.fields)
  if (!maySend(item, print, run.host.clock.now())) {
    return run.settle(answer, { state: 'attention', reason: item.reason ?? 'primero-refused', about: item.about })
  }
  if (run.dryRun) return run.wouldWrite(answer, [{ record: '2.2-decision', mapped }])
  await run.change(answer, {
    step: 'intended',
    fingerprint: print,
    intentAt: item.intentAt ?? run.startedAt,
    numbers: { ...item.numbers, ...target },
  })
  const { primeroId, referralId } = target
  const responded = await run.primero.respond(primeroId, referralId, mapped.fields, answer.item.numbers)
  if (responded.kind === 'trouble' || responded.kind === 'stop') return run.fail(answer, responded)
  if (responded.kind === 'missing') {
    return run.settle(answer, { state: 'attention', reason: 'referral-not-found', about: ['referral'] })
  }
  if (responded.kind === 'forbidden') return run.settle(answer, { state: 'attention', reason: 'primero-forbidden' })
  if (responded.kind === 'refused') {
    const consent = responded.fields.includes('consent')
    const reason = consent ? 'consent-withdrawn' : 'primero-refused'
    const about = consent ? [] : responded.fields
    return run.settle(answer, { state: 'attention', reason, about }, { refusedAt: run.now() })
  }
  const { referral } = responded
  const same = referral.id === referralId && referral.recordId === primeroId
  return same && referral.status === answer.decision ? applied(run, answer) : notApplied(run, answer)
}

async function applied(run: RunContext, answer: Answer): Promise<void> {
  if (run.dryRun) return run.settle(answer, { state: 'waiting', reason: 'dry-run', nextTry: null })
  const { version, numbers, intentAt } = answer.item
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
    ['decision-applied'],
  )
}

async function notApplied(run: RunContext, answer: Answer): Promise<void> {
  const numbers = { ...answer.item.numbers, ...answer.target }
  await run.settle(answer, { state: 'attention', reason: 'decision-not-applied' }, { numbers })
}
