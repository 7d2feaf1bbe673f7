import type { FormField } from '../configuration/field.ts'
import { coreWritable, fixedOnUpdate, permittedOf } from '../permitted.ts'
import type { Caller } from '../scope.ts'
import type { PrimeroStore } from '../store.ts'
import { isObject, rowsOf } from '../value.ts'
import type { JsonObject } from '../value.ts'

/**
 * What is left of a body's `data`: keys that the module, the role's forms and the shape of the field allow. All the
 * rest is dropped without a word (contract §4.1). `module` is the case's own on update, the sent one on create.
 */
export function keptOf(
  store: PrimeroStore,
  caller: Caller,
  data: JsonObject,
  on: { readonly update: boolean; readonly module: unknown },
): JsonObject {
  const { writable } = permittedOf(store, caller.role)
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(data)) {
    if (on.update && fixedOnUpdate.has(name)) continue
    if (coreWritable.has(name)) {
      if (isScalar(value)) kept[name] = value
      continue
    }
    const field = writable.get(name)
    if (!field || !hasModule(store, name, on.module)) continue
    if (field.subform === undefined) {
      if (field.multi ? isScalarList(value) : isScalar(value)) kept[name] = value
    } else if (Array.isArray(value) && value.every(isObject)) {
      kept[name] = keptRows(value, store.form(field.subform)?.fields ?? [])
    }
  }
  return kept
}

function keptRows(rows: readonly unknown[], fields: readonly FormField[]): readonly JsonObject[] {
  const byName = new Map(fields.map((field) => [field.name, field]))
  return rowsOf(rows).map((row) => {
    const entries = Object.entries(row).filter(([name, value]) => {
      if (name === 'unique_id' || name === '_destroy') return isScalar(value)
      const field = byName.get(name)
      return field !== undefined && (field.multi ? isScalarList(value) : isScalar(value))
    })
    return Object.fromEntries(entries)
  })
}

/** Whether one of the module's forms has the field. */
function hasModule(store: PrimeroStore, name: string, module: unknown): boolean {
  return store
    .forms()
    .some(
      (form) =>
        form.moduleIds.some((id) => id === module) && form.fields.some((field) => field.name === name),
    )
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object'
}

function isScalarList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isScalar)
}
