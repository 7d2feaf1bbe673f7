import { flows, type Flow } from '../domain/flow.ts'
import { matchKey } from '../mapping/match-key.ts'
import { readDecisionCodes } from '../mapping/decision-codes-table.ts'
import { readFieldMap, type FieldMapSurroundings } from '../mapping/field-map-table.ts'
import { fieldMapNames, type FieldMap, type FieldMapName, type FieldMaps } from '../mapping/field-map.ts'
import type { TableProblem } from '../mapping/table.ts'
import type { Undecodable } from '../text/decode.ts'
import { isOfEveryDeployment } from '../mapping/value-map-headings.ts'
import { readValueMap } from '../mapping/value-map-table.ts'
import { reverse, type ValueMap, type ValueMaps } from '../mapping/value-map.ts'
import type { Problem } from './problem.ts'

/** A file of a deployment; its path is only shown to people. */
export interface SourceFile {
  readonly path: string
  readonly text: string
  /** Why its bytes are no text; then `text` is empty. */
  readonly trouble?: Undecodable
}

/** The mappings of a deployment; what is broken is left out and named with the flows it stops. */
export interface ReadMappings {
  readonly valueMaps: ValueMaps
  readonly fieldMaps: FieldMaps
  readonly problems: readonly Problem[]
}

const decisionCodes = 'decision-codes'
const decidingFlows: readonly Flow[] = ['1.2', '2.2']

/** Reads every mapping file. `folder` is where a missing one is expected. */
export function readMappings(
  files: ReadonlyMap<string, SourceFile>,
  folder: string,
  deploymentPaths: ReadonlySet<string>,
): ReadMappings {
  const problems: Problem[] = []
  const report = (name: string, found: readonly TableProblem[], stops: readonly Flow[]): void => {
    const file = files.get(name)?.path ?? pathIn(folder, name)
    problems.push(...found.map((problem) => ({ file, ...problem, flows: stops })))
  }
  const isFieldMap = (name: string): boolean => fieldMapNames.some((known) => known === name)
  const valueMapNames = [...files.keys()].filter((name) => name !== decisionCodes && !isFieldMap(name))
  const surroundings: FieldMapSurroundings = { valueMaps: new Set(valueMapNames), deploymentPaths }

  const fieldMaps = new Map<FieldMapName, FieldMap>()
  for (const name of fieldMapNames) {
    const { text, without } = textOf(name, files.get(name))
    const read = without === null ? readFieldMap(name, text, surroundings) : null
    if (read?.fieldMap) fieldMaps.set(name, read.fieldMap)
    report(name, read?.problems ?? without ?? [], [flowOf(name)])
  }

  const maps = new Map<string, ValueMap>()
  for (const name of valueMapNames) {
    const users = flowsUsing(name, fieldMaps)
    const { text, without } = textOf(name, files.get(name))
    const read = without === null ? readValueMap(name, text) : { map: null, problems: without }
    if (read.map !== null) maps.set(name, read.map)
    report(name, read.problems, users)
    if (name === 'sex' && read.map !== null) report(name, ambiguousBack(read.map), users.filter(isOutbound))
    if (users.length === 0 && fieldMaps.size === fieldMapNames.length) report(name, unused(name), [])
  }

  const { text, without } = textOf(decisionCodes, files.get(decisionCodes))
  const codes = without === null ? readDecisionCodes(text) : null
  report(decisionCodes, codes?.problems ?? without ?? [], decidingFlows)
  return { valueMaps: { maps, decisionCodes: codes?.codes ?? new Map() }, fieldMaps, problems }
}

function pathIn(folder: string, name: string): string {
  return `${folder}mappings/${name}.csv`
}

/** The text of a mapping file, or why there is none. */
function textOf(
  name: string,
  file: SourceFile | undefined,
): { readonly text: string; readonly without: readonly TableProblem[] | null } {
  if (file === undefined) {
    const expected = `the file mappings/${name}.csv`
    return { text: '', without: [{ line: null, key: name, found: 'no such file', expected }] }
  }
  return { text: file.text, without: file.trouble === undefined ? null : [{ key: name, ...file.trouble }] }
}

/** A copy of a table, or one under a name that was mistyped: nothing reads it. */
function unused(name: string): readonly TableProblem[] {
  if (isOfEveryDeployment(name)) return []
  const expected = `map:${name} in a field map, or no such file`
  return [{ line: null, key: name, found: 'a table that no field map uses', expected }]
}

function flowOf(name: FieldMapName): Flow {
  const flow = flows.find((flow) => name.startsWith(`${flow}-`))
  if (flow === undefined) throw new Error(`the field map ${name} belongs to no flow`)
  return flow
}

function isOutbound(flow: Flow): boolean {
  return flow === '2.1' || flow === '2.2'
}

function flowsUsing(map: string, fieldMaps: FieldMaps): readonly Flow[] {
  const users = [...fieldMaps.values()]
    .filter(({ rules }) => rules.some(({ transform }) => 'map' in transform && transform.map === map))
    .map(({ name }) => flowOf(name))
  return flows.filter((flow) => users.includes(flow))
}

/** Read the other way, a value in two rows would leave the choice of the code to the order of the rows. */
function ambiguousBack(map: ValueMap): readonly TableProblem[] {
  const keys = reverse(map).rows.map((row) => matchKey(row.key))
  return [...new Set(keys.filter((key, at) => keys.indexOf(key) !== at))].map((key) => ({
    line: null,
    key,
    found: 'a value that stands in several rows',
    expected: 'each value once, because this map is read both ways',
  }))
}
