import type { Deployment } from '../../deployment/deployment.ts'
import { sameAgency } from '../../domain/ids.ts'
import type { Finding } from '../../ledger/item.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroCase, PrimeroReferral, ServiceRow } from '../../primero/record.ts'
import { individualPseudonym, type LedgerKeys } from '../../privacy/pseudonym.ts'
import type { Work } from '../context.ts'

/** One referral to UNHCR on its way through a run of flow 2.1. */
export interface Outgoing extends Work {
  readonly case: PrimeroCase
  readonly referral: PrimeroReferral
  /** The other referrals to UNHCR of the same service row, with what the ledger knows of them. */
  readonly siblings: readonly { readonly referral: PrimeroReferral; readonly item: LedgerItem | null }[]
  /** The ledger may have forgotten that it was sent. */
  readonly inDoubt: boolean
}

/** Whether a referral goes to UNHCR (`flows.md`, 2.1). */
export function isUnhcrs(referral: PrimeroReferral, deployment: Deployment): boolean {
  const { agency, user } = deployment.primero.unhcr
  return (
    referral.transitionedTo === user ||
    sameAgency(referral.agency, agency) ||
    sameAgency(referral.userAgency, agency)
  )
}

/** Whether a case may hold a referral to UNHCR: a row of its agency, or one that cannot be read, or its user among those assigned. */
export function mayHoldReferral(found: PrimeroCase, deployment: Deployment): boolean {
  const { agency, user } = deployment.primero.unhcr
  return (
    found.unreadableServices > 0 ||
    found.assignedUserNames.includes(user) ||
    found.services.some((row) => sameAgency(row.implementingAgency, agency))
  )
}

/** What the ledger notes of a referral. */
export function referralFinding(
  found: PrimeroCase,
  referral: PrimeroReferral,
  deployment: Deployment,
  keys: LedgerKeys,
): Finding {
  return {
    flow: '2.1',
    key: referral.id,
    version: null,
    individual:
      found.individualNumber === null
        ? null
        : individualPseudonym(keys, deployment.name, found.individualNumber),
    numbers: {
      referralId: referral.id,
      primeroId: found.id,
      ...(referral.serviceRecordId === null ? {} : { serviceUniqueId: referral.serviceRecordId }),
      ...(found.caseId === null ? {} : { caseId: found.caseId }),
      ...(found.caseIdDisplay === null ? {} : { caseIdDisplay: found.caseIdDisplay }),
    },
  }
}

/** The service row a referral was made from; null when it names none, or one that the case does not have. */
export function serviceOf(found: PrimeroCase, referral: PrimeroReferral): ServiceRow | null {
  if (referral.serviceRecordId === null) return null
  return found.services.find((row) => row.uniqueId.toLowerCase() === referral.serviceRecordId) ?? null
}

/** Whether UNHCR has a referral, or may have it: sent, cut off while it was sent, or found in proGres. */
export function maybeSent(item: LedgerItem): boolean {
  return item.sentAt !== null || item.step !== 'none'
}

/**
 * Whether a ledger that was set back may have forgotten that a referral was sent: it was made in Primero before the
 * ledger was found set back (`sends`), and no person has let it go since. `aheadMs`: how much later Primero's clock says
 * that it was made.
 */
export function mayBeForgotten(
  referral: PrimeroReferral,
  item: LedgerItem | undefined,
  sends: string | null,
  aheadMs: number,
): boolean {
  if (sends === null || (item?.releasedAt ?? '') > sends) return false
  const madeAfter = Date.parse(referral.createdAt ?? '') - aheadMs > Date.parse(sends)
  return !madeAfter
}

/** What the ledger notes of a referral that is surely not in proGres. */
export const notSent = { step: 'none', sentAt: null } as const
