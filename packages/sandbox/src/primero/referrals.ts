import { forbidden, json, notFound, refuse } from './answer.ts'
import type { SystemAnswer } from '../server/system.ts'
import type { User } from './configuration/roles.ts'
import type { PrimeroContext } from './context.ts'
import { may } from './permitted.ts'
import { referralView } from './referral-view.ts'
import { changedView, save } from './save/save.ts'
import type { Saved } from './save/save.ts'
import type { Planned } from './save/cases.ts'
import { inScope } from './scope.ts'
import type { Caller } from './scope.ts'
import type { Referral, ReferralStatus, StoredCase } from './store.ts'
import { isoTime } from './time.ts'
import { isObject, present, rowsOf, textOf, textsOf } from './value.ts'
import type { JsonObject } from './value.ts'

/** `POST /cases/:id/referrals` (contract §6.3). */
export function planRefer(
  context: PrimeroContext,
  caller: Caller,
  resource: string,
  id: string,
  body: JsonObject,
): Planned {
  const { store } = context
  const record = store.case(id.toLowerCase())
  if (!record) return notFound(resource, 'Child', id)
  const sent = isObject(body.data) ? body.data : {}
  const rowId = textOf(sent.service_record_id)
  const allowed =
    may(caller.role, 'case', 'referral') ||
    (rowId !== undefined && may(caller.role, 'case', 'referral_from_service'))
  if (!allowed || !inScope(store, caller, record)) return forbidden(resource)

  const remote = sent.remote === true
  const target = textOf(sent.transitioned_to)
  const targetUser = target === undefined ? undefined : store.user(target)
  if (!remote && !targetUser)
    return refuse(500, resource, { message: "undefined method 'user_name' for nil" })
  const referral = newReferral(context, caller, record, sent, remote ? undefined : targetUser)
  const wrong = invalid(context, resource, record, referral)
  if (wrong) return wrong

  return () => {
    store.putReferral(referral)
    const rows = rowsOf(record.data.services_section).map((row) =>
      rowId !== undefined && row.unique_id === rowId ? { ...row, service_status_referred: true } : row,
    )
    const alerts = textsOf(record.data.current_alert_types)
    const saved = saveCase(context, record, caller.user.userName, {
      ...(rows.length > 0 ? { services_section: rows } : {}),
      ...(remote || alerts.includes('referral') ? {} : { current_alert_types: [...alerts, 'referral'] }),
    })
    return withRecord(context, caller, referral, saved)
  }
}

/** `PATCH /cases/:id/referrals/:rid` (contract §6.4): moves without effect answer 200 like the others. */
export function planRespond(
  context: PrimeroContext,
  caller: Caller,
  resource: string,
  ids: { readonly case: string; readonly referral: string },
  body: JsonObject,
): Planned {
  const found = find(context, caller, resource, ids)
  if ('status' in found) return found.status
  const { referral, record } = found
  const sent = isObject(body.data) ? body.data : {}
  const next = moved(referral, sent, isoTime(context.now()))
  if (!next) return () => withRecord(context, caller, referral, { record, changed: [] })
  const wrong = invalid(context, resource, record, referral)
  if (wrong) return wrong

  return () => {
    context.store.putReferral(next)
    if (next.status === 'done') return finish(context, caller, record, next, textOf(sent.rejection_note))
    // Accepting moves last_updated_at but is nobody's edit; rejecting is.
    const by = next.status === 'rejected' ? caller.user.userName : null
    return withRecord(context, caller, next, saveCase(context, record, by, withoutAlert(record, next)))
  }
}

/** `DELETE /cases/:id/referrals/:rid` revokes, from any state. */
export function planRevoke(
  context: PrimeroContext,
  caller: Caller,
  resource: string,
  ids: { readonly case: string; readonly referral: string },
): Planned {
  const found = find(context, caller, resource, ids)
  if ('status' in found) return found.status
  const { referral, record } = found
  const wrong = invalid(context, resource, record, referral)
  if (wrong) return wrong
  return () => {
    const next: Referral = { ...referral, status: 'revoked' }
    context.store.putReferral(next)
    const saved = saveCase(context, record, caller.user.userName, withoutAlert(record, next))
    return withRecord(context, caller, next, saved)
  }
}

function find(
  { store }: PrimeroContext,
  caller: Caller,
  resource: string,
  ids: { readonly case: string; readonly referral: string },
): { readonly referral: Referral; readonly record: StoredCase } | { readonly status: SystemAnswer } {
  const addressed = store.case(ids.case.toLowerCase())
  if (!addressed) return { status: notFound(resource, 'Child', ids.case) }
  const allowed = ['write', 'receive_referral', 'remove_assigned_users'].some((action) =>
    may(caller.role, 'case', action),
  )
  if (!allowed || !inScope(store, caller, addressed)) return { status: forbidden(resource) }
  const referral = store.referral(ids.referral.toLowerCase())
  // Whether the referral belongs to the case in the address is not looked at (seen).
  const record = referral && store.case(referral.caseId)
  if (!record) return { status: notFound(resource, 'Referral', ids.referral) }
  return { referral, record }
}

function newReferral(
  context: PrimeroContext,
  caller: Caller,
  record: StoredCase,
  sent: JsonObject,
  target: User | undefined,
): Referral {
  const owner = context.store.user(textOf(record.data.owned_by) ?? '')
  const { user } = caller
  return {
    id: context.newId(),
    caseId: record.id,
    status: 'in_progress',
    remote: sent.remote === true,
    transitionedBy: user.userName,
    ...(target && { transitionedTo: target.userName }),
    ...(textOf(sent.service_record_id) !== undefined && {
      serviceRecordId: textOf(sent.service_record_id) ?? '',
    }),
    consentOverridden: sent.consent_overridden === true,
    columns: present({
      consent_individual_transfer: sent.consent_individual_transfer === true,
      allow_case_creation: false,
      service: textOf(sent.service),
      notes: textOf(sent.notes),
      authorized_role_unique_id: textOf(sent.authorized_role_unique_id),
      type_of_export: textOf(sent.type_of_export),
      transitioned_to_agency: textOf(sent.transitioned_to_agency),
      transitioned_to_remote: textOf(sent.transitioned_to_remote),
      created_at: isoTime(context.now()),
      record_owned_by: textOf(record.data.owned_by),
      record_owned_by_agency: owner?.agency,
      record_owned_by_groups: owner?.groups,
      transitioned_by_user_agency: user.agency,
      transitioned_by_user_groups: user.groups,
      transitioned_to_user_agency: target?.agency,
      transitioned_to_user_groups: target?.groups,
    }),
  }
}

/** What every save of a referral checks anew: the consent, and that the target may still receive. */
function invalid(
  { store }: PrimeroContext,
  resource: string,
  record: StoredCase,
  referral: Referral,
): SystemAnswer | undefined {
  const consent = record.data.consent_for_services === true && record.data.disclosure_other_orgs === true
  const target = store.user(referral.transitionedTo ?? '')
  const role = target && store.role(target.role)
  const receives =
    referral.remote ||
    (target !== undefined &&
      role !== undefined &&
      !target.disabled &&
      may(role, 'case', 'receive_referral') &&
      target.userName !== referral.transitionedBy)
  const errors = [
    ...(consent || referral.consentOverridden
      ? []
      : [{ detail: 'consent', message: ['transition.errors.consent'] }]),
    ...(receives ? [] : [{ detail: 'transitioned_to', message: ['transition.errors.to_user_can_receive'] }]),
  ]
  return errors.length === 0 ? undefined : refuse(422, resource, ...errors)
}

/** The referral after a status is sent, or undefined when that does nothing. */
function moved(referral: Referral, sent: JsonObject, at: string): Referral | undefined {
  const move = `${referral.status} → ${typeof sent.status === 'string' ? sent.status : ''}`
  const becomes = (status: ReferralStatus, columns: JsonObject): Referral => ({
    ...referral,
    status,
    columns: { ...referral.columns, ...present(columns) },
  })
  if (move === 'in_progress → accepted') return becomes('accepted', { responded_at: at })
  if (move === 'in_progress → rejected') {
    return becomes('rejected', { responded_at: at, rejected_reason: textOf(sent.rejected_reason) })
  }
  if (move === 'accepted → done') return becomes('done', { rejection_note: textOf(sent.rejection_note) })
  return undefined
}

/** The service is finished: its row says so, and the target's access ends. */
function finish(
  context: PrimeroContext,
  caller: Caller,
  record: StoredCase,
  referral: Referral,
  note: string | undefined,
): SystemAnswer {
  const rows = rowsOf(record.data.services_section).map((row) =>
    referral.serviceRecordId !== undefined && row.unique_id === referral.serviceRecordId
      ? {
          ...row,
          service_implemented_day_time: textOf(row.service_implemented_day_time) ?? isoTime(context.now()),
          ...(note === undefined ? {} : { note_on_referral_from_provider: note }),
        }
      : row,
  )
  const changes = {
    ...withoutAlert(record, referral),
    ...(rows.length > 0 ? { services_section: rows } : {}),
  }
  return withRecord(context, caller, referral, saveCase(context, record, caller.user.userName, changes))
}

function withoutAlert(record: StoredCase, referral: Referral): JsonObject {
  if (referral.remote) return {}
  return {
    current_alert_types: textsOf(record.data.current_alert_types).filter((alert) => alert !== 'referral'),
  }
}

/** Saves the referral's case, with the access and the lists that follow from its referrals. */
function saveCase(context: PrimeroContext, base: StoredCase, by: string | null, changes: JsonObject): Saved {
  const active = context.store
    .referralsOf(base.id)
    .filter((referral) => referral.status === 'in_progress' || referral.status === 'accepted')
  const referred = [...new Set(active.map((referral) => referral.transitionedTo ?? null))]
  const assigned = referred.filter((name) => name !== null)
  const known = 'assigned_user_names' in base.data || assigned.length > 0
  const data = {
    ...base.data,
    referred_users: referred,
    ...(known ? { assigned_user_names: assigned } : {}),
    ...changes,
  }
  return save(context, { base, id: base.id, data, by, edit: false })
}

function withRecord(context: PrimeroContext, caller: Caller, referral: Referral, saved: Saved): SystemAnswer {
  const record = changedView(context, caller.role, saved)
  return json(200, { data: { ...referralView(context, caller, referral), record } })
}
