import { z } from 'zod'
import { failed, ok, unreadable, type Result } from '../http/failure.ts'
import type { Primero } from '../primero/client.ts'

/** One field of a form as Primero describes it (primero-contract §7.3). */
export interface LiveField {
  readonly type: string
  readonly multi: boolean
  /** A date field that takes a date and time. */
  readonly withTime: boolean
  /** `lookup lookup-x`, `Agency`, `User`, `Location`; '' where it has none. */
  readonly source: string
  /** Options of its own; null where it has none. */
  readonly ownOptions: readonly LiveOption[] | null
  /** The forms through which an account gets at it, by unique id. */
  readonly forms: readonly string[]
}

/** One option of a select. */
export interface LiveOption {
  readonly id: string
  readonly disabled: boolean
}

/** The fields of a case and of the rows of its `services_section`, in one module. */
export interface LiveFields {
  readonly case: ReadonlyMap<string, LiveField>
  readonly service: ReadonlyMap<string, LiveField>
}

const flag = z.boolean().nullish().catch(null)
const id = z.union([z.string(), z.number()]).transform(String)
const option = z
  .object({ id, disabled: flag })
  .transform((one): LiveOption => ({ id: one.id, disabled: one.disabled === true }))

const fieldShape = z.object({
  name: z.string(),
  type: z.string(),
  multi_select: flag,
  date_include_time: flag,
  option_strings_source: z.string().nullish().catch(null),
  option_strings_text: z.array(option).nullish().catch(null),
  subform_section_id: id.nullish().catch(null),
})

const formShape = z.object({
  id: id.nullish().catch(null),
  unique_id: z.string(),
  is_nested: flag,
  module_ids: z.array(z.string()).nullish().catch(null),
  fields: z.array(fieldShape).nullish(),
})
type Form = z.infer<typeof formShape>

const formsShape = z.object({ data: z.array(formShape) })
const services = 'services_section'

/** Reads the forms of the case; null when no form belongs to the module. */
export async function readFields(primero: Primero, moduleId: string): Promise<Result<LiveFields | null>> {
  const answer = await primero.get('/api/v2/forms?record_type=case', { name: 'read-forms' })
  if (!answer.ok) return answer
  const read = formsShape.safeParse(answer.value.json)
  if (!read.success || answer.value.status !== 200) return failed(unreadable('primero'))
  const forms = read.data.data
  const own = forms.filter((form) => form.is_nested !== true && form.module_ids?.includes(moduleId) === true)
  if (own.length === 0) return ok(null)
  const rows = own.flatMap((form) =>
    (form.fields ?? [])
      .filter((field) => field.name === services)
      .flatMap((field) => nestedForms(forms, field.subform_section_id ?? null))
      .map((nested) => ({ form: nested, through: form.unique_id })),
  )
  return ok({
    case: fieldsOf(own.map((form) => ({ form, through: form.unique_id }))),
    service: fieldsOf(rows),
  })
}

/** The form of a subform's rows: by the id that the field names, else by its unique id. */
function nestedForms(forms: readonly Form[], subformId: string | null): readonly Form[] {
  const named = forms.filter((form) => form.is_nested === true && form.id === subformId && subformId !== null)
  return named.length > 0
    ? named
    : forms.filter((form) => form.is_nested === true && form.unique_id === services)
}

function fieldsOf(
  forms: readonly { readonly form: Form; readonly through: string }[],
): ReadonlyMap<string, LiveField> {
  const fields = new Map<string, LiveField>()
  for (const { form, through } of forms) {
    for (const field of form.fields ?? []) {
      const known = fields.get(field.name)
      fields.set(field.name, {
        type: field.type,
        multi: field.multi_select === true,
        withTime: field.date_include_time === true,
        source: field.option_strings_source ?? '',
        ownOptions: field.option_strings_text ?? null,
        ...known,
        forms: [...(known?.forms ?? []), through],
      })
    }
  }
  return fields
}

/** Options of Primero's lists, by the list's unique id. */
export type LiveLookups = ReadonlyMap<string, readonly LiveOption[]>

const lookupsShape = z.object({
  data: z.array(z.object({ unique_id: z.string(), values: z.array(option).nullish() })),
  metadata: z.object({ total: z.number() }).nullish().catch(null),
})

/** A hundred thousand lists: a server that shows more pages than these has no end. */
const mostPages = 100

/** Reads every lookup, all pages (primero-contract §7.2). */
export async function readLookups(primero: Primero): Promise<Result<LiveLookups>> {
  const lookups = new Map<string, readonly LiveOption[]>()
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await primero.get(`/api/v2/lookups?per=1000&page=${page}`, { name: 'read-lookups' })
    if (!answer.ok) return answer
    const read = lookupsShape.safeParse(answer.value.json)
    if (!read.success || answer.value.status !== 200) return failed(unreadable('primero'))
    for (const one of read.data.data) lookups.set(one.unique_id, one.values ?? [])
    if (read.data.data.length === 0 || lookups.size >= (read.data.metadata?.total ?? 0)) return ok(lookups)
  }
  return failed(unreadable('primero'))
}

/** The options of a field; null where Primero does not check them (Agency, User, Location) or it has none. */
export function optionsOf(field: LiveField, lookups: LiveLookups): readonly LiveOption[] | null {
  const list = /^lookup\s+(\S+)/.exec(field.source)?.[1]
  return list === undefined ? field.ownOptions : (lookups.get(list) ?? null)
}
