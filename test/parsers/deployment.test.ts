import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { flows, parseDeployment, type Deployment, type SourceFile } from '@ping-primero/core'
import { readDecisionCodes } from '@ping-primero/core/mapping/decision-codes-table.ts'
import { readFieldMap } from '@ping-primero/core/mapping/field-map-table.ts'
import { readTable } from '@ping-primero/core/mapping/table.ts'
import { readValueMap } from '@ping-primero/core/mapping/value-map-table.ts'
import { withoutMarks } from '@ping-primero/core/text/marks.ts'
import { nextRun } from '../../packages/service/src/commands/next-run.ts'
import { deep, nearlyText, text } from './hostile.ts'
import { holds } from './runs.ts'

const folder = join(import.meta.dirname, '../../deployments/sandbox')
const yaml = readFileSync(join(folder, 'deployment.yaml'), 'utf8')
const tables = new Map(
  readdirSync(join(folder, 'mappings')).map((name) => [
    name.slice(0, -'.csv'.length),
    readFileSync(join(folder, 'mappings', name), 'utf8'),
  ]),
)

function parsed(
  yamlText: string,
  changed: ReadonlyMap<string, string> = new Map(),
): ReturnType<typeof parseDeployment> {
  const mappings = new Map<string, SourceFile>()
  for (const [name, given] of [...tables, ...changed])
    mappings.set(name, { path: `mappings/${name}.csv`, text: given })
  return parseDeployment({ yaml: { path: 'deployment.yaml', text: yamlText }, mappings })
}

const lines = yaml.split('\n')

/** The file with one line gone, doubled, indented otherwise, or with another value. */
const nearlyYaml = fc
  .tuple(
    fc.nat({ max: lines.length - 1 }),
    fc.constantFrom('gone', 'twice', 'indented', 'valued', 'keyed'),
    text,
  )
  .map(([at, how, piece]) => {
    const line = lines[at] ?? ''
    const key = line.slice(0, line.indexOf(':') + 1)
    const put: Readonly<Record<typeof how, readonly string[]>> = {
      gone: [],
      twice: [line, line],
      indented: [`  ${line}`],
      valued: [`${key} ${piece}`],
      keyed: [piece + line],
    }
    return lines.toSpliced(at, 1, ...put[how]).join('\n')
  })

const odd = fc.constantFrom(
  '',
  'a: &a [*a]',
  'a: &a {b: *a}',
  `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]`,
  '<<: *x',
  '? [a, b]\n: c',
  '? {a: b}\n: c',
  '!!binary x: !!set {a, b}',
  '__proto__: {polluted: true}\nconstructor: 1',
  '- a\n- b',
  '--- a\n--- b',
  '%YAML 9.9\n---\na: b',
  'name: !!js/function "x"',
  'a: .inf\nb: .nan\nc: 0x1f\nd: 1e999',
  'name: 2026-01-01',
  deep(10_000),
  '- '.repeat(10_000),
  'a:\n'.repeat(5000),
  '{"a":'.repeat(5000),
  '"'.repeat(20_001),
)

test('a deployment.yaml of any kind is a deployment, or problems that say where', async () => {
  await holds(
    'deployment.yaml',
    400,
    fc.property(
      fc.oneof({ weight: 3, arbitrary: nearlyYaml }, { weight: 2, arbitrary: nearlyText(yaml) }, text, odd),
      (given) => {
        const result = parsed(given)
        if (result.ok) return
        expect(result.problems.length).toBeGreaterThan(0)
        for (const { line, found, expected, flows: stops } of result.problems) {
          expect(line === null || line >= 1).toBe(true)
          expect([found !== '', expected !== '']).toEqual([true, true])
          expect(stops.filter((flow) => !flows.includes(flow))).toEqual([])
        }
      },
    ),
  )
})

test('a mapping file of any kind stops the flows that need it, or changes nothing', async () => {
  const changed = fc
    .constantFrom(...tables)
    .chain(([name, given]) => fc.tuple(fc.constant(name), fc.oneof(nearlyText(given), text)))
  await holds(
    'mapping files',
    400,
    fc.property(changed, ([name, given]) => {
      const result = parsed(yaml, new Map([[name, given]]))
      if (!result.ok) return
      const { valueMaps, fieldMaps } = result.deployment
      const there =
        fieldMaps.size === 7 && valueMaps.decisionCodes.size > 0 && valueMaps.maps.size === tables.size - 8
      const stopping = result.problems.some(({ file }) => file.includes(name))
      expect(there || stopping).toBe(true)
    }),
  )
})

const unseen = fc.constantFrom(
  '\u200b',
  '\u200c',
  '\u00ad',
  '\ufeff',
  '\u202e',
  '\u2066',
  '\u2060',
  '\0',
  '\ufffd',
  '\u0007',
)

/** A text with a mark somewhere in it, or its blanks and line ends as other programs write them. */
const spoiled = (given: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc
      .tuple(fc.nat({ max: given.length }), unseen)
      .map(([at, mark]) => given.slice(0, at) + mark + given.slice(at)),
    fc.constantFrom('\u00a0', '\u202f', '\u3000').map((blank) => given.replaceAll(' ', blank)),
    fc.constantFrom('\r\n', '\r').map((end) => given.replaceAll('\n', end)),
    fc.constant(`\ufeff${given}`),
  )

/** What a deployment does, without what its files say to people alone. */
function effectOf({ valueMaps, fieldMaps }: Deployment): unknown {
  const rules = [...fieldMaps.values()].map((map) => map.rules.map((rule) => ({ ...rule, note: '' })))
  const tables = [...valueMaps.maps.values()].map(({ name, rows }) => [
    name,
    rows.map(({ beside: _words, ...row }) => row),
  ])
  return { ...valueMaps, maps: tables, rules }
}

test('a mark in a table, or blanks of another kind, change nothing or stop the flows that need it', async () => {
  const whole = parsed(yaml)
  if (!whole.ok) throw new Error('the sandbox is sound')
  const changed = fc
    .constantFrom(...tables)
    .chain(([name, given]) => fc.tuple(fc.constant(name), spoiled(given)))
  await holds(
    'mapping files',
    600,
    fc.property(changed, ([name, given]) => {
      const result = parsed(yaml, new Map([[name, given]]))
      if (!result.ok) throw new Error('a table never makes the settings unsound')
      if (result.problems.length > 0) {
        expect(result.problems.filter(({ file }) => !file.includes(name))).toEqual([])
        expect(result.problems.every(({ line }) => line !== null && line >= 1)).toBe(true)
        return
      }
      expect(effectOf(result.deployment)).toEqual(effectOf(whole.deployment))
    }),
  )
})

/** A deployment without what is nothing but words for people. */
function withoutWords(deployment: Deployment): unknown {
  const { agreement } = deployment
  return { ...deployment, title: '', agreement: agreement === null ? null : { ...agreement, parties: [] } }
}

test('a mark in deployment.yaml, or blanks of another kind, change nothing but words for people, or stop all flows', async () => {
  const whole = parsed(yaml)
  if (!whole.ok) throw new Error('the sandbox is sound')
  await holds(
    'deployment.yaml',
    400,
    fc.property(spoiled(yaml), (given) => {
      const result = parsed(given)
      if (!result.ok) {
        expect(result.problems.every(({ line, flows: stops }) => line !== null && stops.length === 4)).toBe(
          true,
        )
        return
      }
      expect(withoutWords(result.deployment)).toEqual(withoutWords(whole.deployment))
    }),
  )
})

test('a table keeps every cell and names what is broken', async () => {
  await holds(
    'csv tables',
    2000,
    fc.property(fc.oneof(text, ...[...tables.values()].map((one) => nearlyText(one))), (given) => {
      const { header, rows, problems } = readTable(given)
      expect(header.length > 0 || problems.length > 0).toBe(true)
      for (const { line } of rows) expect(line).toBeGreaterThan(0)
    }),
  )
})

test('what is written as a table is read as it was written', async () => {
  // What says that something was lost is refused with the whole table.
  const cell = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((one) => !/[\0\ufffd]/.test(one))
  const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 })
  const quoted = (one: string): string => `"${one.replaceAll('"', '""')}"`
  await holds(
    'csv tables',
    800,
    fc.property(table, (written) => {
      const csv = [['key', 'value'], ...written].map((row) => row.map(quoted).join(',')).join('\r\n')
      const filled = written.filter((row) => row.some((one) => withoutMarks(one).trim() !== ''))
      expect(readTable(csv).rows.map(({ cells }) => cells)).toEqual(filled)
    }),
  )
})

test('the readers of decision codes, value maps and field maps give all or nothing', async () => {
  const around = { valueMaps: new Set<string>(), deploymentPaths: new Set<string>() }
  await holds(
    'mapping tables',
    1500,
    fc.property(fc.oneof(text, ...[...tables.values()].map((one) => nearlyText(one))), (given) => {
      const codes = readDecisionCodes(given)
      const map = readValueMap('some', given)
      const fields = readFieldMap('2.2-decision', given, around)
      expect([codes.codes === null, map.map === null, fields.fieldMap === null]).toEqual([
        codes.problems.length > 0,
        map.problems.length > 0,
        fields.problems.length > 0,
      ])
    }),
  )
})

test('decision codes cut or changed anywhere never make a code mean another decision', async () => {
  const codes = tables.get('decision-codes') ?? ''
  const whole = readDecisionCodes(codes).codes
  // What a person writes anew is theirs; a file that lost something must not turn a code round.
  const cut = fc
    .tuple(fc.nat({ max: codes.length }), fc.nat({ max: codes.length }))
    .map(([a, b]) => codes.slice(0, Math.min(a, b)) + codes.slice(Math.max(a, b)))
  await holds(
    'decision codes table',
    800,
    fc.property(cut, (given) => {
      const read = readDecisionCodes(given).codes
      if (read === null) return
      const shift = [...read].flatMap(([list, ofList]) =>
        [...ofList].filter(([code, means]) => {
          const before = whole?.get(list)?.get(code)
          return (
            before !== undefined &&
            before !== means &&
            [before, means].every((one) => one === 'accepted' || one === 'rejected')
          )
        }),
      )
      // One piece that is missing can join the head of a line to the end of another; then both decisions must still stand.
      for (const [code] of shift) expect(given).toContain(code)
    }),
  )
})

test('a schedule comes next after now, or is unreadable', async () => {
  const now = Date.parse('2026-11-23T08:00:00.000Z')
  await holds(
    'schedules',
    600,
    fc.property(fc.oneof(text, nearlyText('*/15 6-18 * * 1-5')), (schedule) => {
      const next = nextRun(schedule, 'Africa/Nairobi', now)
      if (next === 'unreadable' || next.at === null) return
      expect(Date.parse(next.at)).toBeGreaterThan(now)
    }),
  )
})
