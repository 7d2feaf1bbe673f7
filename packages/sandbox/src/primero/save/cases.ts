import type { SystemAnswer } from '../../server/system.ts'
import { conflict, empty, forbidden, invalidRecord, json, notFound, refuse } from '../answer.ts'
import type { PrimeroContext } from '../context.ts'
import { may } from '../permitted.ts'
import { inScope } from '../scope.ts'
import type { Caller } from '../scope.ts'
import type { StoredCase } from '../store.ts'
import { isObject } from '../value.ts'
import type { JsonObject } from '../value.ts'
import { keptOf } from './kept.ts'
import { merge } from './merge.ts'
import { changedView, save } from './save.ts'
import { holdsNul, misfits, stored } from './validate.ts'

/** An answer already known, or what is to be done and answered when the request's time is over. */
export type Planned = SystemAnswer | (() => SystemAnswer)

/** `POST /cases` (contract §4). */
export function planCreate(
  context: PrimeroContext,
  caller: Caller,
  resource: string,
  body: JsonObject,
): Planned {
  if (!may(caller.role, 'case', 'create')) return forbidden(resource)
  const data = dataOf(body, resource)
  if ('status' in data) return data.status
  const kept = keptOf(context.store, caller, data.sent, { update: false, module: data.sent.module_id })
  const wrong = problem(context, resource, kept)
  if (wrong) return wrong

  const record = stored(context, kept)
  const sentId = typeof kept.id === 'string' ? kept.id.toLowerCase() : undefined
  return () => {
    const { store } = context
    const caseId = record.case_id
    if (sentId !== undefined && store.case(sentId)) return conflict(resource)
    if (typeof caseId === 'string' && (store.casesWith('case_id', caseId)?.length ?? 0) > 0)
      return conflict(resource)
    const by = caller.user.userName
    const saved = save(context, {
      base: undefined,
      id: sentId ?? context.newId(),
      data: record,
      by,
      edit: true,
    })
    return sentId === undefined ? json(200, { data: changedView(context, caller.role, saved) }) : empty
  }
}

/** `PATCH` and `PUT /cases/:id` (contract §5). The case is taken as it is now, and written whole when it is done. */
export function planUpdate(
  context: PrimeroContext,
  caller: Caller,
  resource: string,
  id: string,
  body: JsonObject,
): Planned {
  const base = context.store.case(id.toLowerCase())
  if (!base) return notFound(resource, 'Child', id)
  const action = typeof body.record_action === 'string' ? body.record_action : 'write'
  if (!may(caller.role, 'case', action) || !inScope(context.store, caller, base)) return forbidden(resource)
  const data = dataOf(body, resource)
  if ('status' in data) return data.status
  return planSave(context, caller, resource, base, data.sent)
}

/** `DELETE /cases/:id` disables a case. */
export function planDisable(context: PrimeroContext, caller: Caller, resource: string, id: string): Planned {
  const base = context.store.case(id.toLowerCase())
  if (!base) return notFound(resource, 'Child', id)
  const allowed = may(caller.role, 'case', 'enable_disable_record') && inScope(context.store, caller, base)
  return allowed ? planSave(context, caller, resource, base, { record_state: false }) : forbidden(resource)
}

function planSave(
  context: PrimeroContext,
  caller: Caller,
  resource: string,
  base: StoredCase,
  sent: JsonObject,
): Planned {
  const kept = keptOf(context.store, caller, sent, { update: true, module: base.data.module_id })
  const wrong = problem(context, resource, kept)
  if (wrong) return wrong
  const subforms = new Set(
    context.store
      .forms()
      .flatMap((form) => form.fields.flatMap((field) => (field.subform ? field.name : []))),
  )
  const data = merge(base.data, stored(context, kept), (name) => subforms.has(name))
  return () => {
    const saved = save(context, { base, id: base.id, data, by: caller.user.userName, edit: true })
    return json(200, { data: changedView(context, caller.role, saved) })
  }
}

/** `data` missing, null or a list counts as empty; a text or a number is an error of the server. */
function dataOf(
  body: JsonObject,
  resource: string,
): { readonly sent: JsonObject } | { readonly status: SystemAnswer } {
  const { data } = body
  if (isObject(data)) return { sent: data }
  if (data === undefined || data === null || Array.isArray(data)) return { sent: {} }
  const kind = { string: 'String', number: 'Integer', other: 'TrueClass' }[kindOf(data)]
  return { status: refuse(500, resource, { message: `${kind} does not have #dig method` }) }
}

function kindOf(value: unknown): 'string' | 'number' | 'other' {
  return typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'other'
}

function problem(context: PrimeroContext, resource: string, kept: JsonObject): SystemAnswer | undefined {
  const pointers = misfits(context, kept)
  if (pointers.length > 0) return invalidRecord(resource, pointers)
  if (holdsNul(kept)) return refuse(500, resource, { message: 'string contains null byte' })
  const birth = kept.date_of_birth
  if (typeof birth !== 'string' || Number(birth.slice(0, 4)) <= new Date(context.now()).getUTCFullYear())
    return undefined
  const message = ['Please enter a valid date of birth for this case record']
  return refuse(422, resource, { detail: 'date_of_birth', message })
}
