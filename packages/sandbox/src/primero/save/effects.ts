import type { PrimeroContext } from '../context.ts'
import { isoDate, isoTime } from '../time.ts'
import { rowsOf, sameValue, textOf, textsOf } from '../value.ts'
import type { JsonObject } from '../value.ts'

/** A record that is being saved; the effects fill it before it is stored. */
export type Draft = Record<string, unknown>

/** Who saves and when. */
export interface Saving {
  readonly context: PrimeroContext
  readonly before: JsonObject | undefined
  readonly by: string
  readonly at: number
}

/** Gives rows their ids and computes what Primero computes of each service (contract §5.3). */
export function completeRows(draft: Draft, { context }: Saving): void {
  for (const name of ['services_section', 'notes_section', 'reopened_logs']) {
    const rows = rowsOf(draft[name])
    if (rows.every((row) => row.unique_id !== undefined)) continue
    draft[name] = rows.map((row) =>
      row.unique_id === undefined ? { ...row, unique_id: context.newId() } : row,
    )
  }
  const services = rowsOf(draft.services_section)
  if (services.length > 0) draft.services_section = services.map(withImplemented)
}

function withImplemented(row: JsonObject): JsonObject {
  const implemented = implementedOf(row)
  return implemented === undefined || row.service_implemented === implemented
    ? row
    : { ...row, service_implemented: implemented }
}

function implementedOf(row: JsonObject): string | undefined {
  if (textOf(row.service_implemented_day_time) !== undefined) return 'implemented'
  return textOf(row.service_type) === undefined ? undefined : 'not_implemented'
}

/** An unknown owner is taken back without a word, but the names associated with the case keep it (contract §4.3). */
export function settleOwner(draft: Draft, { context, before }: Saving): void {
  const owner = draft.owned_by
  const was = before?.owned_by ?? null
  const assigned = textsOf(draft.assigned_user_names)
  if (owner !== was || !sameValue(assigned, textsOf(before?.assigned_user_names))) {
    const names = [...(typeof owner === 'string' ? [owner] : []), ...assigned]
    draft.associated_user_names = [...new Set(names)]
  }
  if (owner === was) return
  const user = typeof owner === 'string' ? context.store.user(owner) : undefined
  if (!user) {
    draft.owned_by = was
    return
  }
  draft.owned_by_agency_id = user.agency
  if (before && was !== null) draft.previously_owned_by = was
}

/** The name is made of its parts. */
export function composeName(draft: Draft): void {
  const parts = [draft.name_first, draft.name_middle, draft.name_last].flatMap((part) => textOf(part) ?? [])
  if (parts.length > 0) draft.name = parts.join(' ')
}

/** Closing, and reopening: by hand, or by a new service row on a closed case that is not disabled (contract §5.3). */
export function settleStatus(draft: Draft, { before, by, at }: Saving): void {
  const wasClosed = before?.status === 'closed'
  const known = new Set(rowsOf(before?.services_section).map((row) => row.unique_id))
  const hasNewRow = rowsOf(draft.services_section).some((row) => !known.has(row.unique_id))
  const reopenedByRow = wasClosed && hasNewRow && draft.record_state !== false
  const reopenedByHand = wasClosed && draft.status === 'open' && draft.case_status_reopened === true
  if (reopenedByRow || reopenedByHand) {
    draft.status = 'open'
    draft.case_status_reopened = true
    // The entry gets its unique_id only at the next save (seen).
    draft.reopened_logs = [...rowsOf(draft.reopened_logs), { reopened_date: isoTime(at), reopened_user: by }]
  } else if (draft.status === 'closed' && !wasClosed) {
    draft.date_closure = isoDate(at)
    draft.case_status_reopened = false
  }
  draft.workflow = workflowOf(draft)
}

function workflowOf(draft: Draft): string {
  if (draft.status === 'closed') return 'closed'
  const services = rowsOf(draft.services_section)
  if (services.length > 0 && services.every((row) => row.service_implemented === 'implemented')) {
    return 'services_implemented'
  }
  if (draft.case_status_reopened === true) return 'reopened'
  return services.flatMap((row) => textOf(row.service_response_type) ?? []).at(-1) ?? 'new'
}

/** Fields whose change by somebody else raises an alert for the owner, with the form it is raised on. */
const alertOn: readonly (readonly [field: string, form: string])[] = [
  ['notes_section', 'notes'],
  ['services_section', 'services'],
]

/**
 * Alerts as they were seen: somebody else's change raises one; the owner's own edit takes all of them away, his
 * referral only those of what it changed.
 */
export function settleAlerts(draft: Draft, saving: Saving, edit: boolean): void {
  const byOwner = draft.last_updated_by === draft.owned_by
  let alerts = textsOf(draft.current_alert_types)
  for (const [field, form] of alertOn) {
    const changed = !sameValue(draft[field], saving.before?.[field])
    if (byOwner) {
      if (changed || edit) alerts = alerts.filter((alert) => alert !== form)
    } else if (changed && !alerts.includes(form)) {
      alerts = [...alerts, form]
    }
  }
  draft.current_alert_types = alerts
}
