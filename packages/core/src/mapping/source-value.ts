import type { SourceName, SourcePath } from './field-map.ts'

/** The objects a field map reads from, by name; columns as the systems call them. */
export type Sources = Partial<Readonly<Record<SourceName, Readonly<Record<string, unknown>>>>>

/** What stands under a path; undefined when there is nothing. */
export function valueAt(sources: Sources, path: SourcePath): unknown {
  const source = sources[path.object]
  return source !== undefined && Object.hasOwn(source, path.column) ? source[path.column] : undefined
}

/**
 * Nothing but blanks and what nobody sees: controls, format and direction marks, fillers of Hangul and Khmer, variation
 * selectors, the blank of braille and the note without a head.
 */
const nothingToSee = /^[\s\p{Cc}\p{Cf}\p{Zs}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]*$/u

/** Whether a text says nothing. */
export function isBlank(text: string): boolean {
  return nothingToSee.test(text)
}

/**
 * A value as trimmed text: numbers and switches in their decimal or word form, a proGres look-up by its `Name`, a list
 * whose members all say the same as that one text. '' when blank, null when it cannot be one text.
 */
export function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return isBlank(value) ? '' : value.trim()
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) {
    const texts = textsOf(value)
    return texts === null || texts.length > 1 ? null : (texts[0] ?? '')
  }
  if (typeof value === 'object' && 'Name' in value && !isObject(value.Name)) return textOf(value.Name)
  return null
}

/** The distinct texts of a list, or of a single value, blanks left out; null when a member cannot be a text. */
export function textsOf(value: unknown): readonly string[] | null {
  const members: readonly unknown[] = Array.isArray(value) ? value.flat(1) : [value]
  const texts = new Set<string>()
  for (const member of members) {
    const text = Array.isArray(member) ? null : textOf(member)
    if (text === null) return null
    if (text !== '') texts.add(text)
  }
  return [...texts]
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function numberText(value: number): string | null {
  if (!Number.isFinite(value)) return null
  return Number.isInteger(value) ? BigInt(value).toString() : String(value)
}
