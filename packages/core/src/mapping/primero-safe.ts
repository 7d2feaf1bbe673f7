import type { FieldMap } from './field-map.ts'

/** A whole text that Primero reads as a date or a date and time, and then refuses in a text field (primero-contract §4.2). */
const onlyADate =
  /^\d{4}-\d{1,2}-\d{1,2}(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d*)?)?(?:\s*(?:Z|[-+]\d{0,2}(?::?\d{2})?))?)?$/i

/**
 * A value as Primero can take it (`flows.md`, 1.1): NUL removed, half a character replaced, and a text that is nothing but a date, or a date and
 * time, gets a blank after it. Goes into lists and objects. Not for date fields: those must stay dates.
 */
export function primeroSafe(value: unknown): unknown {
  if (typeof value === 'string') {
    const text = value.replaceAll('\0', '').toWellFormed()
    return onlyADate.test(text) ? `${text} ` : text
  }
  if (Array.isArray(value)) return value.map(primeroSafe)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, primeroSafe(inner)]))
  }
  return value
}

const textKinds: ReadonlySet<string> = new Set(['text', 'plain-text', 'join', 'join-all', 'address'])

/** The fields of a mapped record as Primero can take them: free text made safe, dates, codes and switches untouched. */
export function primeroSafeFields(
  fieldMap: FieldMap,
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const texts = new Set(
    fieldMap.rules.filter((rule) => textKinds.has(rule.transform.kind)).map((rule) => rule.target),
  )
  return Object.fromEntries(
    Object.entries(fields).map(([target, value]) => [target, texts.has(target) ? primeroSafe(value) : value]),
  )
}
