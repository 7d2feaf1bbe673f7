/** A character that nobody sees, or that says that something was lost, and where it stands. */
export interface Mark {
  /** As people look it up: `U+200B (zero width space)`. */
  readonly name: string
  /** Position in the text. */
  readonly at: number
}

const names: Readonly<Record<string, string>> = {
  '\0': 'NUL',
  '\u00ad': 'soft hyphen',
  '\u200b': 'zero width space',
  '\u200c': 'zero width non-joiner',
  '\u200d': 'zero width joiner',
  '\u2060': 'word joiner',
  '\ufeff': 'byte order mark',
  '\ufffd': 'a character that was lost before',
}

/** Controls, format and filler characters, half characters, private ones; line ends and tabs are blanks. */
const unseen =
  /[[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Cs}\p{Co}\u2800\ufff9-\uffff]--[\t\n\v\f\r\u0600-\u0605\u06dd\u070f\u08e2]]/gv
const direction = /^[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]$/
/** Blanks of all kinds but those of which lines and their indentation are made, one by one. */
const oddBlank = /[\v\f\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g

/** Every mark in a text that has no meaning where it stands. */
export function marksIn(text: string): readonly Mark[] {
  return [...text.matchAll(unseen)]
    .filter((found) => !isOrdinary(text, found.index, found[0]))
    .map((found) => ({ name: nameOf(found[0]), at: found.index }))
}

/** A text without the marks that `marksIn` finds. */
export function withoutMarks(text: string): string {
  return text.replace(unseen, (mark, at: number) => (isOrdinary(text, at, mark) ? mark : ''))
}

/** A text with ordinary blanks for blanks of other kinds, as long as before; tabs and line ends stay. */
export function withPlainBlanks(text: string): string {
  return text.replace(oddBlank, ' ')
}

/** Letters and digits of plain shape in another one: full width, joined, in a circle, as in formulas. */
const otherWidth = /[\uff01-\uff5e\ufb00-\ufb06\u24b6-\u24e9\u{1d400}-\u{1d7ff}]/gu

/** Whether a text has letters or digits of another width. */
export function hasOtherWidth(text: string): boolean {
  return text.search(otherWidth) !== -1
}

/** A text with the plain letters and digits for those of another width. */
export function withPlainWidth(text: string): string {
  return text.replace(otherWidth, (character) => character.normalize('NFKC'))
}

/** The first blank of another kind, by its name; null = none. */
export function oddBlankIn(text: string): string | null {
  const [blank] = text.match(oddBlank) ?? []
  return blank === undefined ? null : `${codeOf(blank)} (a blank of another kind)`
}

/** How a character is called in tables of characters: `U+200B`. */
export function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** The first place of a whole file at which something was lost before, so that nothing beside it can be trusted. */
export function lossIn(
  text: string,
): { readonly line: number; readonly found: string; readonly expected: string } | null {
  const at = text.search(/[\0\ufffd\p{Cs}]/u)
  if (at === -1) return null
  const found = nameOf(String.fromCodePoint(text.codePointAt(at) ?? 0))
  return { line: lineAt(text, at), found, expected: 'the text as it was meant, saved as UTF-8' }
}

/** The line of a position in a text, from 1; lines end as in any system: CR LF, LF or CR. */
export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split(/\r\n|\n|\r/).length
}

/**
 * Joiners within a word of a script that needs them (Persian, Sinhala, …) and within an emoji, and the selectors that
 * belong to the character before them, are spelling.
 */
function isOrdinary(text: string, at: number, mark: string): boolean {
  const [before, after] = [text.slice(Math.max(0, at - 2), at), text.slice(at + mark.length)]
  if (/^[\u200c\u200d]$/.test(mark)) {
    if (/(?![\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}])[\p{L}\p{M}]$/u.test(before) && /^[\p{L}\p{M}]/u.test(after))
      return true
    return /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]$/u.test(before) && /^\p{Emoji}/u.test(after)
  }
  return (
    /^[\ufe00-\ufe0f]$/.test(mark) && /(?![\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}])[\p{L}\p{Emoji}]$/u.test(before)
  )
}

function nameOf(mark: string): string {
  const name = names[mark] ?? (direction.test(mark) ? 'a mark of direction' : 'a mark that nobody sees')
  return `${codeOf(mark)} (${name})`
}
