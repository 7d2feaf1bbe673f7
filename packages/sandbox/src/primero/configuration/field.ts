/** The kinds of field that Primero's forms have, as its API names them. */
type FieldType =
  | 'text_field'
  | 'textarea'
  | 'select_box'
  | 'radio_button'
  | 'tick_box'
  | 'numeric_field'
  | 'date_field'
  | 'subform'

/** One field of a form. */
export interface FormField {
  readonly name: string
  readonly type: FieldType
  readonly multi: boolean
  /** A date field that takes a date and time. */
  readonly withTime: boolean
  /** Where a select takes its options: `lookup lookup-x`, `Agency`, `User`, `Location`. */
  readonly source?: string
  /** The options of a select that has its own. */
  readonly options?: readonly string[]
  /** The form whose fields the rows of a subform have. */
  readonly subform?: string
}

/** A form of the case. A nested one describes the rows of a subform. */
export interface Form {
  readonly uniqueId: string
  readonly name: string
  readonly nested: boolean
  readonly moduleIds: readonly string[]
  readonly fields: readonly FormField[]
}

const plain = { multi: false, withTime: false }

export const text = (name: string): FormField => ({ name, type: 'text_field', ...plain })
export const textarea = (name: string): FormField => ({ name, type: 'textarea', ...plain })
export const tick = (name: string): FormField => ({ name, type: 'tick_box', ...plain })
export const numeric = (name: string): FormField => ({ name, type: 'numeric_field', ...plain })
export const date = (name: string): FormField => ({ name, type: 'date_field', ...plain })
export const dateTime = (name: string): FormField => ({ ...date(name), withTime: true })
export const select = (name: string, source: string): FormField => ({
  name,
  type: 'select_box',
  ...plain,
  source,
})
export const multi = (name: string, source: string): FormField => ({ ...select(name, source), multi: true })
export const choice = (name: string, options: readonly string[]): FormField => ({
  name,
  type: 'select_box',
  ...plain,
  options,
})
export const subform = (name: string, form: string): FormField => ({
  name,
  type: 'subform',
  ...plain,
  subform: form,
})
