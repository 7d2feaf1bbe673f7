/** What tells one child from another, as one system shows it; null, or no names, where it shows nothing. */
export interface Identity {
  /** `YYYY-MM-DD`. */
  readonly birthDay: string | null
  /** As Primero says it; null as well where it says that nobody knows. */
  readonly sex: string | null
  readonly names: NameParts
}

/** The parts of a person's names that can be compared, by the script they are written in. */
export type NameParts = ReadonlyMap<string, ReadonlySet<string>>

/** How many of the three may disagree before a case counts as another child's (`flows.md`, 1.1). */
export type IdentityPolicy = 'two-differ' | 'any-differ' | 'number-only'

/** Primero's fields that are compared: asked for, looked at in memory, kept nowhere. */
export const identityFields = ['date_of_birth', 'sex', 'name'] as const

/** One of the fields that are compared. */
export type IdentityField = (typeof identityFields)[number]

const disagreementsFor: Readonly<Record<IdentityPolicy, number>> = {
  'two-differ': 2,
  'any-differ': 1,
  'number-only': Number.POSITIVE_INFINITY,
}

/**
 * What speaks against two records being of one child: the fields that disagree, or none where that is not enough. Each
 * is compared only where both show it. Pure.
 */
export function differing(one: Identity, other: Identity, policy: IdentityPolicy): readonly IdentityField[] {
  const disagree: Readonly<Record<IdentityField, boolean>> = {
    date_of_birth: saysOther(one.birthDay, other.birthDay),
    sex: saysOther(one.sex, other.sex),
    name: namesDisagree(one.names, other.names),
  }
  const fields = identityFields.filter((field) => disagree[field])
  return fields.length >= disagreementsFor[policy] ? fields : []
}

function saysOther(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other
}

/** Only in a script that both use, and only where they have no part at all in common. */
function namesDisagree(one: NameParts, other: NameParts): boolean {
  const both = [...one].flatMap(([script, parts]) => {
    const others = other.get(script)
    return others === undefined ? [] : [!parts.isDisjointFrom(others)]
  })
  return both.length > 0 && !both.includes(true)
}

/** Scripts that names are written in today. What stands in none of them, or in two at once, says nothing. */
const scripts = [
  ['Latin'],
  ['Arabic'],
  ['Ethiopic'],
  ['Cyrillic'],
  ['Greek'],
  ['Hebrew'],
  ['Armenian'],
  ['Georgian'],
  ['Syriac'],
  ['Thaana'],
  ['Nko'],
  ['Tifinagh'],
  ['Adlam'],
  ['Devanagari'],
  ['Bengali'],
  ['Gurmukhi'],
  ['Gujarati'],
  ['Oriya'],
  ['Tamil'],
  ['Telugu'],
  ['Kannada'],
  ['Malayalam'],
  ['Sinhala'],
  ['Thai'],
  ['Lao'],
  ['Tibetan'],
  ['Myanmar'],
  ['Khmer'],
  ['Hanifi_Rohingya'],
  ['Hangul'],
  // A Japanese name may have all three.
  ['Han', 'Hiragana', 'Katakana'],
].map((together) => {
  const letters = together.map((script) => String.raw`\p{Script=${script}}`).join('')
  return { name: together[0] ?? '', whole: new RegExp(`^[${letters}]+$`, 'u') }
})

/** Scripts in which one letter is no name but the beginning of one. */
const initialsIn: ReadonlySet<string> = new Set(
  'Latin Cyrillic Greek Armenian Georgian Arabic Hebrew Syriac'.split(' '),
)

/** Words between names and before them, which two strangers have in common. */
const particles = wordsOf(`
  AL EL BIN IBN BINT BINTI OULD WALAD ABD ABDUL ABDEL ABDAL DE DEL DA DOS LA VAN DER DEN VON OF THE
  ال بن ابن بنت عبد
  MR MRS MS MISS DR JR አቶ ወሮ ወይዘሮ ወይዘሪት
`)
/** Words in place of a name that nobody knows. */
const placeholders = wordsOf(`
  UNKNOWN FNU LNU NULL NONE NA TBD TBC REDACTED BABY INFANT CHILD INCONNU INCONNUE DESCONOCIDO DESCONOCIDA مجهول
`)

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}

/** Letters that say the same to who writes them, typed on another keyboard or by another habit. */
const sameLetters = new Map([
  ...lettersAs('ي', 'یى'),
  ...lettersAs('ك', 'ک'),
  ...lettersAs('ا', 'ٱ'),
  ...lettersAs('ه', 'ةھہەۃ'),
  // Letters of Nuer and Dinka, of West Africa and of Europe that compatibility forms leave whole.
  ...lettersAs('D', 'ĐÐƊ'),
  ...lettersAs('O', 'ØƆ'),
  ...lettersAs('L', 'Ł'),
  ...lettersAs('H', 'Ħ'),
  ...lettersAs('T', 'Ŧ'),
  ...lettersAs('B', 'Ɓ'),
  ...lettersAs('K', 'Ƙ'),
  ...lettersAs('Y', 'Ƴ'),
  ...lettersAs('G', 'Ɣ'),
  ...lettersAs('E', 'ƐƏƎ'),
  ...lettersAs('AE', 'Æ'),
  ...lettersAs('OE', 'Œ'),
  ...lettersAs('NG', 'Ŋ'),
  ...lettersAs('TH', 'Þ'),
  // Rows of Ethiopic that sound alike in Amharic: seven or eight letters each, of which the first and the fourth are one.
  ...rowAs(0x1200, 0x1210),
  ...rowAs(0x1200, 0x1280),
  ...rowAs(0x1230, 0x1220),
  ...rowAs(0x12a0, 0x12d0),
  ...rowAs(0x1338, 0x1340),
  ...lettersAs('ሀ', 'ሃሐሓኀኃ'),
  ...lettersAs('አ', 'ኣዐዓ'),
])

function lettersAs(letter: string, others: string): readonly (readonly [string, string])[] {
  return Array.from(others, (other) => [other, letter])
}

function rowAs(first: number, other: number): readonly (readonly [string, string])[] {
  return Array.from({ length: 7 }, (_, at) => [
    String.fromCodePoint(other + at),
    String.fromCodePoint(first + at),
  ])
}

/**
 * The parts of some names that can be compared: without marks, letter case and everything that is no letter. What stands
 * together by a hyphen or an apostrophe counts whole and in its pieces, and two words as one too; initials and words that
 * are no names are left out, and so is a word that has lost a letter or hides it.
 */
export function namePartsOf(names: readonly string[]): NameParts {
  const words = names.flatMap((name) => plainName(name).split(/[\s\p{Z}]+/u))
  const parts = new Map<string, Set<string>>()
  let before = ''
  for (const word of words) {
    const whole = word.replace(noLetters, '')
    const isLost = /[?*\ufffd]/.test(word)
    const pieces = isLost || isEmpty(whole) ? [] : [whole, ...word.split(noLetters), ...withoutArticle(whole)]
    // Beside another word that says something: people write `Abu Bakr` and `Abubakr`.
    const isName = pieces.some((piece) => scriptOfName(piece) !== null)
    for (const text of isName && before !== '' ? [...pieces, before + whole] : pieces) {
      const script = scriptOfName(text)
      if (script !== null) parts.set(script, (parts.get(script) ?? new Set()).add(text))
    }
    before = isLost || placeholders.has(whole) ? '' : whole
  }
  return parts
}

/** The script of a part of a name that says something; null where it says nothing. */
function scriptOfName(text: string): string | null {
  const script = scripts.find(({ whole }) => whole.test(text))?.name
  if (script === undefined || isEmpty(text)) return null
  return initialsIn.has(script) && text.length === 1 ? null : script
}

function isEmpty(text: string): boolean {
  return particles.has(text) || placeholders.has(text)
}

function plainName(name: string): string {
  return (
    name
      // Between words of scripts that leave no blanks, and pasted into words: both.
      .replaceAll('\u200b', '-')
      .normalize('NFKD')
      // Modifier letters are no letters of a name: tatweel, which draws a word out, and apostrophes of many kinds.
      .replace(/[\p{M}\p{Cf}\p{Lm}]/gu, '')
      .toUpperCase()
      .replace(/\p{L}/gu, (letter) => sameLetters.get(letter) ?? letter)
  )
}

/** The article of Arabic is written together with its name, or left out. */
function withoutArticle(word: string): readonly string[] {
  return /^ال.{3,}$/u.test(word) ? [word.slice(2)] : []
}

const noLetters = /\P{L}+/gu
