import { garbledIn } from '../text/garbled.ts'
import { codeOf, hasOtherWidth, marksIn } from '../text/marks.ts'

/** Why what stands in a cell cannot be what was meant. */
export interface CellFault {
  readonly found: string
  readonly expected: string
}

const typedAnew = 'the text without it; type it anew, for it may have come along in copying'
const theValue = 'the value itself, as the other system shows it'
const asText =
  'the code in full, like 125080001; tell the spreadsheet that the column is text, and put the codes in anew'
const months =
  'jan(?:v|uary)?|feb(?:ruary)?|févr?|mar(?:ch|s)?|apr(?:il)?|avr|ma[iy]|june?|juin|july?|juil|aug(?:ust)?|août|sept?|oct|nov|dec|déc'

/** What a spreadsheet makes of a code; a code of our own kind never looks like that. */
const spoiled: readonly (readonly [shape: RegExp, what: string])[] = [
  [/^[+-]?\d+(?:[.,]\d+E[+-]?|E[+-])\d+$/i, 'a number in powers of ten'],
  [/^[+-]?\d+[.,]0*$/, 'a number with decimals'],
  [/^[+-]?\d{1,3}(?:[ .,'\u2019\u00a0\u202f]\d{3})+$/, 'a number in groups of three'],
  [/^[+-]\d+$/, 'a number with a sign'],
  [/^[\p{Sc}%]\s?[+-]?\d[\d.,\s]*$|^[+-]?\d[\d.,\s]*[\p{Sc}%]$/u, 'a sum or a share'],
  [/^'\d/, 'an apostrophe before a number'],
  [/^#(?:N\/A|NAME\?|REF!|VALUE!|DIV\/0!|NUM!|NULL!|#+$)/i, 'an error of a spreadsheet'],
  [/^#(?:[¡¿]?[\p{Lu}/0]+[!?]|\p{Lu}{1,2}\/\p{Lu}{1,2}|NV)$|^Err:\d{3}$/u, 'an error of a spreadsheet'],
  [/^=./, 'a formula'],
]
/** What other programs make of a label or code. */
const strange: readonly (readonly [shape: RegExp, what: string])[] = [
  [/^(?:TRUE|FALSE|VRAI|FAUX|VERDADERO|VERDADEIRO|FALSO|WAHR|FALSCH)$/, 'a truth value of a spreadsheet'],
  [/^(?:NULL|null|NaN|undefined|\\N|\(null\)|\[object Object\])$/, 'what a program writes for nothing'],
  [/&(?:[A-Za-z]?[a-z]{1,7}\d?|#\d{2,7}|#[xX][0-9a-fA-F]{2,6});|<\/?[a-z][^<>]*>/, 'a sign of a web page'],
  [/%[C-F][0-9A-F]%[89AB][0-9A-F]|\p{L}%20\p{L}/iu, 'signs of an address'],
  [/_x[0-9A-F]{4}_|\\u[0-9a-f]{4}/i, 'a sign that was written as its number'],
  [/(?:\p{L}|^)\?\p{L}|\?{3}/u, 'question marks for letters that were lost'],
  [/(?:^|\s)[\u0300-\u036f]/, 'an accent without a letter'],
  [/^(?=.*(?![0-9])\p{Nd})[\p{Nd}\p{P}\s]+$/u, 'digits of another script'],
  [/^(?=(?:.*\d){5})(?=.*[OoIl])[\dOoIl]+$/, 'letters among the digits of a code'],
  [/^(?=(?:\d* ){1,9}\d+$)(?=(?: *\d){5})[\d ]+$/, 'blanks among the digits of a code'],
  [/^(?!\d+$)\p{P}*\d{5,}\p{P}*$/u, 'signs beside the digits of a code'],
]
/** As spreadsheets of other languages write them, never with a blank: `1 set` may be a label. */
const otherMonths =
  'jan|fe[bv]|mär|mrz|mar|a[bpv]r|mai|may|jun|jul|ago|aug|se[pt]|sept|o[cku]t|nov|di[cs]|de[cz]|ene|يناير|فبراير|مارس|أبريل|ابريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر'
const dates: readonly RegExp[] = [
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?$/,
  new RegExp(String.raw`^\d{1,2}[-. ](?:${months})\.?(?:[-. ]\d{2,4})?$`, 'iu'),
  new RegExp(String.raw`^(?:${months})\.?[-. ]\d{2,4}$`, 'iu'),
  new RegExp(String.raw`^\d{1,2}[-./](?:${otherMonths})\.?(?:[-./]\d{2,4})?$`, 'iu'),
  new RegExp(String.raw`^(?:${otherMonths})\.?[-./]\d{2,4}$`, 'iu'),
]
const manyDigits = /^\d{5,}$/
const wholeGuid = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i
const nearlyGuid = /^\{?[0-9a-f]{6,8}-[0-9a-f]{1,4}(?:-[0-9a-f]*)*\}?$/i

/** A mark that nobody sees, and what else no cell that is compared or written can mean. */
export function faultOfText(text: string): CellFault | null {
  const [mark] = marksIn(text)
  if (mark !== undefined) return { found: mark.name, expected: typedAnew }
  const garbled = garbledIn(text)
  if (garbled !== null) {
    const expected = 'the letter that stood there; save the table as UTF-8 and put it in anew'
    return { found: `"${garbled}", UTF-8 that was read as something else`, expected }
  }
  const quote = curledQuote(text.trim())
  if (quote !== null) {
    return {
      found: `${codeOf(quote)}, a quotation mark of a word processor`,
      expected: 'the text without it, or "',
    }
  }
  const mixed =
    /\p{sc=Latn}[\p{sc=Cyrl}\p{sc=Grek}]|[\p{sc=Cyrl}\p{sc=Grek}]\p{sc=Latn}|\d[\p{sc=Cyrl}\p{sc=Grek}]+\d/u.exec(
      text,
    )?.[0]
  const foreign = mixed === undefined ? undefined : /[\p{sc=Cyrl}\p{sc=Grek}]/u.exec(mixed)?.[0]
  return foreign !== undefined
    ? foreignLetter(foreign, ' within a word')
    : isLatin(text)
      ? faultOfLookalikes(text)
      : null
}

const lookalike = /[АВЕЅІЈКМНОРСТУХаеорсухѕіјһԁԛԜԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ]/
const otherLetter = /(?![АВЕЅІЈКМНОРСТУХаеорсухѕіјһԁԛԜԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ])[\p{sc=Cyrl}\p{sc=Grek}]/u

function foreignLetter(letter: string, where = ''): CellFault {
  return {
    found: `${codeOf(letter)}, a letter of another script${where}`,
    expected: 'letters of one script',
  }
}

/** The same for a code: in addition what spreadsheets and word processors make of codes. */
export function faultOfCode(text: string): CellFault | null {
  const plain = text.trim()
  const fault = faultOfText(text)
  if (fault !== null) return fault
  const what = dates.some((shape) => shape.test(plain)) ? 'a date' : spoiledWords(plain)
  if (what !== null) return { found: `"${plain}", ${what}`, expected: asText }
  const other = widthWords(plain) ?? strange.find(([shape]) => shape.test(plain))?.[1] ?? null
  if (other === null) return dashFault(plain)
  return { found: `"${plain}", ${other}`, expected: 'the label or code as its system shows it' }
}

/** The same for a text that is written as it stands, and may be a date. */
export function faultOfConstant(text: string): CellFault | null {
  const plain = text.trim()
  const what = spoiledWords(plain)
  return faultOfText(text) ?? (what === null ? null : { found: `"${plain}", ${what}`, expected: asText })
}

/** Of a value that is written: what came along with it out of a file. */
export function faultOfWritten(text: string): CellFault | null {
  const odd = unsettled.find(([shape]) => shape.test(text))
  return odd === undefined ? null : { found: `"${text}", ${odd[1]}`, expected: theValue }
}

/** The same for a setting: a spreadsheet had no hand in it, a word processor may have. */
export function faultOfSetting(text: string): CellFault | null {
  const plain = text.trim()
  const odd = unsettled.find(([shape]) => shape.test(plain))?.[1] ?? widthWords(plain)
  return faultOfText(text) ?? dashFault(plain) ?? (odd === null ? null : { found: odd, expected: theValue })
}

/** What no setting ends or begins with, and what a program that fills in templates would have replaced. */
const unsettled: readonly (readonly [shape: RegExp, what: string])[] = [
  [/^(["'`])[^"'`]+\1$/, 'quotation marks within the value'],
  [/^<[^<>]*>$|\{\{.*\}\}|^%\w+%$|^\$\w+$/, 'a placeholder that nothing filled in'],
  [/[,;]$/, 'a comma or semicolon at its end'],
]

function widthWords(text: string): string | null {
  return hasOtherWidth(text) ? 'letters or digits of another width' : null
}

/** How many of some codes of digits there are of each length. */
export function lengthsOf(codes: readonly string[]): ReadonlyMap<number, number> {
  const lengths = new Map<number, number>()
  for (const { length } of codes.filter((code) => manyDigits.test(code))) {
    lengths.set(length, (lengths.get(length) ?? 0) + 1)
  }
  return lengths
}

/**
 * A code of digits among at least two others that are all of one other length: a digit was lost, or typed twice. `lengths`
 * are those of its column, with its own.
 */
export function faultOfLength(code: string, lengths: ReadonlyMap<number, number>): CellFault | null {
  const own = code.length
  if (!manyDigits.test(code) || lengths.get(own) !== 1 || lengths.size !== 2) return null
  const [length = own, count = 0] = [...lengths].find(([other]) => other !== own) ?? []
  if (count < 2) return null
  return { found: `"${code}", ${own} digits`, expected: `${length} digits, as the other codes have` }
}

/** A letter that nobody can tell from one of Latin, where `isLatin` says that all else is of Latin. */
export function faultOfLookalikes(text: string): CellFault | null {
  const letter = lookalike.exec(text)?.[0]
  return letter === undefined ? null : foreignLetter(letter)
}

/** Whether a text, or a column, has letters of Latin and of Cyrillic and Greek at most such as look like them. */
export function isLatin(text: string): boolean {
  return /\p{sc=Latn}/u.test(text) && !otherLetter.test(text)
}

/** Of a value that must be a GUID: another text, a part of one, or one of noughts that nobody filled in. */
export function faultOfGuid(text: string): CellFault | null {
  if (wholeGuid.test(text) && /[1-9a-f]/i.test(text)) return null
  return { found: `"${text}"`, expected: 'a whole GUID, like 00000000-0000-0000-0000-000000000000' }
}

function spoiledWords(text: string): string | null {
  const shape = spoiled.find(([shape]) => shape.test(text))
  if (shape !== undefined) return shape[1]
  return nearlyGuid.test(text) && !wholeGuid.test(text) && text.length > 12 ? 'a part of a GUID' : null
}

/** A dash of a word processor in a code that is plain otherwise: the code has another sign there. */
function dashFault(text: string): CellFault | null {
  const dash = /[\u2010-\u2015\u2212]/.exec(text)?.[0]
  if (dash === undefined || !/^[!-~\u2010-\u2015\u2212]+$/.test(text)) return null
  return { found: `${codeOf(dash)}, a dash of a word processor`, expected: 'the code with its own hyphen' }
}

/** A curly quotation mark that opens the whole text, or closes it without having been opened. */
function curledQuote(text: string): string | null {
  const opening = /^[\u201c-\u201f\u2018\u201a\u201b\u00ab]/.exec(text)?.[0]
  if (opening !== undefined) return opening
  const closing = /[\u201c-\u201f\u00bb]$/.exec(text)?.[0]
  return closing === undefined || /[\u201c-\u201f\u00ab]./.test(text) ? null : closing
}
