import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { SeededRandom } from '@ping-primero/sandbox'
import { pickOf } from './people.ts'

/** What became of a table or of deployment.yaml on its way through other people's programs. */
export interface Spoiling {
  readonly words: string
  /** Whether it still has one plain meaning. */
  readonly plain: boolean
  /** The file as it is now; null where it holds nothing that this could spoil. */
  readonly spoil: (text: string, random: SeededRandom) => Buffer | null
}

type Table = readonly [name: string, flows: readonly Flow[]]

/** The tables of a deployment and the flows that cannot go on without each. */
export const tables: readonly [Table, ...Table[]] = [
  ['service-types-in', ['1.1']],
  ['languages-in', ['1.1']],
  ['sex', ['1.1', '2.1']],
  ['service-types-out', ['2.1']],
  ['protection-concerns', ['2.1']],
  ['decision-codes', ['1.2', '2.2']],
  ['1.1-case', ['1.1']],
  ['1.1-service', ['1.1']],
  ['1.1-status', ['1.1']],
  ['1.2-decision', ['1.2']],
  ['2.1-referral', ['2.1']],
  ['2.2-decision', ['2.2']],
  ['2.2-synced', ['2.2']],
]

/** The rows of a table; none of the shipped ones has a line break within a cell. */
function rowsOf(text: string): readonly (readonly string[])[] {
  return text
    .trim()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map(([, cell = '']) =>
        cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
      ),
    )
}

function written(rows: readonly (readonly string[])[], separator: string, end: string): string {
  const quoted = (cell: string): string =>
    cell.includes(separator) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell
  return rows.map((row) => row.map(quoted).join(separator) + end).join('')
}

/** Changes one cell of a row below the headings that a rule fits. */
function inOneCell(
  fits: (cell: string, column: number) => boolean,
  change: (cell: string) => string,
): Spoiling['spoil'] {
  return (text, random) => {
    const rows = rowsOf(text).map((row) => [...row])
    const places = rows.flatMap((row, at) =>
      at === 0 ? [] : row.flatMap((cell, column) => (fits(cell, column) ? [[at, column] as const] : [])),
    )
    const place = pickOf(places, random)
    if (place === null) return null
    const [at, column] = place
    const row = rows[at]
    if (row !== undefined) row[column] = change(row[column] ?? '')
    return Buffer.from(written(rows, ',', '\n'))
  }
}

const isRead = (cell: string, column: number): boolean => column < 2 && cell !== ''
const isCode = (cell: string, column: number): boolean => column < 2 && /^\d{9}$/.test(cell)
const plainText = (words: string, spoil: (text: string) => string): Spoiling => ({
  words,
  plain: true,
  spoil: (text) => Buffer.from(spoil(text)),
})
const unclear = (words: string, spoil: Spoiling['spoil']): Spoiling => ({ words, plain: false, spoil })

/** A table out of a spreadsheet. */
export const spoilings: readonly [Spoiling, ...Spoiling[]] = [
  plainText('a byte order mark', (text) => `\ufeff${text}`),
  plainText('line ends of Windows', (text) => text.replaceAll('\n', '\r\n')),
  plainText('line ends of an old Mac', (text) => text.replaceAll('\n', '\r')),
  plainText('semicolons', (text) => written(rowsOf(text), ';', '\r\n')),
  plainText(
    'semicolons that the first line tells',
    (text) => `\ufeffsep=;\r\n${written(rowsOf(text), ';', '\r\n')}`,
  ),
  plainText('tabs', (text) => written(rowsOf(text), '\t', '\n')),
  plainText(
    'empty rows and columns',
    (text) => `,,,,,,,,,\n${written(rowsOf(text), ',', ',,\n')},,,,,,,,,\n`,
  ),
  plainText('no-break blanks', (text) => text.replaceAll(' ', '\u00a0')),
  plainText('headings in capitals', (text) => text.replace(/^.*/, (line) => line.toUpperCase())),
  ...['\u200b', '\u00ad', '\u202a', '\u2060', '\ufeff', '\u200d'].map((mark) =>
    unclear(
      `U+${mark.charCodeAt(0).toString(16)} in a cell`,
      inOneCell(isRead, (cell) => cell + mark),
    ),
  ),
  unclear(
    'curly quotation marks',
    inOneCell(isRead, (cell) => `\u201c${cell}\u201d`),
  ),
  unclear(
    'a character that was lost',
    inOneCell(isRead, (cell) => `${cell}\ufffd`),
  ),
  unclear(
    'a letter of another script',
    inOneCell(
      (cell, column) => isRead(cell, column) && /[a-z]o/.test(cell),
      (cell) => cell.replace(/([a-z])o/, '$1\u043e'),
    ),
  ),
  unclear(
    'a code in powers of ten',
    inOneCell(isCode, () => '1.2508E+08'),
  ),
  unclear(
    'a code with decimals',
    inOneCell(isCode, (cell) => `${cell}.0`),
  ),
  unclear(
    'a code in groups of three',
    inOneCell(isCode, (cell) => cell.replace(/(\d{3})(\d{3})/, '$1 $2 ')),
  ),
  unclear('Windows-1252', (text) => Buffer.from(text.replace(/\n$/, '\u00e9\n'), 'latin1')),
  unclear('UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')),
  unclear('a workbook', () => Buffer.from('PK\u0003\u0004\0\0')),
  unclear('a heading with a mark', (text) => Buffer.from(text.replace(',', '\u200b,'))),
  unclear('headings of others', (text) => Buffer.from(text.replace(/^[^,]*,[^,\n]*/, 'from,to'))),
]
