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
const noNames: ReadonlySet<string> = new Set('AL EL BIN IBN BINT BINTI MR MRS MS DR ال بن ابن بنت'.split(' '))

/** The same letter, typed on another keyboard: yeh and kaf of Persian and Urdu, yeh without its dots. */
const sameLetter: Readonly<Record<string, string>> = { ی: 'ي', ى: 'ي', ک: 'ك' }

/**
 * The parts of some names that can be compared: without marks, letter case and everything that is no letter. What stands
 * together by a hyphen or an apostrophe counts whole and in its pieces; initials and words that are no names are left out.
 */
export function namePartsOf(names: readonly string[]): NameParts {
  const parts = new Map<string, Set<string>>()
  for (const text of names.flatMap(pieces)) {
    const script = scripts.find(({ whole }) => whole.test(text))?.name
    if (script === undefined || noNames.has(text)) continue
    if (initialsIn.has(script) && text.length === 1) continue
    const known = parts.get(script) ?? new Set()
    parts.set(script, known.add(text))
  }
  return parts
}

function pieces(name: string): readonly string[] {
  const plain = name
    .normalize('NFKD')
    // Modifier letters are no letters of a name: tatweel, which draws a word out, and apostrophes of many kinds.
    .replace(/[\p{M}\p{Cf}\p{Lm}]/gu, '')
    .toUpperCase()
    .replace(/[یىک]/gu, (letter) => sameLetter[letter] ?? letter)
  return plain
    .split(/[\s\p{Z}]+/u)
    .flatMap((word) => [word.replace(noLetters, ''), ...word.split(noLetters)])
    .filter((piece) => piece !== '')
}

const noLetters = /\P{L}+/gu
