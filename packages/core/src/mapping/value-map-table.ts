import {
  faultOfCode,
  faultOfGuid,
  faultOfLength,
  faultOfLookalikes,
  faultOfWritten,
  isLatin,
  lengthsOf,
  type CellFault,
} from './cell-fault.ts'
import { matchKey } from './match-key.ts'
import { cell, cellProblems, readTable, type Table, type TableProblem, type TableRow } from './table.ts'
import { anythingElse, type ValueMap, type ValueMapRow } from './value-map.ts'
import { headingProblems, isReadBothWays, writesGuids } from './value-map-headings.ts'

/** A value map read from its file. With any problem there is none: half a map would lose values in silence. */
export interface ReadValueMap {
  readonly map: ValueMap | null
  readonly problems: readonly TableProblem[]
}

/** Reads `mappings/NAME.csv`: first column the key, second the value, `priority` if there, the rest for people. */
export function readValueMap(name: string, text: string): ReadValueMap {
  const table = readTable(text)
  const [keyColumn, valueColumn] = table.header
  if (table.problems.length > 0) return { map: null, problems: table.problems }
  if (keyColumn === undefined || valueColumn === undefined) {
    const found = `the columns ${table.header.join(', ')}`
    const expected = 'a column for the key and one for the value'
    return { map: null, problems: [{ line: 1, key: 'header', found, expected }] }
  }
  const headings = headingProblems(name, table)
  if (headings.length > 0) return { map: null, problems: headings }
  const problems: TableProblem[] = [...unclearCells(name, table, keyColumn, valueColumn)]
  if (problems.length > 0) return { map: null, problems }
  const firstLine = new Map<string, number>()
  const lengthsIn = [keyColumn, valueColumn].map(
    (column) => [column, lengthsOf(cellsOf(table, column))] as const,
  )
  const rows = table.rows.map((row) => {
    const [key, value] = [oneLine(cell(table, row, keyColumn)), oneLine(cell(table, row, valueColumn))]
    const priority = cell(table, row, 'priority')
    const problem = (found: string, expected: string): void => {
      problems.push({ line: row.line, key: key === '' ? keyColumn : key, found, expected })
    }
    if (key === '') problem('an empty key', 'a key, or * for anything unlisted')
    if (value === '') problem('an empty value', 'the value that the key stands for')
    for (const [column, lengths] of lengthsIn) {
      const length = faultOfLength(cell(table, row, column), lengths)
      if (length !== null) problem(length.found, length.expected)
    }
    const matched = matchKey(key)
    const earlier = firstLine.get(matched)
    if (key !== '' && earlier !== undefined) {
      problem(
        `the same key as in line ${earlier}`,
        key === anythingElse ? 'one row with the key *' : 'each key once',
      )
    } else {
      firstLine.set(matched, row.line)
    }
    if (priority !== '' && !/^[1-9]\d{0,8}$/.test(priority)) {
      problem(`the priority "${priority}"`, 'a whole number from 1 on (1 wins), or nothing')
    }
    const beside = besideOf(table, row, [keyColumn, valueColumn, 'priority'])
    return { key, value, priority: priority === '' ? null : Number(priority), ...beside }
  })
  if (rows.length === 0) {
    problems.push({ line: null, key: 'file', found: 'a header without rows', expected: 'at least one row' })
  }
  return { map: problems.length === 0 ? { name, rows } : null, problems }
}

/** What a row says to people in the columns that no run reads. */
function besideOf(table: Table, row: TableRow, read: readonly string[]): Pick<ValueMapRow, 'beside'> {
  const said = table.header
    .filter((heading) => heading !== '' && !read.includes(heading))
    .map((heading) => [heading, oneLine(cell(table, row, heading))] as const)
    .filter(([, text]) => text !== '')
  return said.length === 0 ? {} : { beside: Object.fromEntries(said) }
}

/** Signs that look like the one key `*`, or say in other words what it stands for. */
const nearlyStar = /^(?!\*$)[*\u2217\u204e\u2731\ufe61](?:[^\p{L}\p{N}]*$|\s*[(=:-])/u

function unclearCells(
  name: string,
  table: Table,
  keyColumn: string,
  valueColumn: string,
): readonly TableProblem[] {
  const latin = [keyColumn, valueColumn].filter((column) => isLatin(cellsOf(table, column).join('\n')))
  const faultOf = (given: string, column: string): CellFault | null => {
    const text = given.trim()
    const fault = faultOfCode(given) ?? (latin.includes(column) ? faultOfLookalikes(text) : null)
    if (fault !== null || text === '') return fault
    if (nearlyStar.test(text)) return { found: `"${text}"`, expected: '* alone, for anything unlisted' }
    if (column !== valueColumn) return null
    if (text === anythingElse && !isReadBothWays(name)) return { found: '*', expected: 'a value; * is a key' }
    return column.endsWith('_guid') || writesGuids(name) ? faultOfGuid(text) : faultOfWritten(text)
  }
  return table.rows.flatMap((row) => cellProblems(table, row, [keyColumn, valueColumn, 'priority'], faultOf))
}

function cellsOf(table: Table, column: string): readonly string[] {
  return table.rows.map((row) => cell(table, row, column))
}

/** A label that was broken into lines within its cell is one label. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}
