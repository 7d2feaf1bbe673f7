import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { aggregateRows } from '@ping-primero/core/mapping/aggregate.ts'
import {
  sourceNames,
  type FieldMap,
  type FieldRule,
  type Transform,
} from '@ping-primero/core/mapping/field-map.ts'
import { mapRecord } from '@ping-primero/core/mapping/map-record.ts'
import { matchKey } from '@ping-primero/core/mapping/match-key.ts'
import { plainText } from '@ping-primero/core/mapping/plain-text.ts'
import { primeroSafe } from '@ping-primero/core/mapping/primero-safe.ts'
import { isBlank, textOf, textsOf } from '@ping-primero/core/mapping/source-value.ts'
import { transformValue } from '@ping-primero/core/mapping/transform-value.ts'
import { lookUp, lookUpRanked, reverse, type ValueMap } from '@ping-primero/core/mapping/value-map.ts'
import { readDeploymentFolder } from '../support/world.ts'
import { anything, json, jsonText, nearly, nearlyText, text } from './hostile.ts'
import { holds } from './runs.ts'

const now = '2026-11-23T08:00:00.000Z'
const { valueMaps, fieldMaps } = readDeploymentFolder('sandbox')
const map: ValueMap = {
  name: 'some',
  rows: [
    { key: '125080000', value: 'female', priority: null },
    { key: 'a', value: 'b', priority: null },
    { key: '__proto__', value: 'kept', priority: null },
  ],
}
const ranked: ValueMap = { name: 'ranked', rows: map.rows.map((row, at) => ({ ...row, priority: at + 1 })) }

const transform: fc.Arbitrary<Transform> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'text',
      'plain-text',
      'date',
      'date-time',
      'today',
      'integer',
      'boolean',
      'age',
      'address',
    ),
  }),
  fc.record({ kind: fc.constant('constant'), value: text }),
  fc.record({ kind: fc.constantFrom('map', 'map-list'), map: fc.constantFrom('some', 'ranked', 'none') }),
  fc.record({
    kind: fc.constantFrom('join', 'join-all'),
    separator: fc.oneof(
      fc.constant(','),
      text.filter((one) => one !== ''),
    ),
  }),
)

const rule: fc.Arbitrary<FieldRule> = fc.record({
  target: text,
  sources: fc.array(
    fc.record({ object: fc.constantFrom('progres', 'case'), column: fc.constantFrom('a', 'b', '__proto__') }),
    {
      maxLength: 3,
    },
  ),
  transform,
  required: fc.boolean(),
  default: fc.option(fc.oneof(fc.constant('now'), text), { nil: null }),
  form: fc.constant(''),
  localised: fc.boolean(),
  note: fc.constant(''),
})

const sources = fc.record(
  {
    progres: fc.record({ a: anything, b: anything }, { requiredKeys: [] }),
    case: fc.record({ a: anything }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
)

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  date: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value),
  'date-time': (value) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value),
  today: (value) => value === '2026-11-23',
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  age: (value) => typeof value === 'number' && value >= 0 && value < 200,
  'map-list': (value) => Array.isArray(value) && value.length > 0,
}

test('a rule gives a value of its kind, or says why not', async () => {
  const context = {
    now,
    timezone: 'UTC',
    mapNamed: (name: string) => [map, ranked].find((one) => one.name === name) ?? null,
  }
  await holds(
    'mapping transforms',
    4000,
    fc.property(rule, sources, (one, from) => {
      const result = transformValue(one, from, context)
      if (result.kind !== 'value') return
      const { kind } = one.transform
      const fits = kinds[kind] ?? ((value: unknown) => typeof value === 'string')
      expect(fits(result.value)).toBe(true)
    }),
  )
})

test('what fills a field stood in its source, in its map or in its rule', async () => {
  const given = fc.record({ a: json })
  await holds(
    'mapping transforms',
    1500,
    fc.property(given, (progres) => {
      const one: FieldRule = {
        target: 't',
        sources: [{ object: 'progres', column: 'a' }],
        transform: { kind: 'map', map: 'some' },
        required: false,
        default: null,
        form: '',
        localised: false,
        note: '',
      }
      const result = transformValue(one, { progres }, { now, timezone: 'UTC', mapNamed: () => map })
      const said = textOf(progres.a)
      const row = map.rows.find(({ key }) => said !== null && matchKey(key) === matchKey(said))
      expect(result.kind === 'value' ? result.value : undefined).toBe(row?.value)
    }),
  )
})

test('the shipped maps take any record, and name each field once', async () => {
  const columns = [...fieldMaps.values()].flatMap(({ rules }) => rules.flatMap((one) => one.sources))
  const byObject = Map.groupBy(columns, ({ object }) => object)
  const record = fc.record(
    Object.fromEntries(
      sourceNames.map((name) => {
        const own = [...new Set((byObject.get(name) ?? []).map(({ column }) => column))]
        return [
          name,
          fc.record(Object.fromEntries(own.map((column) => [column, anything])), { requiredKeys: [] }),
        ]
      }),
    ),
  )
  await holds(
    'mapping records',
    600,
    fc.property(record, fc.constantFrom(...fieldMaps.values()), (from, fieldMap: FieldMap) => {
      const mapped = mapRecord(fieldMap, from, { valueMaps, timezone: 'UTC', now })
      const targets = fieldMap.rules.map(({ target }) => target)
      expect(Object.keys(mapped.fields).filter((field) => !targets.includes(field))).toEqual([])
      expect(mapped.trace.map(({ target }) => target)).toEqual(targets)
    }),
  )
})

test('a value is one text, several, or none; a text keeps its characters', async () => {
  await holds(
    'source values',
    3000,
    fc.property(anything, (value) => {
      const one = textOf(value)
      const all = textsOf(value)
      expect(one === null || typeof one === 'string').toBe(true)
      expect(all?.every((member) => member !== '' && !isBlank(member))).not.toBe(false)
      if (typeof value === 'string') expect(one).toBe(isBlank(value) ? '' : value.trim())
    }),
  )
})

test('a whole number is never rounded on its way to a text', async () => {
  await holds(
    'source values',
    600,
    fc.property(
      fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true })),
      (value) => {
        expect(Number(textOf(value))).toBe(Object.is(value, -0) ? 0 : value)
      },
    ),
  )
})

test('several rows of one record become the same whatever their order, and lose no value', async () => {
  const row = fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.oneof(fc.jsonValue(), text), {
    maxKeys: 3,
  })
  await holds(
    'aggregate',
    1200,
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      const one = aggregateRows(rows)
      const back = aggregateRows(rows.toReversed())
      expect(Object.keys(back).toSorted()).toEqual(Object.keys(one).toSorted())
      for (const given of rows) {
        for (const [column, value] of Object.entries(given)) {
          const silent = value === null || value === ''
          expect(silent || Object.hasOwn(one, column)).toBe(true)
        }
      }
    }),
  )
})

const note = '<p>Asked <b>for</b> help &amp; <script>alert(1)</script>advice.<br>Weighs <than 20 kg</p>'
const history = JSON.stringify([{ Text: 'Seen', CreatedBy: 'Abela Omodi', CreatedOn: '2026-01-01' }])

test('plain text of any note is one line without markup of scripts', async () => {
  await holds(
    'plain text',
    2000,
    fc.property(
      fc.oneof(
        text,
        nearlyText(note),
        nearlyText(history),
        nearly([{ Text: 'Seen', CreatedBy: 'x' }]).map(jsonText),
      ),
      (given) => {
        const plain = plainText(given)
        expect(plain).toBe(plain.trim())
        expect(plain).not.toMatch(/[\n\r\t]/)
      },
    ),
  )
})

test('a comment history cut anywhere never lets the name of its author through', async () => {
  const cut = fc.tuple(fc.integer({ min: 0, max: history.length }), fc.boolean())
  await holds(
    'plain text',
    800,
    fc.property(cut, ([at, head]) => {
      const half = head
        ? history.slice(0, at)
        : history.slice(0, at) + history.slice(Math.min(history.length, at + 3))
      expect(plainText(half)).not.toContain('Abela')
    }),
  )
})

test('text without markup keeps its words', async () => {
  const plain = fc.string({ unit: 'grapheme' }).filter((one) => !/[<&]/.test(one) && !/^\s*[[{]/.test(one))
  await holds(
    'plain text',
    800,
    fc.property(plain, (given) => {
      expect(plainText(given)).toBe(given.replace(/\s+/g, ' ').trim())
    }),
  )
})

test('what goes to Primero has no NUL and no half character, and is no bare date', async () => {
  const dates = fc.constantFrom('2026-01-31', '2026-1-3', '2026-01-31T10:00', '2026-01-31 10:00:00.5Z')
  await holds(
    'primero-safe text',
    1500,
    fc.property(
      fc.oneof(
        text,
        dates,
        fc.tuple(dates, text).map((both) => both.join('')),
      ),
      (given) => {
        const safe = String(primeroSafe(given))
        expect(safe).not.toContain('\0')
        expect(safe).not.toMatch(/^\d{4}-\d{1,2}-\d{1,2}$/)
        expect(safe.trimEnd()).toBe(given.replaceAll('\0', '').toWellFormed().trimEnd())
      },
    ),
  )
})

/** What the engine's own order of words takes for the same but for blanks, dashes, quotation marks and marks unseen. */
const alike = new Intl.Collator('en', { sensitivity: 'variant', ignorePunctuation: true })

test('a map answers only for the keys it names', async () => {
  const rows = fc.array(
    fc.record({
      key: fc.oneof(text, fc.constant('*')),
      value: text,
      priority: fc.option(fc.nat(), { nil: null }),
    }),
    {
      maxLength: 6,
    },
  )
  await holds(
    'value maps',
    2000,
    fc.property(rows, text, (given, key) => {
      const one: ValueMap = { name: 'some', rows: given }
      const named = given.some((row) => row.key === key.trim() && row.value !== '*')
      const star = given.some((row) => row.key === '*' && row.value !== '*')
      const found = lookUp(one, key)
      const nearly = given.some((row) => alike.compare(row.key, key) === 0)
      if (named || star || !nearly) expect(found.found).toBe(named || star)
      const best = lookUpRanked(one, [key, key])
      expect(best.value === null).toBe(!found.found)
      expect(reverse(one).rows.length).toBe(given.filter((row) => row.key !== '*').length)
    }),
  )
})
