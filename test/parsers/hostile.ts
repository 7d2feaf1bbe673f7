import * as fc from 'fast-check'

/** A JSON text of objects or lists in each other; parsed by the engine, however deep. */
export function deep(depth: number, kind: 'list' | 'object' = 'list'): string {
  return kind === 'list'
    ? '['.repeat(depth) + ']'.repeat(depth)
    : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
}

const awkward = [
  '',
  ' ',
  '\0',
  '\ud800',
  'a\udc00b',
  '\u202egnp\u202c',
  'e\u0301\u0301\u0301',
  '👩‍👩‍👧‍👦',
  '\ufeff',
  '\r\n\t',
  'መስከረም ፩',
  '٢٠٢٦-٠١-٠١',
  '<b>&amp;</b><script>x</script>',
  '<!-- --',
  '}",',
  '"Status":"Success"',
  '..',
  '../../api/v2/users',
  'a&b=c#d?e',
  '%',
  '%E0%A4%A',
  '__proto__',
  'constructor',
  'toString',
  '*',
  '-0',
  '1e400',
  '99999999999999999999999999',
  '125080001',
  'true',
  'null',
  '2026-02-30',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.000Z',
] as const

/** Characters of one or two UTF-16 units, halves of pairs included. */
const utf16 = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 24 })
  .map((units) => String.fromCharCode(...units))

/** 100 kB of one short piece. */
const long = fc
  .oneof(
    fc.constantFrom(...awkward.filter((piece) => piece !== '')),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
  )
  .map((piece) => piece.repeat(Math.ceil(100_000 / piece.length)))

/** Any text at all; now and then a very long one. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom(...awkward) },
  { weight: 60, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 60, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  { weight: 60, arbitrary: utf16 },
  { weight: 30, arbitrary: fc.string({ maxLength: 60 }) },
  { weight: 1, arbitrary: long },
)

const awkwardValues: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => false,
  () => 0,
  () => -1,
  () => 1e308,
  () => Number.MAX_SAFE_INTEGER + 2,
  () => 0.1,
  () => [],
  () => ({}),
  () => JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
  () => JSON.parse('{"toString":1,"valueOf":1,"constructor":null}') as unknown,
  () => JSON.parse('{"Name":{"Name":"x"}}') as unknown,
  () => JSON.parse(deep(10_000)) as unknown,
  () => JSON.parse(deep(10_000, 'object')) as unknown,
]

const awkwardValue = fc.integer({ min: 0, max: awkwardValues.length - 1 }).map((at) => awkwardValues[at]?.())

/** Any value that JSON can say, deep nesting, odd keys and odd texts included. */
export const json: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 2, arbitrary: text },
  { weight: 2, arbitrary: awkwardValue },
  { weight: 1, arbitrary: fc.dictionary(text, fc.oneof(text, awkwardValue), { maxKeys: 4 }) },
  { weight: 1, arbitrary: fc.array(fc.oneof(text, awkwardValue), { maxLength: 4 }) },
)

/** Any value of the engine, what JSON cannot say included. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  json,
  fc.anything({ withBigInt: true, withDate: true, withSparseArray: true, withNullPrototype: true }),
)

interface Place {
  readonly holder: Record<string, unknown> | unknown[]
  readonly key: string | number
}

/** Every member of a value; what is nested deeper than any answer is left alone. */
function placesIn(value: unknown, depth = 0): readonly Place[] {
  if (typeof value !== 'object' || value === null || depth > 12) return []
  const holder = value as Record<string, unknown> | unknown[]
  const keys = Array.isArray(holder) ? [...holder.keys()] : Object.keys(holder)
  return keys.flatMap((key) => [
    { holder, key },
    ...placesIn((holder as Record<string | number, unknown>)[key], depth + 1),
  ])
}

type Change = (place: Place, value: unknown) => void

const changes: readonly Change[] = [
  ({ holder, key }) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1)
    else delete holder[key]
  },
  ({ holder, key }) => {
    if (Array.isArray(holder)) holder.push(holder[Number(key)])
    else Object.assign(holder, { [`${key} `]: holder[key], [String(key).toUpperCase()]: holder[key] })
  },
  ({ holder, key }, value) => {
    Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true })
  },
  ({ holder, key }) => {
    const slots = holder as Record<string | number, unknown>
    const before = slots[key]
    slots[key] = typeof before === 'string' ? [before] : jsonText(before)
  },
  ({ holder, key }, value) => {
    const slots = holder as Record<string | number, unknown>
    const before = slots[key]
    if (typeof before === 'string')
      slots[key] = before.slice(0, 5) + (typeof value === 'string' ? value : '') + before.slice(5)
  },
]

/** What makes a value of JSON a little different: one to three members missing, doubled or of another kind. */
export const difference: fc.Arbitrary<(valid: unknown) => unknown> = fc
  .array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: changes.length - 1 }), json), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) => (valid) => {
    const root = { value: structuredClone(valid) }
    for (const [at, kind, value] of all) {
      const places = placesIn(root)
      const place = places[at % Math.max(1, places.length)]
      if (place !== undefined) changes[kind]?.(place, value)
    }
    return root.value
  })

/** A value like a valid one. */
export function nearly(valid: unknown): fc.Arbitrary<unknown> {
  return difference.map((change) => change(valid))
}

/** What makes a text a little different: cut anywhere, something put in anywhere, a piece taken out or doubled. */
export const textDifference: fc.Arbitrary<(valid: string) => string> = fc
  .tuple(fc.constantFrom('head', 'tail', 'in', 'out', 'twice'), fc.nat(), fc.nat(), text)
  .map(([how, a, b, piece]) => (valid) => {
    const [one, two] = [a % (valid.length + 1), b % (valid.length + 1)]
    const [from, to] = [Math.min(one, two), Math.max(one, two)]
    const made: Readonly<Record<typeof how, string>> = {
      head: valid.slice(0, one),
      tail: valid.slice(one),
      in: valid.slice(0, one) + piece + valid.slice(one),
      out: valid.slice(0, from) + valid.slice(to),
      twice: valid.slice(0, to) + valid.slice(from),
    }
    return made[how]
  })

/** A text like a valid one. */
export function nearlyText(valid: string): fc.Arbitrary<string> {
  return textDifference.map((change) => change(valid))
}

/** A body of an HTTP answer: any text, any JSON, one like a valid one, or a page in HTML. */
export function body(...valid: readonly unknown[]): fc.Arbitrary<string> {
  const like = valid.flatMap((one) => [
    nearly(one).map((value) => jsonText(value)),
    nearlyText(JSON.stringify(one)),
    fc.constant(JSON.stringify(one)),
  ])
  return fc.oneof(
    text,
    json.map((value) => jsonText(value)),
    fc.constant('<!DOCTYPE html><html><body>Service Unavailable: quota</body></html>'),
    fc.constant(deep(10_000)),
    ...like,
  )
}

/** The JSON text of a value; of one that is nested too deep for the engine to write, a text as deep. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch (error) {
    if (error instanceof RangeError) return deep(10_000, 'object')
    throw error
  }
}
