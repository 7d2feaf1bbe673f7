/**
 * UNHCR individual numbers as people, spreadsheets and other programs write them. The number alone says whose file is
 * opened: so one number is one text, however it is spelled, and what names nobody is told apart (`flows.md`, 1.1).
 */

/**
 * What nobody sees: format characters, direction marks, soft hyphens, byte-order marks, what controls a terminal, signs of
 * no font, the place of a picture, the key drawn round a digit.
 */
const unseen = /[\p{Cf}\p{Co}\p{Me}\p{Default_Ignorable_Code_Point}\ufffc]|(?!\s)\p{Cc}/gu
/** Lines at the height of letters that compatibility forms would take apart into a blank and a mark. */
const lines = /[\u00af\u02c9\u203e\u3161\uffe3]/g
/** Dashes of every kind, and what is taken for one: of mathematics, of other scripts and keyboards, drawn, as a bullet. */
const dashes = / ?[\p{Pd}\u0640\u02d7\u2043\u2212\u23af\u2500\u2501\u2796\u30fc]+ ?/gu
/** What a spreadsheet, a list, a table or a sentence leaves around a number, in the signs of several scripts. */
const around =
  /^[\s'"`\u00b4\p{Pi}\p{Pf}.,;:|=#\u2022\u00b7-]+|[\s'"`\u00b4\p{Pi}\p{Pf}.,;:|\u060c\u061b\u06d4\u1361-\u1365\u3001\u3002]+$/gu
const bracketed = /^\p{Ps}([^\p{Ps}\p{Pe}]*)\p{Pe}$/u
/** A number that a program has read as a fraction: of a column in which some are missing. */
const asFraction = /^(\d+)[.,]0$/
const otherDigits = /(?![0-9])\p{Nd}/gu
const isDigit = /^\p{Nd}$/u

/** A digit of any script as one of 0 to 9: those of a script stand in a row, beginning with its nought. */
function commonDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let before = 0
  while (isDigit.test(String.fromCodePoint(code - before - 1))) before += 1
  return String(before % 10)
}

/** A text with its digits of any script as 0 to 9. */
export function withCommonDigits(text: string): string {
  return text.replace(otherDigits, commonDigit)
}

/** Capitals of other keyboards that look like Latin ones, each under the one it looks like. */
const lookalikes = new Map(
  [
    'AΑА',
    'BΒВ',
    'CС',
    'EΕЕ',
    'HΗН',
    'IΙІ',
    'JЈ',
    'KΚК',
    'MΜМ',
    'NΝ',
    'OΟО',
    'PΡР',
    'SЅ',
    'TΤТ',
    'XΧХ',
    'YΥУ',
    'ZΖ',
  ].flatMap(([latin = '', ...others]) => others.map((other) => [other, latin] as const)),
)

/** A number with letters that look Latin in Latin ones; one that has others beside them is written in its own script. */
function inLatin(text: string): string {
  const latin = text.replace(/[\p{sc=Grek}\p{sc=Cyrl}]/gu, (letter) => lookalikes.get(letter) ?? letter)
  return /[\p{sc=Grek}\p{sc=Cyrl}]/u.test(latin) ? text : latin
}

/** Without what stands around it, layer by layer. */
function bare(text: string): string {
  const less = text.replace(around, '').replace(bracketed, '$1').replace(asFraction, '$1')
  return less === text ? text : bare(less)
}

/** Signs that are read of what stands in place of a number: a whole story is none. */
const mostRead = 500
/** No number is so long. */
const longest = 100

/**
 * An individual number in its plain spelling, the same for every spelling of it; '' where nothing is to be seen. No
 * difference are marks that nobody sees, kinds of dashes, blanks around them, full-width digits and those of other
 * scripts, letter case, letters that look alike on other keyboards, and what a spreadsheet or a sentence leaves around the whole.
 */
export function plainNumber(written: string): string {
  const text = written.trim()
  if (text.length > mostRead) return text.slice(0, mostRead)
  const plain = text
    .replace(lines, '-')
    .replace(unseen, '')
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFKC')
    .replace(otherDigits, commonDigit)
    .replace(/[\s\u2800]+/g, ' ')
    .replace(dashes, '-')
  return bare(inLatin(plain))
}

/** As many digits in a row a person could be known by, at the least. */
const fewestDigits = 5
/** A number that a spreadsheet has cut to a few digits and a power of ten: others have become the same. */
const powerOfTen = /^\d+(?:[.,]\d+)?E[+-]?\d{1,3}$/

/** Two numbers in one field: whose it is cannot be told. */
const several = /\d{5,}.*[\s,;/|&+].*\d{5,}/

/** Signs that no number has: of doubt, of a mask, of markup, of an address, and what a wrong encoding leaves. */
const foreign = /[?!&<>%=@*~^$]|(?![\0-\x7f])[\p{S}\p{P}]/u
/** A word in brackets, or two that stand free, say whose number it is, or that it is none yet. */
const words = /[([{][^\d]*\p{L}|(?:^| )\p{L}{2,} (?:.* )?\p{L}{2,}(?: |$)/u
/** Digits that somebody has crossed out. */
const masked = /X{3,}/
/** The key of a record in place of its number. */
const key = /^\{?[\dA-F]{8}(?:-[\dA-F]{4}){3}-[\dA-F]{12}\}?$/

function isNoNumber(plain: string): boolean {
  return [foreign, words, masked, key].some((shape) => shape.test(plain))
}

/**
 * Whether nobody can be known by a number in its plain spelling: no run of five digits that is more than noughts, all
 * digits alike, several numbers, what only looks like one, or outside of the pattern that the deployment's numbers have,
 * where it names one. Of `N/A`, `-`, `1111111`, `803-TBD`, `803-00000000`, `803-12345???` and `8.03E+10` it is true.
 */
export function isDoubtful(plain: string, pattern: string | undefined): boolean {
  if (plain.length > longest) return true
  const known = digitRuns(plain).some((run) => /[1-9]/.test(run))
  const alike = new Set(plain.match(/\d/g)).size < 2
  if (!known || alike || several.test(plain) || powerOfTen.test(plain)) return true
  if (isNoNumber(plain)) return true
  return pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'iu').test(plain)
}

/** The runs of digits of a number in its plain spelling that are long enough to know a person by, in their order. */
export function digitRuns(plain: string): readonly string[] {
  return plain.match(new RegExp(`\\d{${fewestDigits},}`, 'g')) ?? []
}

/** The letter cases in which people write a number; the first is the plain spelling itself. */
export function letterCases(plain: string): readonly string[] {
  return [...new Set([plain, plain.toLowerCase()])]
}
