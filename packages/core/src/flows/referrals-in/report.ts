import { mapRecord } from '../../mapping/map-record.ts'
import type { IngestionItem } from '../../ping/client.ts'
import type { PingRow } from '../../ping/envelope.ts'
import type { RunContext } from '../context.ts'
import { configSource } from '../../deployment/config-source.ts'
import { maySend, printFor, still } from '../resend.ts'
import { tellProgres, withTransaction, type Telling } from '../tell-progres.ts'
import { isUndelivered, transferStatus, transferStatusOf, type Referral } from './referral.ts'

/** What is said of one intervention, beside what the ledger knows of it. */
interface Saying {
  readonly status: string
  readonly comment?: string
  /** Where its detail shows none. */
  readonly businessUnit?: string | null
}

/** SHP-2748 for one intervention: fields of the map `1.1-status`, and a comment where there is something to say. */
function statusItem(run: RunContext, referral: Referral, saying: Saying): IngestionItem {
  const { numbers } = referral.item
  const { status, comment, businessUnit } = saying
  const map = run.deployment.fieldMaps.get('1.1-status')
  if (map === undefined) throw new Error('Flow 1.1 runs only with its field maps.')
  const sources = {
    progres: {
      progres_lpinterventionid: numbers.interventionGuid,
      progres_businessunit: businessUnit,
      ...referral.detail,
    },
    case: { case_id: referral.target?.caseId ?? numbers.caseId },
    decision: { status, comment },
    deployment: configSource(run.deployment),
  }
  const now = referral.item.intentAt ?? run.startedAt
  const mapped = mapRecord(map, sources, {
    valueMaps: run.deployment.valueMaps,
    timezone: run.deployment.timezone,
    now,
  })
  return {
    externalId: numbers.caseId ?? numbers.interventionGuid ?? referral.item.key,
    fields: mapped.fields,
    ...(comment === undefined ? {} : { comment }),
  }
}

/**
 * Tells proGres that delivered referrals are pending acknowledgement. Never a step back: what proGres shows as
 * acknowledged or rejected stays, also where flow 1.2 has told it so and proGres does not show it yet; what it shows as
 * pending with our case needs no second word.
 */
export async function confirmDeliveries(run: RunContext, referrals: readonly Referral[]): Promise<void> {
  const tellings: Telling<Referral>[] = []
  const delivered = referrals.filter((referral) => referral.open)
  const decisions = await run.ledger.get(
    '1.2',
    delivered.map(({ item }) => item.key),
  )
  // A decision that was taken back with its row says nothing of the row that stands there now.
  const standing = decisions.filter(
    ({ step, sentAt, state }) => (step !== 'none' || sentAt !== null) && state !== 'withdrawn',
  )
  const decided = new Set(standing.map(({ key }) => key))
  await run.each(delivered, async (referral) => {
    const shown = transferStatusOf(referral.detail)
    const beyond =
      shown === transferStatus.acknowledged ||
      shown === transferStatus.rejected ||
      decided.has(referral.item.key)
    const told =
      shown === transferStatus.pending &&
      referral.detail?.['progres_primeroid'] === referral.item.numbers.caseId
    if (beyond || told) return run.settle(referral, { state: 'confirmed' }, { step: 'confirmed' })
    const item = statusItem(run, referral, { status: transferStatus.pending })
    const print = printFor(run.host.keys, referral.item, item)
    if (!maySend(referral.item, print, run.host.clock.now())) {
      return run.settle(referral, still(referral.item, 'ping-rejected'))
    }
    if (run.dryRun) return run.settle(referral, { state: 'waiting', reason: 'dry-run', nextTry: null })
    if (print !== referral.item.fingerprint) await run.change(referral, { fingerprint: print })
    tellings.push({ work: referral, item })
  })
  await tellProgres(run, 'updateTransfer', tellings, {
    taken: async (referral, transactionId) =>
      run.settle(
        referral,
        { state: 'confirmed' },
        { step: 'confirmed', refusedAt: null, ...withTransaction(referral.item, transactionId) },
        ['status-reported'],
      ),
    refused: async (referral, code) =>
      run.settle(
        referral,
        { state: 'attention', reason: 'ping-rejected', about: code === null ? [] : [code] },
        { refusedAt: run.now() },
      ),
  })
}

/** Refusals that are told to proGres (`flows.md`, 1.1): these three and nothing else. */
const reportable: readonly string[] = ['detail-missing', 'field-missing', 'service-type-unmapped']

/** What UNHCR reads: the intervention by number, and what is missing or not agreed. No word of the child. */
function refusalComment(referral: Referral): string {
  const number = referral.item.numbers.interventionNumber ?? referral.item.key
  const about = (referral.refusal?.about ?? []).join(', ')
  if (referral.refusal?.reason === 'field-missing') {
    return `Referral ${number} was not delivered to Primero: these fields are empty: ${about}.`
  }
  if (referral.refusal?.reason === 'service-type-unmapped') {
    return `Referral ${number} was not delivered to Primero: the service type "${about}" is not among the agreed ones.`
  }
  return `Referral ${number} was not delivered to Primero: proGres shows no details of it.`
}

/** Whether the transfer status that a detail shows may be from before a time; false without one. */
function shownBefore(detail: PingRow | null, time: string | null): boolean {
  if (time === null) return false
  const day = detail?.['progres_primerotransferstatusdate']
  return typeof day !== 'string' || day.slice(0, 10) <= time.slice(0, 10)
}

/**
 * Settles refused referrals, and tells proGres so where the deployment wants it: once for each distinct comment, and
 * only while proGres shows the referral as not yet delivered. Whatever PING answers, the refusal itself stands.
 */
export async function refuse(
  run: RunContext,
  referrals: readonly Referral[],
  businessUnitOf: (referral: Referral) => string | null,
): Promise<void> {
  const tellings: Telling<Referral>[] = []
  const doubt = await run.ledger.doubt()
  const stand = async (referral: Referral): Promise<void> => {
    if (referral.refusal !== null) await run.settle(referral, referral.refusal)
  }
  await run.each(referrals, async (referral) => {
    const { refusal } = referral
    if (refusal === null) return
    const comment = refusalComment(referral)
    const print = printFor(run.host.keys, referral.item, comment)
    const shown = transferStatusOf(referral.detail)
    const undelivered = isUndelivered(shown) && referral.item.sentAt === null
    const named = referral.item.numbers.interventionGuid !== undefined
    const wanted = run.deployment.policies.reportRefusals && named && reportable.includes(refusal.reason)
    const { fingerprint: intended, refusedAt, reportedFingerprint } = referral.item
    const told = reportedFingerprint === print || !maySend(referral.item, print, run.host.clock.now())
    if (!wanted || !undelivered || run.dryRun || told) return stand(referral)
    // Its answer was lost or never read, and proGres shows that it arrived.
    const lost = intended === print && refusedAt === null
    // Or a ledger that was set back has forgotten it.
    const forgotten = reportedFingerprint === null && shownBefore(referral.detail, doubt.tellings)
    const arrived = shown === transferStatus.failed && (lost || forgotten)
    if (arrived) return run.settle(referral, refusal, { reportedFingerprint: print }, ['refusal-reported'])
    // Once proGres shows a refusal, its status tells no second one: then no intent is kept, and it may be told twice.
    if (shown !== transferStatus.failed) await run.change(referral, { fingerprint: print })
    const saying = { status: transferStatus.failed, comment, businessUnit: businessUnitOf(referral) }
    tellings.push({ work: referral, item: statusItem(run, referral, saying) })
  })
  const notHeard = async (referral: Referral): Promise<void> => {
    if (referral.refusal === null) return
    const refused = printFor(run.host.keys, referral.item, refusalComment(referral))
    await run.settle(referral, referral.refusal, { fingerprint: refused, refusedAt: run.now() })
  }
  await tellProgres(run, 'updateTransfer', tellings, {
    taken: async (referral, transactionId) => {
      if (referral.refusal === null) return
      const reportedFingerprint = printFor(run.host.keys, referral.item, refusalComment(referral))
      const changes = { reportedFingerprint, ...withTransaction(referral.item, transactionId) }
      await run.settle(referral, referral.refusal, changes, ['refusal-reported'])
    },
    refused: notHeard,
    failed: async (referral, failure) => {
      if (failure.kind === 'stop') run.stop(failure)
      else if (failure.refused !== undefined) return notHeard(referral)
      await stand(referral)
    },
  })
}
