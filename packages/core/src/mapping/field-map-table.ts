import { z } from 'zod'
import { faultOfConstant, faultOfText, type CellFault } from './cell-fault.ts'
import {
  sourceNames,
  type FieldMap,
  type FieldMapName,
  type FieldRule,
  type SourcePath,
  type Transform,
} from './field-map.ts'
import {
  cell,
  cellProblems,
  missingColumns,
  rawCell,
  readTable,
  type Table,
  type TableProblem,
  type TableRow,
} from './table.ts'
import { fromDefault } from './transform-value.ts'

/** A field map read from its file; none with any problem. */
export interface ReadFieldMap {
  readonly fieldMap: FieldMap | null
  readonly problems: readonly TableProblem[]
}

/** What the rest of the deployment offers a field map. */
export interface FieldMapSurroundings {
  /** Names of the value maps there are, sound or not. */
  readonly valueMaps: ReadonlySet<string>
  /** Paths after `deployment.` that hold a value. */
  readonly deploymentPaths: ReadonlySet<string>
}

/** The header of a field map. */
const fieldMapColumns = [
  'target',
  'source',
  'transform',
  'required',
  'default',
  'form',
  'localised',
  'note',
] as const

/** Without these rows a flow could not do its work, or not find its way back. */
const indispensable: Readonly<Record<FieldMapName, readonly string[]>> = {
  '1.1-case': ['unhcr_individual_no'],
  '1.1-service': ['service_type', 'progres_interventionnumber', 'unhcr_referral_status'],
  '1.1-status': ['progres_lpinterventionid', 'progres_primerotransferstatus'],
  '1.2-decision': ['progres_lpinterventionid', 'progres_primerotransferstatus'],
  '2.1-referral': ['progres_orgreferralid', 'progres_offlineid', 'progres_requestedservice'],
  '2.2-decision': ['status'],
  '2.2-synced': ['progres_interoperabilityreferralid', 'progres_interoperabilityreferralstatus'],
}

const SourceObject = z.enum(sourceNames)
const PlainKind = z.enum([
  'text',
  'plain-text',
  'date',
  'date-time',
  'today',
  'integer',
  'boolean',
  'age',
  'address',
])
const transforms = [...PlainKind.options, 'constant', 'map:NAME', 'map-list:NAME', 'join:SEP', 'join-all:SEP']

type Note = (key: string, found: string, expected: string) => void

/** Reads `mappings/NAME.csv`, one row per target field (`interface.md`, Field maps). */
export function readFieldMap(name: FieldMapName, text: string, around: FieldMapSurroundings): ReadFieldMap {
  const table = readTable(text)
  const problems: TableProblem[] = [...table.problems]
  if (problems.length === 0)
    problems.push(...missingColumns(table, fieldMapColumns), ...unknownColumns(table))
  if (problems.length === 0) problems.push(...unclearCells(table))
  if (problems.length > 0) return { fieldMap: null, problems }
  const lines = new Map<string, number>()
  const rules = table.rows.flatMap((row) => {
    const target = cell(table, row, 'target')
    const note: Note = (key, found, expected) => problems.push({ line: row.line, key, found, expected })
    if (target === '') note('target', 'an empty cell', 'the field that is written')
    const earlier = lines.get(target)
    if (earlier !== undefined) note(target, `the same target as in line ${earlier}`, 'each target once')
    lines.set(target, row.line)
    return ruleOf(table, row, around, note) ?? []
  })
  for (const target of indispensable[name].filter((target) => !lines.has(target))) {
    problems.push({
      line: null,
      key: target,
      found: 'no row',
      expected: `a row for ${target}: the flow cannot do without it`,
    })
  }
  return { fieldMap: problems.length === 0 ? { name, rules } : null, problems }
}

/** What stands below a heading of another name would be passed over. */
function unknownColumns(table: Table): readonly TableProblem[] {
  const known: ReadonlySet<string> = new Set([...fieldMapColumns, ''])
  return table.header
    .filter((heading) => !known.has(heading))
    .map((heading) => ({
      line: table.headerLine,
      key: heading,
      found: 'a column of another name',
      expected: `the columns ${fieldMapColumns.join(', ')}; what is for people stands in note`,
    }))
}

const columnsOfNames = ['target', 'transform', 'required', 'form', 'localised'] as const

function unclearCells(table: Table): readonly TableProblem[] {
  return table.rows.flatMap((row) => [
    ...cellProblems(table, row, columnsOfNames, faultOfText),
    ...cellProblems(table, row, ['source', 'default'], faultOfConstant),
    ...cellProblems(
      table,
      row,
      cell(table, row, 'transform') === 'constant' ? ['target'] : ['target', 'source'],
      faultOfName,
    ),
  ])
}

/** Fields and columns of both systems have names of plain letters (primero-contract, ping-contract). */
function faultOfName(text: string): CellFault | null {
  const odd = /[^ -~]/u.exec(text.trim())?.[0]
  if (odd === undefined || faultOfText(text) !== null) return null
  return { found: `"${odd}" in a name`, expected: 'a name of plain letters, digits and signs' }
}

function ruleOf(table: Table, row: TableRow, around: FieldMapSurroundings, note: Note): FieldRule | null {
  const value = (column: string): string => cell(table, row, column)
  const transform = transformOf(rawCell(table, row, 'transform').trimStart(), value, around, note)
  const sources = transform?.kind === 'constant' ? [] : sourcesOf(value('source'), around, note)
  const required = yesOrNo(value('required'), 'required', note)
  const localised = value('localised') === '' ? false : yesOrNo(value('localised'), 'localised', note)
  if (transform === null || sources === null || required === null || localised === null) return null
  const fallback = transform.kind === 'constant' || value('default') === '' ? null : value('default')
  const rule = {
    target: value('target'),
    sources,
    transform,
    required,
    default: fallback,
    form: value('form'),
    localised,
    note: value('note'),
  }
  checkFilled(rule, note)
  return rule
}

function transformOf(
  text: string,
  value: (column: string) => string,
  around: FieldMapSurroundings,
  note: Note,
): Transform | null {
  const plain = PlainKind.safeParse(text.trimEnd())
  if (plain.success) return { kind: plain.data }
  if (text.trimEnd() === 'constant') {
    const [source, fallback] = [value('source'), value('default')]
    if (source === '' && fallback === '') note('source', 'an empty cell', 'the constant itself')
    return { kind: 'constant', value: source === '' ? fallback : source }
  }
  const [, kind, argument = ''] = /^(map|map-list|join|join-all):(.*)/s.exec(text) ?? []
  if ((kind === 'join' || kind === 'join-all') && argument !== '') return { kind, separator: argument }
  const map = argument.trim()
  if ((kind === 'map' || kind === 'map-list') && map !== '') {
    if (!around.valueMaps.has(map)) note('transform', `${kind}:${map}`, `a file mappings/${map}.csv`)
    return { kind, map }
  }
  note('transform', `"${text.trimEnd()}"`, `one of ${transforms.join(', ')}`)
  return null
}

function sourcesOf(text: string, around: FieldMapSurroundings, note: Note): readonly SourcePath[] | null {
  const paths: SourcePath[] = []
  for (const part of text === '' ? [] : text.split('|').map((part) => part.trim())) {
    const dot = part.indexOf('.')
    const object = SourceObject.safeParse(part.slice(0, Math.max(dot, 0)))
    const column = part.slice(dot + 1)
    if (!object.success || column === '') {
      note(
        'source',
        `"${part}"`,
        `a path that begins with one of ${sourceNames.map((name) => `${name}.`).join(' ')}`,
      )
      return null
    }
    if (object.data === 'deployment' && !around.deploymentPaths.has(column)) {
      note('source', `"${part}"`, 'a path of deployment.yaml that holds a value')
      return null
    }
    paths.push({ object: object.data, column })
  }
  return paths
}

function yesOrNo(text: string, column: string, note: Note): boolean | null {
  if (text === 'yes' || text === 'no') return text === 'yes'
  note(column, text === '' ? 'an empty cell' : `"${text}"`, 'yes or no')
  return null
}

/** A rule must have something to say, and a default must itself be of the rule's kind. */
function checkFilled(rule: FieldRule, note: Note): void {
  const { kind } = rule.transform
  if (kind === 'constant' || kind === 'today') return
  if (rule.sources.length === 0 && rule.default === null)
    note('source', 'an empty cell', 'a source path, or a default')
  if (rule.default === null) return
  const context = { now: '2026-01-01T00:00:00.000Z', timezone: 'UTC', mapNamed: () => null }
  if (fromDefault(rule, rule.default, context).kind !== 'value') {
    note('default', `"${rule.default}"`, `a value of the kind ${kind}`)
  }
}
