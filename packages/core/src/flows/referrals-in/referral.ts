import type { Identity, IdentityField } from '../../domain/identity.ts'
import type { Outcome } from '../../ledger/item.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { MappedRecord } from '../../mapping/map-record.ts'
import type { PingRow } from '../../ping/envelope.ts'
import type { PrimeroCase } from '../../primero/record.ts'
import type { Redacted } from '../../privacy/redacted.ts'
import type { Work } from '../context.ts'

/** What an intervention becomes in Primero. */
export interface Mapped {
  readonly case: MappedRecord
  readonly service: MappedRecord
}

/** For a person to see to. */
export type Held = Outcome & { readonly state: 'attention' }

/** Whose an intervention is, as its detail shows it. */
export interface Known {
  /** In its plain spelling; '' where there is none, or none by which anybody can be known. */
  individualNumber: string
  /** Null until read, and where nothing is compared. */
  identity: Redacted<Identity> | null
}

/** One intervention on its way through a run of flow 1.1. */
export interface Referral extends Work, Known {
  /** `unique_id` of its service row. */
  readonly rowId: string
  /** The intervention as its detail rows show it together; null until read, and when there is none. */
  detail: PingRow | null
  mapped: Mapped | null
  /** In what another intervention that is listed under its number is of another child. */
  contested: readonly IdentityField[]
  /** The case it goes to: found, or null when the child is not known. */
  target: PrimeroCase | null
  /** Why it is refused; told to proGres where the deployment says so. */
  refusal: Held | null
}

/** What proGres says of an intervention's way to Primero (ping-contract §5.1). */
export const transferStatus = {
  /** INFERRED: before any word of ours. */
  ready: '125080000',
  failed: '125080001',
  pending: '125080002',
  acknowledged: '125080003',
  rejected: '125080004',
} as const

/**
 * Whether another ledger began an item: its row was found in Primero (flow 1.2), or proGres shows it as delivered. What flow
 * 1.1 begins by this ledger has a time.
 */
export function isBegunElsewhere({ step, intentAt }: LedgerItem): boolean {
  return step === 'intended' && intentAt === null
}

/** Whether a transfer status says that the referral waits for its delivery; one that nobody knows says nothing. */
export function isUndelivered(status: string): boolean {
  return status === '' || status === transferStatus.ready || status === transferStatus.failed
}

/** Whether a transfer status says that the referral was delivered, or decided since. */
export function isDelivered(status: string): boolean {
  const { pending, acknowledged, rejected } = transferStatus
  return status === pending || status === acknowledged || status === rejected
}

/** The transfer status that a detail shows, as text; '' when it shows none. */
export function transferStatusOf(detail: PingRow | null): string {
  const code = detail?.['progres_primerotransferstatus']
  return typeof code === 'string' || typeof code === 'number' ? String(code).trim() : ''
}

/** Whether proGres shows a referral as delivered, or as decided since: of a row that stands there nothing is left to tell. */
export function isKnownInProgres({ detail }: Referral): boolean {
  return detail !== null && !isUndelivered(transferStatusOf(detail))
}
