/**
 * UNHCR individual numbers as people, spreadsheets and other programs write them. The number alone says whose file is
 * opened: so one number is one text, however it is spelled, and what names nobody is told apart (`flows.md`, 1.1).
 */

/** What nobody sees: format characters, direction marks, soft hyphens, byte-order marks, what controls a terminal. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]|(?!\s)\p{Cc}/gu
/** Dashes of every kind, and what is taken for one: of mathematics, of other scripts, drawn, as a bullet. */
const dashes = / ?[\p{Pd}\u02d7\u2043\u2212\u2500\u2796\u30fc]+ ?/gu
/** What a spreadsheet or a sentence leaves around a number. */
const around = /^[\s'"`\u00b4\p{Pi}\p{Pf}.,;:]+|[\s'"`\u00b4\p{Pi}\p{Pf}.,;:]+$/gu
const otherDigits = /(?![0-9])\p{Nd}/gu
const isDigit = /^\p{Nd}$/u

/** A digit of any script as one of 0 to 9: those of a script stand in a row, beginning with its nought. */
function commonDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let before = 0
  while (isDigit.test(String.fromCodePoint(code - before - 1))) before += 1
  return String(before % 10)
}

/** Signs that are read of what stands in place of a number: a whole story is none. */
const mostRead = 500
/** No number is so long. */
const longest = 100

/**
 * An individual number in its plain spelling, the same for every spelling of it; '' where nothing is to be seen. No
 * difference are marks that nobody sees, kinds of dashes, blanks around them, full-width digits and those of other
 * scripts, letter case, and quotation marks or a full stop around the whole.
 */
export function plainNumber(written: string): string {
  const text = written.trim()
  if (text.length > mostRead) return text.slice(0, mostRead)
  return text
    .replace(unseen, '')
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFKC')
    .replace(otherDigits, commonDigit)
    .replace(/\s+/g, ' ')
    .replace(dashes, '-')
    .replace(around, '')
}

/** As many digits in a row a person could be known by, at the least. */
const fewestDigits = 5
/** A number that a spreadsheet has cut to a few digits and a power of ten: others have become the same. */
const powerOfTen = /^\d+(?:[.,]\d+)?E[+-]?\d{1,3}$/

/** Two numbers in one field: whose it is cannot be told. */
const several = /\d{5,}.*[\s,;/|&+].*\d{5,}/

/**
 * Whether nobody can be known by a number in its plain spelling: no run of five digits that is more than noughts, all
 * digits alike, several numbers, or outside of the pattern that the deployment's numbers have, where it names one. Of
 * `N/A`, `-`, `1111111`, `803-TBD`, `803-00000000` and `8.03E+10` it is true.
 */
export function isDoubtful(plain: string, pattern: string | undefined): boolean {
  if (plain.length > longest) return true
  const known = digitRuns(plain).some((run) => /[1-9]/.test(run))
  const alike = new Set(plain.match(/\d/g)).size < 2
  if (!known || alike || several.test(plain) || powerOfTen.test(plain)) return true
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
