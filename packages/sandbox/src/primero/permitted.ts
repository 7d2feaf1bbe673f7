import type { FormField } from './configuration/field.ts'
import type { Role } from './configuration/roles.ts'
import type { PrimeroStore } from './store.ts'

/** What a role may read, write and filter by, derived of its forms (contract §3.2, §4.1). */
export interface Permitted {
  readonly readable: ReadonlySet<string>
  readonly filterable: ReadonlySet<string>
  /** Fields of the forms that the role may write, by name. */
  readonly writable: ReadonlyMap<string, FormField>
  /** Form → right, as `permitted_form` of the account shows it. */
  readonly forms: Readonly<Record<string, 'r' | 'rw'>>
}

/** Fields that every role reads and filters by. */
const alwaysFilterable = [
  'id',
  'status',
  'state',
  'record_state',
  'owned_by',
  'module_id',
  'created_at',
  'case_id_display',
  'short_id',
  'sex',
  'age',
  'registration_date',
  'associated_user_names',
  'workflow',
]

/** Fields that every role with `read` reads and filters by besides. */
const readerFields = [
  'last_updated_at',
  'last_updated_by',
  'created_by',
  'owned_by_agency_id',
  'assigned_user_names',
  'consent_for_services',
  'disclosure_other_orgs',
  'previously_owned_by',
  'not_edited_by_owner',
  'current_alert_types',
  'reopened_logs',
  'case_status_reopened',
]

/** Read but not filtered by: that takes a dashboard permission, which no role here has. */
const readOnlyFields = [
  'referred_users',
  'referred_users_present',
  'posted_at',
  'case_type',
  'case_id',
  'date_closure',
]

/** Fields that any creator or writer may set, whatever his forms (contract §4.1, §5.2). */
export const coreWritable: ReadonlySet<string> = new Set([
  'id',
  'status',
  'state',
  'case_status_reopened',
  'record_state',
  'created_at',
  'owned_by',
  'module_id',
  'incident_case_id',
])

/** Ignored on update (contract §5.2). */
export const fixedOnUpdate: ReadonlySet<string> = new Set([
  'id',
  'unique_identifier',
  'unique_id',
  'short_id',
  'created_by',
  'case_id',
  'case_id_display',
])

/** Compared as they come, one value only (contract §3.2, point 5). */
export const idFields: ReadonlySet<string> = new Set([
  'short_id',
  'case_id_display',
  'case_id',
  'unhcr_id_no',
  'unhcr_individual_no',
  'national_id_no',
  'other_id_no',
  'ration_card_no',
  'registry_no',
  'family_number',
  'un_no',
])

interface Kept {
  readonly configuration: number
  readonly byRole: Map<Role, Permitted>
}

const keptOf = new WeakMap<PrimeroStore, Kept>()

/** Derived once for a role of a store, and again when its forms change. */
export function permittedOf(store: PrimeroStore, role: Role): Permitted {
  let kept = keptOf.get(store)
  if (kept?.configuration !== store.configuration) {
    kept = { configuration: store.configuration, byRole: new Map() }
    keptOf.set(store, kept)
  }
  const known = kept.byRole.get(role)
  if (known) return known
  const permitted = derive(store, role)
  kept.byRole.set(role, permitted)
  return permitted
}

/** Whether the role has an action on a resource, named in the singular. */
export function may(role: Role, resource: string, action: string): boolean {
  return role.permissions[resource]?.includes(action) ?? false
}

function derive(store: PrimeroStore, role: Role): Permitted {
  const forms: Record<string, 'r' | 'rw'> = {}
  const fieldNames: string[] = []
  const writable = new Map<string, FormField>()
  for (const form of store.forms()) {
    const right = typeof role.forms === 'string' ? role.forms : role.forms[form.uniqueId]
    if (form.nested || right === undefined) continue
    forms[form.uniqueId] = right
    for (const field of form.fields) {
      fieldNames.push(field.name)
      if (right === 'rw') writable.set(field.name, field)
    }
  }
  return {
    readable: new Set([...alwaysFilterable, ...readerFields, ...readOnlyFields, ...fieldNames]),
    filterable: new Set([...alwaysFilterable, ...readerFields, ...fieldNames]),
    writable,
    forms,
  }
}
