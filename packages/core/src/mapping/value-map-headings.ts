import { cell, repeatedColumns, type Table, type TableProblem } from './table.ts'

/** The headings of the key and of the value of the maps that every deployment has. */
const headingsOf: ReadonlyMap<string, readonly [key: string, value: string]> = new Map([
  ['service-types-in', ['progres_description', 'primero_service_type']],
  ['service-types-out', ['primero_service_type', 'progres_service_guid']],
  ['sex', ['progres_sex_code', 'primero_sex']],
  ['languages-in', ['progres_language', 'primero_language']],
  ['languages-out', ['primero_language', 'progres_language']],
  ['protection-concerns', ['primero_protection_concern', 'progres_category_guid']],
])
/** Whether every deployment has a value map of this name, used or not. */
export function isOfEveryDeployment(name: string): boolean {
  return headingsOf.has(name)
}

/** Whether the values of a map are GUIDs, whatever its columns are called. */
export function writesGuids(name: string): boolean {
  return headingsOf.get(name)?.[1].endsWith('_guid') === true
}

/** Whether a map is also read from its value to its key, so that `*` may stand there. */
export function isReadBothWays(name: string): boolean {
  return name === 'sex'
}

const neutral = ['key', 'value'] as const

/**
 * What is wrong with the headings of a value map: its first two columns are known by name, so that columns that were
 * swapped or shifted in a spreadsheet are noticed. A map of a country's own may name them as it likes.
 */
export function headingProblems(name: string, table: Table): readonly TableProblem[] {
  const known = headingsOf.get(name)
  const [key = '', value = ''] = table.header
  const twice = secondHeadings(table, known === undefined ? [neutral] : [known, neutral])
  const pair = [key, value].join(', ')
  const line = table.headerLine
  if (
    pair === [...neutral].toReversed().join(', ') ||
    (known !== undefined && !isOneOf(pair, [known, neutral]))
  ) {
    const expected = `the columns ${(known ?? neutral).join(', ')} in this order, others after them`
    return [{ line, key: 'header', found: `the columns ${table.header.join(', ')}`, expected }]
  }
  if (key === '' || value === '') {
    const expected = 'a heading over the first column, the key, and one over the second, the value'
    return [{ line, key: 'header', found: `the columns ${table.header.join(', ')}`, expected }]
  }
  const repeated = repeatedColumns(table, [...new Set([key, value, 'priority'])])
  return [...twice, ...repeated, ...(name === 'protection-concerns' ? misnamedRank(table) : [])]
}

/** Headings below a title, or of a second table that was put under the first. */
function secondHeadings(table: Table, known: readonly (readonly string[])[]): readonly TableProblem[] {
  const pairs = [...known, table.header.slice(0, 2)]
  return table.rows
    .filter(({ cells }) =>
      isOneOf(
        cells
          .slice(0, 2)
          .map((one) => one.trim().toLowerCase())
          .join(', '),
        pairs,
      ),
    )
    .map(({ line }) => ({
      line,
      key: 'header',
      found: 'headings below the first row',
      expected: 'one row of headings, the first',
    }))
}

function isOneOf(pair: string, allowed: readonly (readonly string[])[]): boolean {
  return allowed.some((one) => one.join(', ') === pair)
}

/** Ranks below another heading would be passed over, and the order of the rows would decide instead. */
function misnamedRank(table: Table): readonly TableProblem[] {
  if (table.header.includes('priority')) return []
  return table.header
    .slice(2)
    .filter((heading) => heading !== '' && isRank(table.rows.map((row) => cell(table, row, heading))))
    .map((heading) => ({
      line: table.headerLine,
      key: heading,
      found: 'a column of whole numbers that nothing reads',
      expected: 'the heading priority, if it says which concern wins; else no column of numbers alone',
    }))
}

function isRank(cells: readonly string[]): boolean {
  const filled = cells.filter((one) => one !== '')
  return filled.length > 0 && filled.every((one) => /^\d{1,3}(?:[.,]0+)?$/.test(one))
}
