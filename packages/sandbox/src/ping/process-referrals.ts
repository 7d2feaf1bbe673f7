import { isNeedCategory, isOption, referralStatus, serviceName, sexCode } from './codes.ts'
import type { PingContext } from './context.ts'
import { isGuid } from './context.ts'
import type { IngestedItem, InteropReferral, Transaction } from './records.ts'

/**
 * Processes the queued items of an SHP-2731 transaction once it has been asked for as often as the setting says.
 * `atOnce` processes them whatever the setting.
 */
export function processQueued(transaction: Transaction, context: PingContext, atOnce = false): void {
  const { afterChecks } = context.settings.processing
  if (!atOnce && (afterChecks === 'never' || transaction.checks < afterChecks)) return
  for (const entry of transaction.items) {
    if (entry.outcome.state !== 'queued') continue
    const received = receiveReferral(entry.item, context)
    entry.outcome =
      typeof received === 'string'
        ? { state: 'failed', error: received }
        : { state: 'done', referralGuid: received.guid }
  }
}

/** The interoperability referral that a good item becomes, or a code and what is wrong with a bad one, in English. */
export function receiveReferral(item: IngestedItem, context: PingContext): InteropReferral | string {
  return itemTrouble(item, context) ?? createReferral(item, context)
}

const required = [
  'progres_pocfirstname',
  'progres_poclastname',
  'progres_pocdateofbirth',
  'progres_pocaddress',
  'progres_orgemail',
  'progres_orgreferredby',
  'progres_requestedservice',
] as const

/** Null for a good item. The text quotes values, as servers do. */
function itemTrouble(item: IngestedItem, { settings }: PingContext): string | null {
  const { fields } = item
  const missing = required.filter((name) => (fields[name] ?? '').trim() === '')
  if (missing.length > 0) return `IOP-1001: Required field missing: ${missing.join(', ')}`
  const birthDate = fields['progres_pocdateofbirth'] ?? ''
  if (!/^\d{4}-\d{2}-\d{2}/.test(birthDate) || Number.isNaN(Date.parse(birthDate)))
    return `IOP-1002: progres_pocdateofbirth '${birthDate}' is not a date`
  const service = fields['progres_requestedservice'] ?? ''
  if (!isGuid(service) || serviceName(service) === undefined)
    return `IOP-1003: progres_requestedservice '${service}' does not exist`
  const sex = fields['progres_pocsex']
  if (sex !== undefined && !isOption(sexCode, sex))
    return `IOP-1004: progres_pocsex '${sex}' is not an option`
  const need = fields['progres_spneedcategory']
  if (need !== undefined && !isNeedCategory(need))
    return `IOP-1005: progres_spneedcategory '${need}' does not exist`
  return settings.processing.fails?.(item) ?? null
}

/** Two items with the same service id make two referrals: PING does not notice duplicates (§3.3). */
function createReferral(item: IngestedItem, context: PingContext): InteropReferral {
  const { store, now, newId } = context
  const { fields } = item
  const order = store.referrals.size
  const comments = [
    ...(fields['progres_comments'] === undefined ? [] : [fields['progres_comments']]),
    ...item.comments,
  ]
  const referral: InteropReferral = {
    guid: newId().toLowerCase(),
    number: `REF-IOP-DAD-${String(order + 1).padStart(9, '0')}`,
    order,
    createdAt: now(),
    status: referralStatus.new,
    reviewDecision: null,
    rejectionReason: null,
    rejectionComment: null,
    reviewDate: null,
    offlineId: fields['progres_offlineid'] ?? null,
    orgReferralId: fields['progres_orgreferralid'] ?? null,
    requestedService: fields['progres_requestedservice'] ?? null,
    fields,
    comments,
  }
  store.putReferral(referral)
  store.record({
    at: now(),
    by: 'gateway',
    on: 'referral',
    guid: referral.guid,
    number: referral.number,
    status: referral.status,
    fields,
    comments,
  })
  return referral
}
