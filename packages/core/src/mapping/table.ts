import { CsvError, parse } from 'csv-parse/browser/esm/sync'
import { z } from 'zod'

/** Something in a mapping file that a person has to mend; its file is named by whoever read it. */
export interface TableProblem {
  /** From 1; null when it is about the whole file. */
  readonly line: number | null
  /** What it is about: a column, a key or a target field. */
  readonly key: string
  readonly found: string
  readonly expected: string
}

/** One row of a mapping file. */
export interface TableRow {
  /** From 1; of a row that spans several lines, the last. */
  readonly line: number
  /** As they stand in the file, untrimmed. */
  readonly cells: readonly string[]
}

/** A mapping file taken apart: its header, trimmed, and the rows that are not empty. */
export interface Table {
  readonly header: readonly string[]
  readonly rows: readonly TableRow[]
  readonly problems: readonly TableProblem[]
}

const Records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }))

const brokenQuotes: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark that is never closed',
  INVALID_OPENING_QUOTE: 'a quotation mark inside a value',
  CSV_INVALID_CLOSING_QUOTE: 'text after a closing quotation mark',
}

/** More columns than any mapping has; each row is searched for its own. */
const mostColumns = 100

/** Reads comma-separated text (RFC 4180), with or without a byte order mark. Never throws: what is broken is named. */
export function readTable(text: string): Table {
  const read = readRecords(text)
  if ('problem' in read) return { header: [], rows: [], problems: [read.problem] }
  const [first, ...rest] = read.records
  if (first === undefined) {
    return {
      header: [],
      rows: [],
      problems: [{ line: null, key: 'file', found: 'nothing', expected: 'a header and rows' }],
    }
  }
  const header = first.cells.map((cell) => cell.trim())
  if (header.length > mostColumns) {
    const problem = {
      line: 1,
      key: 'header',
      found: `${header.length} columns`,
      expected: 'the columns of the mapping',
    }
    return { header: [], rows: [], problems: [problem] }
  }
  const rows = rest.filter((row) => row.cells.some((cell) => cell.trim() !== ''))
  const problems = rows
    .filter((row) => row.cells.slice(header.length).some((cell) => cell.trim() !== ''))
    .map((row) => ({
      line: row.line,
      key: 'row',
      found: `${row.cells.length} cells`,
      expected: `${header.length} cells; a value with a comma in it stands in quotation marks`,
    }))
  return { header, rows, problems }
}

/** What stands in a row under a column, trimmed; '' when there is no such column or cell. */
export function cell(table: Table, row: TableRow, column: string): string {
  return rawCell(table, row, column).trim()
}

/** The same, untrimmed, for values in which a blank at the end means something. */
export function rawCell(table: Table, row: TableRow, column: string): string {
  return row.cells[table.header.indexOf(column)] ?? ''
}

/** A problem for each of the columns that the header lacks. */
export function missingColumns(table: Table, columns: readonly string[]): readonly TableProblem[] {
  return columns
    .filter((column) => !table.header.includes(column))
    .map((column) => ({
      line: 1,
      key: column,
      found: `the columns ${table.header.join(', ')}`,
      expected: `a column ${column}`,
    }))
}

function readRecords(
  text: string,
): { readonly records: readonly TableRow[] } | { readonly problem: TableProblem } {
  try {
    const records = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    })
    return {
      records: Records.parse(records).map(({ record, info }) => ({ line: info.lines, cells: record })),
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const lines = z.object({ lines: z.number() }).safeParse(error)
    const problem = {
      line: lines.success ? lines.data.lines : null,
      key: 'row',
      found: brokenQuotes[error.code] ?? `something that is not comma-separated text (${error.code})`,
      expected: 'values separated by commas, quotation marks in pairs',
    }
    return { problem }
  }
}
