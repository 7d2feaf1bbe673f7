import type { SystemAnswer } from '../server/system.ts'
import { forbidden, json, notFound, pageOf } from './answer.ts'
import type { Form } from './configuration/field.ts'
import type { Lookup } from './configuration/lookups.ts'
import type { Role, User } from './configuration/roles.ts'
import type { PrimeroContext } from './context.ts'
import { may, permittedOf } from './permitted.ts'
import { integerOf } from './search/query.ts'
import type { Caller } from './scope.ts'
import type { PrimeroStore } from './store.ts'
import type { JsonObject } from './value.ts'

type Parameters = ReadonlyMap<string, string>

const locales = ['en', 'fr', 'ar', 'ar-LB', 'so', 'es', 'bn']

/** `GET /users` (contract §7.1). */
export function listUsers(
  context: PrimeroContext,
  caller: Caller,
  resource: string,
  query: Parameters,
): SystemAnswer {
  if (!may(caller.role, 'user', 'read')) return forbidden(resource)
  const { store } = context
  const name = query.get('user_name')
  const part = query.get('query')?.toLowerCase()
  const visible = store.users().filter((user) => isVisible(caller, user))
  const found = visible.filter(
    (user) =>
      (name === undefined || user.userName === name) &&
      (part === undefined ||
        user.userName.toLowerCase().includes(part) ||
        user.fullName.toLowerCase().includes(part)),
  )
  const extended = query.get('extended') === 'true'
  const enabled = visible.filter((user) => !user.disabled).length
  return paged(found, query, (user) => userView(store, user, extended), { total_enabled: enabled })
}

/** `GET /users/:id`, by the numeric id. */
export function readUser(
  context: PrimeroContext,
  caller: Caller,
  resource: string,
  id: string,
  query: Parameters,
): SystemAnswer {
  if (!may(caller.role, 'user', 'read')) return forbidden(resource)
  const user = context.store.users().find((other) => String(other.id) === id && isVisible(caller, other))
  if (!user) return notFound(resource, 'User', id)
  return json(200, { data: userView(context.store, user, query.get('extended') === 'true') })
}

/** `GET /users/refer-to`: who may receive a referral. */
export function listReferTargets(context: PrimeroContext, caller: Caller, query: Parameters): SystemAnswer {
  const { store } = context
  const agency = query.get('agency')
  const targets = store.users().filter((user) => {
    const role = store.role(user.role)
    const receives = role !== undefined && may(role, 'case', 'receive_referral') && !user.disabled
    return (
      receives && user.userName !== caller.user.userName && (agency === undefined || user.agency === agency)
    )
  })
  const view = (user: User): JsonObject => ({
    id: user.id,
    user_name: user.userName,
    full_name: user.fullName,
  })
  return paged(targets, query, view)
}

/** `GET /lookups` (contract §7.2). */
export function listLookups({ store }: PrimeroContext, query: Parameters): SystemAnswer {
  const numbered = store.lookups().map((lookup, index) => ({ lookup, id: index + 1 }))
  return paged(numbered, query, ({ lookup, id }) => lookupView(lookup, id))
}

/** `GET /forms`, unpaged (contract §7.3). */
export function listForms({ store }: PrimeroContext, query: Parameters): SystemAnswer {
  const ids = new Map(store.forms().map((form, index) => [form.uniqueId, index + 1]))
  const module = query.get('module_id')
  const uniqueId = query.get('unique_id')
  const found = store
    .forms()
    .filter(
      (form) =>
        (query.get('record_type') ?? 'case') === 'case' &&
        (module === undefined || form.moduleIds.includes(module)) &&
        (uniqueId === undefined || form.uniqueId === uniqueId) &&
        (query.get('exclude_subforms') !== 'true' || !form.nested),
    )
  return json(200, { data: found.map((form) => formView(form, ids)) })
}

/** `GET /roles`, for any account (contract §15). */
export function listRoles({ store }: PrimeroContext, query: Parameters): SystemAnswer {
  const numbered = store.roles().map((role, index) => ({ role, id: index + 1 }))
  return paged(numbered, query, ({ role, id }) => ({
    id,
    unique_id: role.uniqueId,
    name: role.name,
    group_permission: role.groupPermission,
    permissions: role.permissions,
    form_section_read_write: permittedOf(store, role).forms,
  }))
}

/** `GET /agencies`: 403 for an integration. */
export function listAgencies(
  context: PrimeroContext,
  caller: Caller,
  resource: string,
  query: Parameters,
): SystemAnswer {
  if (!may(caller.role, 'agency', 'read')) return forbidden(resource)
  const numbered = context.store.agencies().map((agency, index) => ({ agency, id: index + 1 }))
  return paged(numbered, query, ({ agency, id }) => ({
    id,
    unique_id: agency,
    agency_code: agency,
    name: inEnglish(agency),
  }))
}

function paged<Item>(
  items: readonly Item[],
  query: Parameters,
  view: (item: Item) => unknown,
  more: Readonly<Record<string, number>> = {},
): SystemAnswer {
  const page = Math.max(integerOf(query.get('page'), 1), 1)
  const per = Math.min(Math.max(integerOf(query.get('per'), 20), 0), 1000)
  const rows = items.slice((page - 1) * per, page * per).map(view)
  return pageOf(rows, { total: items.length, per, page, ...more })
}

function isVisible(caller: Caller, user: User): boolean {
  const { groupPermission } = caller.role
  if (groupPermission === 'agency') return user.agency === caller.user.agency
  if (groupPermission === 'group') return user.groups.some((group) => caller.user.groups.includes(group))
  return true
}

function userView(store: PrimeroStore, user: User, extended: boolean): JsonObject {
  const role = store.role(user.role)
  return {
    id: user.id,
    user_name: user.userName,
    full_name: user.fullName,
    email: user.email,
    ...(user.phone === null ? {} : { phone: user.phone }),
    ...(user.position === null ? {} : { position: user.position }),
    agency_id: store.agencies().indexOf(user.agency) + 1,
    disabled: user.disabled,
    services: [],
    locale: 'en',
    time_zone: 'UTC',
    role_unique_id: user.role,
    role_group_permission: role?.groupPermission ?? null,
    user_group_unique_ids: user.groups,
    module_unique_ids: user.modules,
    ...(extended && role ? extendedView(store, user, role) : {}),
  }
}

/** The account's own rights (contract §15): resources in the plural here. */
function extendedView(store: PrimeroStore, user: User, role: Role): JsonObject {
  const plural = (resource: string): string => (resource === 'agency' ? 'agencies' : `${resource}s`)
  return {
    agency_unique_id: user.agency,
    agency_name: inEnglish(user.agency),
    permissions: {
      list: Object.entries(role.permissions).map(([resource, actions]) => ({
        resource: plural(resource),
        actions,
      })),
    },
    permitted_form: permittedOf(store, role).forms,
  }
}

function lookupView(lookup: Lookup, id: number): JsonObject {
  return {
    id,
    unique_id: lookup.uniqueId,
    name: inEnglish(lookup.name),
    locked: false,
    values: lookup.values.map((value) => ({
      id: value.id,
      ...(value.localised ? { disabled: false } : {}),
      display_text: inEnglish(value.label),
    })),
  }
}

function formView(form: Form, ids: ReadonlyMap<string, number>): JsonObject {
  return {
    id: ids.get(form.uniqueId),
    unique_id: form.uniqueId,
    name: inEnglish(form.name),
    parent_form: 'case',
    is_nested: form.nested,
    visible: !form.nested,
    module_ids: form.moduleIds,
    fields: form.fields.map((field) => ({
      name: field.name,
      type: field.type,
      multi_select: field.multi,
      date_include_time: field.withTime,
      disabled: false,
      editable: true,
      required: false,
      ...(field.source === undefined ? {} : { option_strings_source: field.source }),
      ...(field.options === undefined
        ? {}
        : {
            option_strings_text: field.options.map((option) => ({
              id: option,
              display_text: inEnglish(option),
            })),
          }),
      ...(field.subform === undefined ? {} : { subform_section_id: ids.get(field.subform) }),
    })),
  }
}

function inEnglish(text: string): JsonObject {
  return Object.fromEntries(locales.map((locale) => [locale, locale === 'en' ? text : '']))
}
