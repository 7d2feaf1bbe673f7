import { sameAgency } from '../../domain/ids.ts'
import type { Deployment } from '../../deployment/deployment.ts'
import type { Outcome } from '../../ledger/item.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroReferral, ServiceRow } from '../../primero/record.ts'
import type { ReasonCode } from '../../reasons/catalogue.ts'
import { maybeSent, serviceOf, type Outgoing } from './referral.ts'

/** What a look at a referral says: leave it, settle it, or send it. */
export type Assessment =
  | { readonly kind: 'leave' }
  | { readonly kind: 'settle'; readonly outcome: Outcome; readonly step?: 'intended' }
  | { readonly kind: 'send'; readonly service: ServiceRow }

const leave: Assessment = { kind: 'leave' }

function attention(
  reason: Extract<Outcome, { state: 'attention' }>['reason'],
  about: readonly string[] = [],
): Assessment {
  return { kind: 'settle', outcome: { state: 'attention', reason, about } }
}

/** Judges one referral to UNHCR as its case shows it now (`flows.md`, 2.1). Pure. */
export function assess(outgoing: Outgoing, deployment: Deployment): Assessment {
  const { item, referral } = outgoing
  if (item.state === 'handled') return leave
  return maybeSent(item) ? assessSent(outgoing) : assessUnsent(outgoing, deployment, referral)
}

/**
 * Whether a person let an uncertain send go again: after it became uncertain, not by a release that the send itself
 * used up.
 */
export function isLetGo(item: LedgerItem): boolean {
  const { releasedAt, sentAt, since } = item
  return isUncertain(item) && releasedAt !== null && releasedAt >= since && releasedAt > (sentAt ?? '')
}

function isUncertain({ reason }: LedgerItem): boolean {
  return reason === 'outcome-unknown' || reason === 'transaction-missing'
}

/** Whether UNHCR may have it: by the consent of the case, or because somebody overrode that it was missing. */
function isAgreed({ case: { consent }, referral }: Outgoing): boolean {
  return (consent.services && consent.otherOrganisations) || referral.consentOverridden
}

/** What a person has to clear up although UNHCR has the referral, or may have it; nothing else settles it. */
export function isWithPerson({ reason }: LedgerItem): boolean {
  return (
    reason === 'consent-withdrawn' || reason === 'revoked-after-sending' || reason === 'referral-not-found'
  )
}

function assessSent(outgoing: Outgoing): Assessment {
  const { item, referral } = outgoing
  if (referral.status === 'revoked') return attention('revoked-after-sending')
  const undecided = referral.status === 'in_progress'
  if (undecided && !isAgreed(outgoing)) return attention('consent-withdrawn')
  if (item.state === 'confirmed') return leave
  // Told by PING, or proved by a decision of proGres.
  const arrived = item.step === 'confirmed' || item.numbers.refIopGuid !== undefined
  if (arrived) return { kind: 'settle', outcome: { state: 'confirmed' } }
  // Cut off between intent and outcome, by a crash of ours.
  if (item.step === 'intended') return isUncertain(item) ? leave : attention('outcome-unknown')
  if (!isWithPerson(item)) return leave
  return { kind: 'settle', outcome: { state: 'waiting', reason: 'ping-processing', nextTry: null } }
}

function assessUnsent(outgoing: Outgoing, deployment: Deployment, referral: PrimeroReferral): Assessment {
  if (referral.status === 'unknown') return attention('record-unreadable', ['status'])
  const doubt = outgoing.inDoubt ? assessForgotten(outgoing) : null
  if (doubt !== null) return doubt
  // Revoked, or decided in Primero by somebody, before anything was sent.
  if (referral.status !== 'in_progress') return { kind: 'settle', outcome: { state: 'withdrawn' } }
  const service = serviceOf(outgoing.case, referral)
  if (service === null) {
    return outgoing.case.unreadableServices > 0
      ? attention('record-unreadable', ['services_section'])
      : attention('referral-without-service')
  }
  if (!sameAgency(service.implementingAgency, deployment.primero.unhcr.agency)) {
    return attention('referral-agency-differs')
  }
  const repeated = repeats(outgoing)
  const released = outgoing.item.releasedAt !== null
  if (!isAgreed(outgoing)) return attention('consent-missing')
  // All reasons are shown at once, so that one release is about all of what it lets go.
  const alsoRepeated = repeated ? (['referral-repeated'] as const) : []
  if (referral.consentOverridden && !released) return attention('consent-overridden', alsoRepeated)
  if (repeated && !released) return attention('referral-repeated')
  return { kind: 'send', service }
}

/**
 * Judges one that a ledger that is gone may have sent. Whatever became of its consent or its row since, nothing may say that
 * it never left. Null = it surely did not: it names no row, or was decided in Primero by somebody.
 */
function assessForgotten(outgoing: Outgoing): Assessment | null {
  const { referral } = outgoing
  if (referral.status === 'revoked') return forgotten('revoked-after-sending', ['outcome-unknown'])
  if (referral.status !== 'in_progress' || referral.serviceRecordId === null) return null
  if (!isAgreed(outgoing)) return forgotten('consent-withdrawn', ['outcome-unknown'])
  // All reasons are shown at once, so that one release is about all of what it lets go.
  return forgotten('outcome-unknown', [
    ...(referral.consentOverridden ? (['consent-overridden'] as const) : []),
    ...(repeats(outgoing) ? (['referral-repeated'] as const) : []),
  ])
}

/** As uncertain as a send that was cut off, and looked for in proGres like one. */
function forgotten(
  reason: 'outcome-unknown' | 'revoked-after-sending' | 'consent-withdrawn',
  about: readonly ReasonCode[],
): Assessment {
  return { kind: 'settle', outcome: { state: 'attention', reason, about }, step: 'intended' }
}

/** Whether another referral of the same row is open at UNHCR, or comes before this one. */
function repeats(outgoing: Outgoing): boolean {
  const { referral } = outgoing
  return outgoing.siblings.some(({ referral: other, item }) => {
    if (item !== null && maybeSent(item)) {
      return other.status === 'in_progress' || (other.status === 'revoked' && item.state !== 'handled')
    }
    if (item?.state === 'handled') return false
    return other.status === 'in_progress' && comesBefore(other, referral)
  })
}

function comesBefore(a: PrimeroReferral, b: PrimeroReferral): boolean {
  const [first, second] = [a.createdAt ?? '', b.createdAt ?? '']
  return first === second ? a.id < b.id : first < second
}
