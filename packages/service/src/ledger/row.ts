import type { ItemNumbers, LedgerItem, NumberKind } from '@ping-primero/core/ledger/ledger.ts'
import type { ItemTable } from './schema.ts'
import { ownStrand } from './strand-key.ts'

/** The column of each kind of number. */
export const numberColumns = {
  interventionNumber: 'intervention_number',
  interventionGuid: 'intervention_guid',
  primeroId: 'primero_id',
  caseId: 'case_id',
  caseIdDisplay: 'case_id_display',
  serviceUniqueId: 'service_unique_id',
  referralId: 'referral_id',
  refIopNumber: 'ref_iop_number',
  refIopGuid: 'ref_iop_guid',
  transactionId: 'transaction_id',
} as const satisfies Record<NumberKind, keyof ItemTable>

/** Every kind of number, in the order of the glossary. */
export const numberKinds = [
  'interventionNumber',
  'interventionGuid',
  'primeroId',
  'caseId',
  'caseIdDisplay',
  'serviceUniqueId',
  'referralId',
  'refIopNumber',
  'refIopGuid',
  'transactionId',
] as const satisfies readonly NumberKind[]

/** The columns by which items are found, an index each; most saves leave them as they are. */
export const findingColumns = ['found_at', ...Object.values(numberColumns), 'individual', 'strand'] as const

/** The columns of an item that saves change: all but its key and those it is found by. */
export const changingColumns = [
  'state',
  'reason',
  'about',
  'since',
  'confirmed_at',
  'attempts',
  'next_try',
  'step',
  'version',
  'decision',
  'delivered_version',
  'fingerprint',
  'refused_at',
  'intent_at',
  'sent_at',
  'reported_fingerprint',
  'look_due',
  'released_at',
  'seen_run',
  'settled_run',
  'revision',
] as const satisfies readonly (keyof ItemTable)[]

/** The row of an item at a revision. */
export function rowOf(deployment: string, item: LedgerItem, revision: number): ItemTable {
  const { numbers } = item
  return {
    deployment,
    flow: item.flow,
    key: item.key,
    state: item.state,
    reason: item.reason,
    about: JSON.stringify(item.about),
    since: item.since,
    found_at: item.foundAt,
    found_on: item.foundOn,
    confirmed_at: item.confirmedAt,
    attempts: item.attempts,
    next_try: item.nextTry,
    step: item.step,
    version: item.version,
    decision: item.decision,
    delivered_version: item.deliveredVersion,
    fingerprint: item.fingerprint,
    refused_at: item.refusedAt,
    intent_at: item.intentAt,
    sent_at: item.sentAt,
    reported_fingerprint: item.reportedFingerprint,
    look_due: item.lookDue ? 1 : 0,
    released_at: item.releasedAt,
    intervention_number: numbers.interventionNumber ?? null,
    intervention_guid: numbers.interventionGuid ?? null,
    primero_id: numbers.primeroId ?? null,
    case_id: numbers.caseId ?? null,
    case_id_display: numbers.caseIdDisplay ?? null,
    service_unique_id: numbers.serviceUniqueId ?? null,
    referral_id: numbers.referralId ?? null,
    ref_iop_number: numbers.refIopNumber ?? null,
    ref_iop_guid: numbers.refIopGuid ?? null,
    transaction_id: numbers.transactionId ?? null,
    individual: item.individual,
    strand: ownStrand(item),
    seen_run: item.seenRun,
    settled_run: item.settledRun,
    revision,
  }
}

/** The item of a row. */
export function itemOf(row: Readonly<ItemTable>): LedgerItem {
  return {
    flow: row.flow,
    key: row.key,
    state: row.state,
    reason: row.reason,
    about: aboutOf(row.about),
    since: row.since,
    foundAt: row.found_at,
    foundOn: row.found_on,
    confirmedAt: row.confirmed_at,
    attempts: row.attempts,
    nextTry: row.next_try,
    step: row.step,
    version: row.version,
    decision: row.decision,
    deliveredVersion: row.delivered_version,
    fingerprint: row.fingerprint,
    refusedAt: row.refused_at,
    intentAt: row.intent_at,
    sentAt: row.sent_at,
    reportedFingerprint: row.reported_fingerprint,
    lookDue: row.look_due === 1,
    releasedAt: row.released_at,
    numbers: numbersOf(row),
    individual: row.individual,
    seenRun: row.seen_run,
    settledRun: row.settled_run,
    revision: row.revision,
  }
}

function numbersOf(row: Readonly<ItemTable>): ItemNumbers {
  const numbers: { -readonly [Kind in NumberKind]?: string } = {}
  for (const kind of numberKinds) {
    const value = row[numberColumns[kind]]
    if (value !== null) numbers[kind] = value
  }
  return numbers
}

/** What a reason is about, as it is kept. */
export function aboutOf(text: string): readonly string[] {
  const about: unknown = JSON.parse(text)
  if (!Array.isArray(about)) throw new TypeError('The ledger holds an item whose "about" is no list.')
  return about.map(String)
}
