import { ageOn, isChildsOwn, readBirthDay, readChildsBirthDay, readsBirthDate } from './birth-date.ts'
import { readMoment } from './calendar.ts'
import type { FieldRule, SourcePath } from './field-map.ts'
import { joined, plainText } from './plain-text.ts'
import { isBlank, textOf, textsOf, valueAt, type Sources } from './source-value.ts'
import { isRanked, lookUp, lookUpRanked, type ValueMap } from './value-map.ts'

/** What a rule needs to know beside its sources. */
export interface TransformContext {
  /** The map a rule names, in the direction it is to be read; null when the deployment has none of that name. */
  readonly mapNamed: (name: string) => ValueMap | null
  /** ISO instant: what `today`, `age` and a default of `now` say. */
  readonly now: string
  /** IANA zone of the deployment: whose midnight a birth date may be told by. */
  readonly timezone: string
}

/** What became of one rule. */
export type Transformed =
  | { readonly kind: 'value'; readonly value: unknown; readonly unlisted: number }
  /** Nothing to say; `missing` = the source columns that a person would have to fill. */
  | { readonly kind: 'blank'; readonly missing: readonly string[] }
  | { readonly kind: 'unreadable'; readonly columns: readonly string[] }
  /** None of the values is in the map; `value` is null where there are several. */
  | { readonly kind: 'unmapped'; readonly value: string | null; readonly count: number }

/** Applies one rule, its default included (`interface.md`, Field maps). Never throws on any source. */
export function transformValue(rule: FieldRule, sources: Sources, context: TransformContext): Transformed {
  const fromSource = fromSources(rule, sources, context)
  return fromSource.kind === 'blank' && rule.default !== null
    ? fromDefault(rule, rule.default, context)
    : fromSource
}

/** What a default says: a target value for maps, otherwise a source text like any other; `now` is the run's time. */
export function fromDefault(rule: FieldRule, text: string, context: TransformContext): Transformed {
  const { kind } = rule.transform
  if (kind === 'map-list') return value([text])
  const saysNow = text === 'now' && (kind === 'date' || kind === 'date-time')
  return fromText(rule, saysNow ? context.now : text, context)
}

function fromSources(rule: FieldRule, sources: Sources, context: TransformContext): Transformed {
  const { transform } = rule
  switch (transform.kind) {
    case 'constant':
      return isBlank(transform.value) ? blank(rule) : value(transform.value)
    case 'today':
      return value(momentOf(context.now).date)
    case 'address':
      return fromParts(rule, sources, (texts) => texts.join(' '))
    case 'plain-text':
      return fromParts(rule, sources, (texts) => joined(texts.map(plainText)))
    case 'join':
      return fromParts(rule, sources, (texts) => texts.join(transform.separator))
    case 'join-all':
      return joinAll(rule, sources, transform.separator)
    case 'map-list':
      return mapList(rule, sources, context.mapNamed(transform.map))
    case 'map':
      return mapOne(rule, sources, context.mapNamed(transform.map))
    case 'text':
    case 'date':
    case 'date-time':
    case 'integer':
    case 'boolean':
    case 'age':
      break
  }
  const path = firstFilled(rule, sources)
  if (path === null) return blank(rule)
  const text = textOf(valueAt(sources, path))
  return text === null ? unreadable([path]) : fromText(rule, text, context, path)
}

function fromText(rule: FieldRule, text: string, context: TransformContext, path?: SourcePath): Transformed {
  const read = readText(rule, text, context)
  return read === null ? unreadable(path === undefined ? rule.sources : [path]) : value(read)
}

/** Reads one text as the kind of the rule; null when it is none. */
function readText(rule: FieldRule, text: string, context: TransformContext): unknown {
  const { kind } = rule.transform
  if (readsBirthDate(rule)) return readBirth(rule, text, context)
  if (kind === 'date') return readMoment(text)?.date ?? null
  if (kind === 'date-time') return readMoment(text)?.dateTime ?? null
  if (kind === 'integer') {
    return /^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null
  }
  if (kind === 'boolean') {
    if (/^(?:true|yes|1)$/i.test(text)) return true
    return /^(?:false|no|0)$/i.test(text) ? false : null
  }
  return rule.required && hasLostItsLetters(text) ? null : text
}

/** Whether only marks are left of a text, each in the place of a letter that somebody on its way had no sign for. */
function hasLostItsLetters(text: string): boolean {
  return /^[?\ufffd](?:\s*[?\ufffd])+$/.test(text)
}

/** Reads a birth date as the rule's kind wants it: day, moment or whole years. */
function readBirth(rule: FieldRule, text: string, context: TransformContext): unknown {
  const day = isChildsOwn(rule) ? readChildsBirthDay(text, context) : readBirthDay(text, context)
  if (day === null || rule.transform.kind === 'date') return day
  return rule.transform.kind === 'age' ? ageOn(day, context) : `${day}T00:00:00.000Z`
}

function fromParts(
  rule: FieldRule,
  sources: Sources,
  join: (texts: readonly string[]) => string,
): Transformed {
  const texts: string[] = []
  for (const path of rule.sources) {
    const text = textOf(valueAt(sources, path))
    if (text === null) return unreadable([path])
    if (text !== '') texts.push(text)
  }
  const text = join(texts)
  return isBlank(text) ? blank(rule) : value(text)
}

function joinAll(rule: FieldRule, sources: Sources, separator: string): Transformed {
  const parts = rule.sources.map((path) => ({ path, text: textOf(valueAt(sources, path)) }))
  // A part that holds the separator itself could never be taken apart again.
  const broken = parts.filter(({ text }) => text === null || text.includes(separator))
  if (broken.length > 0) return unreadable(broken.map(({ path }) => path))
  const empty = parts.filter(({ text }) => text === '')
  if (empty.length > 0) return { kind: 'blank', missing: empty.map(({ path }) => path.column) }
  return value(parts.map(({ text }) => text).join(separator))
}

function mapOne(rule: FieldRule, sources: Sources, map: ValueMap | null): Transformed {
  const path = firstFilled(rule, sources)
  if (path === null) return blank(rule)
  const keys = textsOf(valueAt(sources, path))
  if (keys === null) return unreadable([path])
  const [key] = keys
  if (map === null || key === undefined) return unmapped(keys)
  if (isRanked(map)) {
    const ranked = lookUpRanked(map, keys)
    return ranked.value === null ? unmapped(keys) : value(ranked.value, ranked.unlisted)
  }
  if (keys.length > 1) return unreadable([path])
  const found = lookUp(map, key)
  return found.found ? value(found.value, found.listed ? 0 : 1) : unmapped(keys)
}

const notFound = { found: false } as const

function mapList(rule: FieldRule, sources: Sources, map: ValueMap | null): Transformed {
  const keys = new Set<string>()
  for (const path of rule.sources) {
    const texts = textsOf(valueAt(sources, path))
    if (texts === null) return unreadable([path])
    for (const text of texts) keys.add(text)
  }
  if (keys.size === 0) return blank(rule)
  const found = [...keys].map((key) => ({ key, ...(map === null ? notFound : lookUp(map, key)) }))
  const values = new Set(found.flatMap((one) => (one.found ? [one.value] : [])))
  const lost = found.flatMap((one) => (one.found ? [] : [one.key]))
  // A list that must be there holds the item as soon as one of its values would be lost.
  if (values.size === 0 || (rule.required && lost.length > 0)) return unmapped(lost)
  return value([...values], found.filter((one) => !one.found || !one.listed).length)
}

function firstFilled(rule: FieldRule, sources: Sources): SourcePath | null {
  return (
    rule.sources.find((path) => {
      const texts = textsOf(valueAt(sources, path))
      return texts === null || texts.length > 0
    }) ?? null
  )
}

function value(value: unknown, unlisted = 0): Transformed {
  return { kind: 'value', value, unlisted }
}

function blank(rule: FieldRule): Transformed {
  return { kind: 'blank', missing: [rule.sources[0]?.column ?? rule.target] }
}

function unreadable(paths: readonly SourcePath[]): Transformed {
  return { kind: 'unreadable', columns: paths.map((path) => path.column) }
}

function unmapped(keys: readonly string[]): Transformed {
  return { kind: 'unmapped', value: keys.length === 1 ? (keys[0] ?? null) : null, count: keys.length }
}

function momentOf(now: string): { readonly date: string; readonly dateTime: string } {
  const moment = readMoment(now)
  if (moment === null) throw new Error('the time of the run is no ISO instant')
  return moment
}
