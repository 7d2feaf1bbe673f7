import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroCase, PrimeroReferral } from '../../primero/record.ts'
import { deployment, ledgerItem, primeroCase, primeroReferral, serviceRow } from '../scene.fixture.ts'
import { assess } from './assess.ts'
import type { Outgoing } from './referral.ts'

/** The service that is referred. */
export const row = serviceRow({})
export const released = '2026-11-20T09:00:00.000Z'
export const sentAt = '2026-11-20T08:30:00.000Z'

/** What differs from a referral that may go out. */
export interface Given {
  readonly item?: Partial<LedgerItem>
  readonly referral?: Partial<PrimeroReferral>
  readonly case?: Partial<PrimeroCase>
  readonly siblings?: Outgoing['siblings']
  readonly inDoubt?: boolean
}

/** What is to be done with a referral, given how it differs from one that may go out. */
export function look({ item = {}, referral = {}, siblings = [], inDoubt = false, ...given }: Given): unknown {
  const outgoing: Outgoing = {
    item: ledgerItem(item),
    open: true,
    case: primeroCase({ services: [row], ...given.case }),
    referral: primeroReferral(referral),
    siblings,
    inDoubt,
  }
  return assess(outgoing, deployment)
}

export const leave = { kind: 'leave' }
export function attention(reason: string, ...about: readonly string[]): unknown {
  return { kind: 'settle', outcome: { state: 'attention', reason, about } }
}

export const noConsent = { consent: { services: false, otherOrganisations: false } }
export const onlyServices = { consent: { services: true, otherOrganisations: false } }
