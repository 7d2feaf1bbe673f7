import { CsvError, parse } from 'csv-parse/browser/esm/sync'
import { z } from 'zod'
import { lossIn, marksIn, withoutMarks, withPlainBlanks } from '../text/marks.ts'
import type { CellFault } from './cell-fault.ts'

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

/** A mapping file taken apart: its header, trimmed and in small letters, and the rows that are not empty. */
export interface Table {
  readonly header: readonly string[]
  /** From 1. */
  readonly headerLine: number
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

/**
 * Reads comma-separated text (RFC 4180), with or without a byte order mark; also with the semicolons or tabs that
 * spreadsheets of other languages put. Never throws: what is broken is named.
 */
export function readTable(text: string): Table {
  const nothing = (problem: TableProblem): Table => ({
    header: [],
    headerLine: 1,
    rows: [],
    problems: [problem],
  })
  const loss = lossIn(text)
  if (loss !== null) return nothing({ key: 'file', ...loss })
  const read = readRecords(text)
  if ('problem' in read) return nothing(read.problem)
  const [first, ...rest] = read.records.filter(({ cells }) => cells.some((one) => visible(one) !== ''))
  if (first === undefined) {
    return nothing({ line: null, key: 'file', found: 'nothing', expected: 'a header and rows' })
  }
  const header = first.cells.map((one) => plain(one).trim().toLowerCase())
  if (header.length > mostColumns) {
    const found = `${header.length} columns`
    return nothing({ line: first.line, key: 'header', found, expected: 'the columns of the mapping' })
  }
  const problems = rest
    .filter((row) => row.cells.slice(header.length).some((one) => visible(one) !== ''))
    .map((row) => ({
      line: row.line,
      key: 'row',
      found: `${row.cells.length} cells`,
      expected: `${header.length} cells; a value with a comma in it stands in quotation marks`,
    }))
  return {
    header,
    headerLine: first.line,
    rows: rest,
    problems: [...unclearHeadings(header, first.line), ...problems],
  }
}

function unclearHeadings(header: readonly string[], line: number): readonly TableProblem[] {
  return header.flatMap((heading) => {
    const mark = marksIn(heading)[0]?.name ?? /[;|]+$/.exec(heading)?.[0]
    if (mark === undefined) return []
    const key = withoutMarks(heading).replace(/[;|]+$/, '')
    return [{ line, key, found: mark, expected: `the heading ${key} without it` }]
  })
}

/** A text with its letters put together and blanks of one kind; line ends stay. */
function plain(text: string): string {
  return withPlainBlanks(text.normalize('NFC'))
}

function visible(text: string): string {
  return withoutMarks(text).trim()
}

/** What stands in a row under a column, trimmed; '' when there is no such column or cell. */
export function cell(table: Table, row: TableRow, column: string): string {
  return rawCell(table, row, column).trim()
}

/** The same, untrimmed, for values in which a blank at the end means something. */
export function rawCell(table: Table, row: TableRow, column: string): string {
  return plain(row.cells[table.header.indexOf(column)] ?? '')
}

/** What is wrong with the texts of a row under those of its columns that the program reads. */
export function cellProblems(
  table: Table,
  row: TableRow,
  columns: readonly string[],
  faultOf: (text: string, column: string) => CellFault | null,
): readonly TableProblem[] {
  return columns.flatMap((column) => {
    const fault = faultOf(rawCell(table, row, column), column)
    return fault === null ? [] : [{ line: row.line, key: column, ...fault }]
  })
}

/** A problem for each of the columns that the header lacks, or holds more than once. */
export function missingColumns(table: Table, columns: readonly string[]): readonly TableProblem[] {
  const missing = columns
    .filter((column) => !table.header.includes(column))
    .map((column) => ({
      line: table.headerLine,
      key: column,
      found: `the columns ${table.header.join(', ')}`,
      expected: `a column ${column}`,
    }))
  return [...missing, ...repeatedColumns(table, columns)]
}

/** A problem for each of the columns that the header holds more than once: nobody could tell which is meant. */
export function repeatedColumns(table: Table, columns: readonly string[]): readonly TableProblem[] {
  return columns
    .filter((column) => table.header.indexOf(column) !== table.header.lastIndexOf(column))
    .map((column) => ({
      line: table.headerLine,
      key: column,
      found: `several columns ${column}`,
      expected: `one column ${column}`,
    }))
}

/** What parts the cells: what the first line says (`sep=;`) or what parts the headings, in none of which it stands. */
function separatorOf(text: string): { readonly delimiter: string; readonly from: number } {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/, 1000)
  const said = /^"?sep *= *(.)"?[,;\t]*$/i.exec(lines[0] ?? '')?.[1]
  if (said !== undefined) return { delimiter: said, from: 2 }
  const headings = lines.find((line) => line.trim() !== '') ?? ''
  const delimiter = [',', ';', '\t'].find((one) => headings.includes(one))
  return { delimiter: delimiter ?? ',', from: 1 }
}

function readRecords(
  text: string,
): { readonly records: readonly TableRow[] } | { readonly problem: TableProblem } {
  const { delimiter, from } = separatorOf(text)
  try {
    const records = parse(text, {
      bom: true,
      delimiter,
      from_line: from,
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
