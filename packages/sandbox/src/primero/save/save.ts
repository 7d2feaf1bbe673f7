import { permittedOf } from '../permitted.ts'
import type { Role } from '../configuration/roles.ts'
import type { PrimeroContext } from '../context.ts'
import type { StoredCase } from '../store.ts'
import { isoDate, isoTime } from '../time.ts'
import { sameValue, textOf } from '../value.ts'
import type { JsonObject } from '../value.ts'
import { completeRows, composeName, settleAlerts, settleOwner, settleStatus } from './effects.ts'
import type { Draft, Saving } from './effects.ts'

/** What is to be saved. */
export interface Save {
  /** The case as the request found it; undefined to create one. It is this that is overwritten, whatever came since. */
  readonly base: StoredCase | undefined
  readonly id: string
  /** The whole record, merged. */
  readonly data: JsonObject
  /** The account that saves; null when the save does not count as anybody's edit (accepting a referral). */
  readonly by: string | null
  /** False for saves that a referral brings about. */
  readonly edit: boolean
}

/** A case as saved, with the names of the fields that the save changed. */
export interface Saved {
  readonly record: StoredCase
  readonly changed: readonly string[]
}

/** Saves a case as a whole with all that Primero does at a save (contract §4.3, §5.3). */
export function save(context: PrimeroContext, request: Save): Saved {
  const at = context.now()
  const before = request.base?.data
  const by = request.by ?? textOf(before?.last_updated_by) ?? ''
  const saving: Saving = { context, before, by, at }
  const draft: Draft = before ? { ...request.data } : { ...defaults(context, request, at), ...request.data }
  delete draft.id

  completeRows(draft, saving)
  settleOwner(draft, saving)
  composeName(draft)
  draft.last_updated_at = isoTime(at)
  draft.last_updated_by = by
  draft.not_edited_by_owner = by !== draft.owned_by
  settleStatus(draft, saving)
  settleAlerts(draft, saving, request.edit)

  const changed = Object.keys(draft).filter((name) => !sameValue(draft[name], before?.[name]))
  const createdAt = Date.parse(String(draft.created_at))
  const record: StoredCase = { id: request.id, data: draft, createdAt, updatedAt: at }
  context.store.putCase(record, {
    at,
    userName: by,
    action: before ? 'update' : 'create',
    changes: changed
      .filter((name) => !name.startsWith('last_updated_'))
      .map((field) => ({ field, from: before?.[field] ?? null, to: draft[field] })),
  })
  return { record, changed }
}

/** The changed fields that a role may read, as answers to writes show them. */
export function changedView(context: PrimeroContext, role: Role, { record, changed }: Saved): JsonObject {
  const { readable } = permittedOf(context.store, role)
  const shown = changed.filter((name) => readable.has(name) && name !== 'last_updated_by')
  return {
    id: record.id,
    enabled: record.data.record_state,
    ...Object.fromEntries(shown.map((name) => [name, record.data[name]])),
    last_updated_at: record.data.last_updated_at,
  }
}

function defaults(context: PrimeroContext, request: Save, at: number): JsonObject {
  const unique = context.newId()
  return {
    record_state: true,
    status: 'open',
    registration_date: isoDate(at),
    reopened_logs: [],
    notes_section: [],
    protection_concerns: [],
    owned_by: request.by,
    created_by: request.by,
    created_at: isoTime(at),
    posted_at: isoTime(at),
    unique_identifier: unique,
    short_id: unique.slice(-7),
    case_id: unique,
    case_id_display: unique.slice(-7),
    current_alert_types: [],
  }
}
