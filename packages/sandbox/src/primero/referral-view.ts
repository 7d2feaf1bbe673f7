import type { SystemAnswer } from '../server/system.ts'
import { forbidden, json, notFound } from './answer.ts'
import type { PrimeroContext } from './context.ts'
import { may } from './permitted.ts'
import { inScope } from './scope.ts'
import type { Caller } from './scope.ts'
import type { PrimeroStore, Referral, StoredCase } from './store.ts'
import { present, textOf, textsOf } from './value.ts'
import type { JsonObject } from './value.ts'

/** `GET /cases/:id/referrals`, and `/transitions` with its types (contract §6.2). */
export function listReferrals(
  context: PrimeroContext,
  caller: Caller,
  resource: string,
  id: string,
): SystemAnswer {
  const record = context.store.case(id.toLowerCase())
  if (!record) return notFound(resource, 'Child', id)
  if (!may(caller.role, 'case', 'read') || !inScope(context.store, caller, record)) return forbidden(resource)
  const seen = context.store
    .referralsOf(record.id)
    .filter((referral) => sees(context.store, caller, record, referral))
  return json(200, { data: seen.map((referral) => referralView(context, caller, referral)) })
}

/** A referral with all its columns, nulls left out (contract §6.1). */
export function referralView({ store }: PrimeroContext, caller: Caller, referral: Referral): JsonObject {
  const record = store.case(referral.caseId)
  return present({
    id: referral.id,
    type: 'Referral',
    record_id: referral.caseId,
    record_type: 'case',
    status: referral.status,
    remote: referral.remote,
    transitioned_by: referral.transitionedBy,
    transitioned_to: referral.transitionedTo,
    service_record_id: referral.serviceRecordId,
    consent_overridden: referral.consentOverridden,
    ...referral.columns,
    record_access_denied: !record || !inScope(store, caller, record),
    user_can_accept_or_reject:
      !referral.remote &&
      referral.status === 'in_progress' &&
      referral.transitionedTo === caller.user.userName,
  })
}

/** Which referrals of a case an account sees (contract §6.2). */
function sees(store: PrimeroStore, caller: Caller, record: StoredCase, referral: Referral): boolean {
  const { user, role } = caller
  if (role.groupPermission === 'all' || record.data.owned_by === user.userName) return true
  if (role.groupPermission === 'self') return referral.transitionedTo === user.userName
  const owner = store.user(textOf(record.data.owned_by) ?? '')
  if (role.groupPermission === 'agency') {
    return owner?.agency === user.agency || referral.columns.transitioned_to_agency === user.agency
  }
  const sharesGroup = (groups: readonly string[]): boolean =>
    groups.some((group) => user.groups.includes(group))
  return (
    sharesGroup(owner?.groups ?? []) || sharesGroup(textsOf(referral.columns.transitioned_to_user_groups))
  )
}
