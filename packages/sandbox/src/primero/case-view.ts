import type { SystemAnswer } from '../server/system.ts'
import { forbidden, json, notFound } from './answer.ts'
import type { PrimeroContext } from './context.ts'
import { may, permittedOf } from './permitted.ts'
import { inScope, seesByReferral } from './scope.ts'
import type { Caller } from './scope.ts'
import type { StoredCase } from './store.ts'
import { isoTime } from './time.ts'
import type { JsonObject } from './value.ts'

/**
 * A case as the caller may read it; `wanted` narrows it to some fields. `id`, `enabled` and `last_updated_at` are
 * always there (contract §3.5).
 */
export function caseView(
  context: PrimeroContext,
  caller: Caller,
  record: StoredCase,
  wanted?: ReadonlySet<string>,
): JsonObject {
  const { readable } = permittedOf(context.store, caller.role)
  const view: Record<string, unknown> = { id: record.id, enabled: record.data.record_state }
  for (const name of wanted ?? Object.keys(record.data)) {
    if (readable.has(name) && name in record.data) view[name] = record.data[name]
  }
  view.last_updated_at = record.data.last_updated_at
  return view
}

/** `GET /cases/:id` (contract §3.6). */
export function readCase(
  context: PrimeroContext,
  caller: Caller,
  resource: string,
  id: string,
): SystemAnswer {
  const record = context.store.case(id.toLowerCase())
  if (!record) return notFound(resource, 'Child', id)
  if (!may(caller.role, 'case', 'read') || !inScope(context.store, caller, record)) return forbidden(resource)
  const view = caseView(context, caller, record)
  if (!seesByReferral(caller, record)) return json(200, { data: view })
  const { forms } = permittedOf(context.store, caller.role)
  return json(200, { data: { ...view, permitted_forms: forms, permitted_form_actions: {} } })
}

/** `GET /cases/:id/record_history`, newest first (contract §7.4). */
export function readHistory(
  context: PrimeroContext,
  caller: Caller,
  resource: string,
  id: string,
  parameters: ReadonlyMap<string, string>,
): SystemAnswer {
  const record = context.store.case(id.toLowerCase())
  if (!record) return notFound(resource, 'Child', id)
  const allowed = may(caller.role, 'case', 'read') && may(caller.role, 'case', 'change_log')
  if (!allowed || !inScope(context.store, caller, record)) return forbidden(resource)

  const { readable } = permittedOf(context.store, caller.role)
  const names = [...parameters].flatMap(([key, value]) =>
    /^filters\[field_names\]\[\d*\]$/.test(key) ? [value] : [],
  )
  const shown = (field: string): boolean =>
    readable.has(field) && (names.length === 0 || names.includes(field))
  const entries = context.store
    .history(record.id)
    .map((entry) => ({
      record_id: record.id,
      record_type: 'cases',
      datetime: isoTime(entry.at),
      user_name: entry.userName,
      action: entry.action,
      record_changes: entry.changes
        .filter((change) => shown(change.field))
        .map(({ field, from, to }) => ({ [field]: { from, to } })),
    }))
    .filter((entry) => names.length === 0 || entry.record_changes.length > 0)
  const page = Math.max(1, Number.parseInt(parameters.get('page') ?? '1', 10) || 1)
  const per = Math.min(1000, Number.parseInt(parameters.get('per') ?? '20', 10) || 20)
  const data = entries.slice((page - 1) * per, page * per)
  return json(200, { data, metadata: { total: entries.length, per, page } })
}
