import { isOption, referralStatus } from './codes.ts'
import type { PingContext } from './context.ts'
import { isGuid } from './context.ts'
import type { IngestedItem, InteropReferral } from './records.ts'

const known = new Set([
  'progres_interoperabilityreferralid',
  'progres_interoperabilityreferralstatus',
  'progres_comments',
])

/** Why SHP-2284 cannot take the item (§4.6); null if it can. */
export function referralUpdateTrouble(
  { fields }: IngestedItem,
  { store, settings }: PingContext,
): string | null {
  const guid = fields['progres_interoperabilityreferralid']
  if (guid === undefined || !isGuid(guid))
    return `progres_interoperabilityreferralid '${guid ?? ''}' is not a record id.`
  const status = fields['progres_interoperabilityreferralstatus']
  if (status !== undefined && !isOption(referralStatus, status))
    return `progres_interoperabilityreferralstatus '${status}' is not an option.`
  if (!settings.rejectUnknown) return null
  const stranger = Object.keys(fields).find((name) => !known.has(name))
  if (stranger !== undefined) return `Field '${stranger}' does not exist.`
  return store.referrals.has(guid.toLowerCase()) ? null : `Record '${guid}' does not exist.`
}

/** Does what the item says; a comment without a status is fine. Nothing for an unknown GUID, in silence. */
export function applyReferralUpdate(item: IngestedItem, context: PingContext): void {
  const { store, now } = context
  const { fields } = item
  const referral = store.referrals.get((fields['progres_interoperabilityreferralid'] ?? '').toLowerCase())
  if (!referral) return
  const status = fields['progres_interoperabilityreferralstatus']
  const comment = fields['progres_comments']
  const comments = [...(comment === undefined ? [] : [comment]), ...item.comments]
  const changed: InteropReferral = {
    ...referral,
    status: status === undefined ? referral.status : Number(status),
    comments: [...referral.comments, ...comments],
  }
  store.putReferral(changed)
  store.record({
    at: now(),
    by: 'gateway',
    on: 'referral',
    guid: changed.guid,
    number: changed.number,
    status: changed.status,
    fields,
    comments,
  })
}
