import type { FormField } from '../configuration/field.ts'
import { moduleId } from '../configuration/forms.ts'
import type { PrimeroContext } from '../context.ts'
import { instantOf, isDate, isoTime } from '../time.ts'
import { isUuid, rowsOf } from '../value.ts'
import type { JsonObject } from '../value.ts'

const statuses = ['open', 'closed', 'transferred', 'duplicate', 'identified']
const lowerCaseUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The JSON pointers of what does not fit its field; empty when all does (contract §4.2). */
export function misfits(context: PrimeroContext, kept: JsonObject): readonly string[] {
  const fields = fieldsOf(context)
  return Object.entries(kept).flatMap(([name, value]) => {
    const core = coreMisfits(context, name, value)
    if (core !== undefined) return core
    const field = fields.get(name)
    if (!field) return []
    if (field.subform === undefined) return fieldMisfits(context, field, value, `/${name}`)
    const rowFields = new Map(context.store.form(field.subform)?.fields.map((item) => [item.name, item]))
    return rowsOf(value).flatMap((row, index) => rowMisfits(context, rowFields, row, `/${name}/${index}`))
  })
}

/** The same values as they are stored: date-times in UTC with milliseconds. */
export function stored(context: PrimeroContext, kept: JsonObject): JsonObject {
  const fields = fieldsOf(context)
  return Object.fromEntries(
    Object.entries(kept).map(([name, value]) => {
      if (name === 'created_at') return [name, utc(value)]
      const field = fields.get(name)
      if (field?.subform === undefined) return [name, field?.withTime ? utc(value) : value]
      const timed = new Set(
        context.store
          .form(field.subform)
          ?.fields.filter((item) => item.withTime)
          .map((item) => item.name),
      )
      const rows = rowsOf(value).map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([key, item]) => [key, timed.has(key) ? utc(item) : item]),
        ),
      )
      return [name, rows]
    }),
  )
}

/** Whether any text, however deep, holds a NUL, at which the database stops (contract §4.2). */
export function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0')
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(holdsNul)
}

function coreMisfits(
  { version }: PrimeroContext,
  name: string,
  value: unknown,
): readonly string[] | undefined {
  switch (name) {
    case 'id':
      return typeof value === 'string' && isUuid(value) ? [] : ['/id']
    case 'module_id':
      return value === moduleId ? [] : ['/module_id']
    case 'status':
      // No value of a list of options is checked before v2.15 (contract §4.2).
      return typeof value === 'string' && (version === '2.14' || statuses.includes(value))
        ? []
        : ['/status', '/status']
    case 'record_state':
    case 'case_status_reopened':
      return typeof value === 'boolean' ? [] : [`/${name}`]
    case 'created_at':
      return typeof value === 'string' && instantOf(value) !== undefined ? [] : ['/created_at']
    case 'owned_by':
      return value === null || typeof value === 'string' ? [] : ['/owned_by']
    default:
      return undefined
  }
}

function rowMisfits(
  context: PrimeroContext,
  fields: ReadonlyMap<string, FormField>,
  row: JsonObject,
  pointer: string,
): readonly string[] {
  return Object.entries(row).flatMap(([name, value]) => {
    const at = `${pointer}/${name}`
    if (name === 'unique_id') return typeof value === 'string' && lowerCaseUuid.test(value) ? [] : [at]
    if (name === '_destroy') return typeof value === 'boolean' ? [] : [at]
    const field = fields.get(name)
    return field ? fieldMisfits(context, field, value, at) : []
  })
}

function fieldMisfits(
  context: PrimeroContext,
  field: FormField,
  value: unknown,
  at: string,
): readonly string[] {
  if (field.multi) {
    if (!Array.isArray(value)) return [at]
    const options = optionsOf(context, field)
    return value.flatMap((item: unknown, index) =>
      typeof item === 'string' && (options?.has(item) ?? true) ? [] : [`${at}/${index}`],
    )
  }
  const fits = fitsOf(context, field, value)
  if (fits) return []
  // A select's value fails twice, by its type and by its options, and is named twice (seen).
  return isSelect(field) && optionsOf(context, field) ? [at, at] : [at]
}

function fitsOf(context: PrimeroContext, field: FormField, value: unknown): boolean {
  if (field.type === 'tick_box') return typeof value === 'boolean'
  if (value === null) return true
  if (field.type === 'numeric_field') return isInt32(value)
  if (typeof value !== 'string') return false
  if (field.type === 'date_field') return field.withTime ? instantOf(value) !== undefined : isDate(value)
  const options = isSelect(field) ? optionsOf(context, field) : undefined
  return options ? options.has(value) : !looksLikeDate(value)
}

function isSelect(field: FormField): boolean {
  return field.type === 'select_box' || field.type === 'radio_button'
}

/** The ids that a select takes; undefined when they are not checked: other sources, and all before v2.15. */
function optionsOf(context: PrimeroContext, field: FormField): ReadonlySet<string> | undefined {
  if (context.version === '2.14') return undefined
  if (field.options) return new Set(field.options)
  if (!field.source?.startsWith('lookup ')) return undefined
  const lookup = context.store.lookup(field.source.slice('lookup '.length))
  return lookup && new Set(lookup.values.map((value) => value.id))
}

/** Primero turns such a text into a date before it looks at the field, and then it is no text. */
function looksLikeDate(value: string): boolean {
  return isDate(value) || instantOf(value) !== undefined
}

function isInt32(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31
}

function utc(value: unknown): unknown {
  const at = typeof value === 'string' ? instantOf(value) : undefined
  return at === undefined ? value : isoTime(at)
}

function fieldsOf(context: PrimeroContext): ReadonlyMap<string, FormField> {
  const fields = context.store.forms().flatMap((form) => (form.nested ? [] : form.fields))
  return new Map(fields.map((field) => [field.name, field]))
}
