import type { Case, Seen } from './seen.ts'

export type Person = NonNullable<ReturnType<Seen['ping']['store']['individuals']['get']>>

/** What one system shows of a child; null where it shows nothing. */
interface Shown {
  readonly birthDay: string | null
  readonly sex: string | null
  readonly names: string
}

const sexes: Readonly<Record<number, string>> = { 125080000: 'female', 125080001: 'male' }
/** No child of these worlds was born before the one day or after the other. */
const births = ['2000-11-23', '2026-11-20'] as const

/** Whether a text is a day on which a child can have been born. */
export function isBirthDay(text: string | null | undefined): text is string {
  const day = text ?? ''
  const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : Number.NaN
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(day)) return false
  return day > births[0] && day <= births[1]
}

function ofPerson({ birthDate, sex, givenName, middleName, familyName, nickname }: Person): Shown {
  return {
    birthDay: isBirthDay(birthDate) ? birthDate : null,
    sex: sex === null ? null : (sexes[sex] ?? null),
    names: [givenName, middleName, familyName, nickname].join(' '),
  }
}

function ofCase({ data }: Case): Shown {
  const { date_of_birth: birth, sex, name } = data
  return {
    birthDay: typeof birth === 'string' && isBirthDay(birth) ? birth : null,
    sex: sex === 'female' || sex === 'male' ? sex : null,
    names: typeof name === 'string' ? name : '',
  }
}

/** Scripts of the people of these worlds. */
const alphabets = [/\p{Script=Latin}{2,}/gu, /\p{Script=Ethiopic}+/gu, /\p{Script=Arabic}{2,}/gu] as const

function wordsIn(names: string, alphabet: RegExp): readonly string[] {
  return names.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().match(alphabet) ?? []
}

function namesDisagree(one: string, other: string): boolean {
  const pairs = alphabets.map((alphabet) => [wordsIn(one, alphabet), wordsIn(other, alphabet)] as const)
  const comparable = pairs.filter(([mine, theirs]) => mine.length > 0 && theirs.length > 0)
  return (
    comparable.length > 0 && comparable.every(([mine, theirs]) => !mine.some((word) => theirs.includes(word)))
  )
}

function areTwo(one: Shown, other: Shown): boolean {
  const against = [
    one.birthDay !== null && other.birthDay !== null && one.birthDay !== other.birthDay,
    one.sex !== null && other.sex !== null && one.sex !== other.sex,
    namesDisagree(one.names, other.names),
  ]
  return against.filter(Boolean).length >= 2
}

/** Whether a case is of another child than the person in proGres, whatever its number says. */
export function isAnothers(person: Person, record: Case): boolean {
  return areTwo(ofPerson(person), ofCase(record))
}

/** Whether two persons of proGres are two children, whatever their number says. */
export function areTwoChildren(one: Person, other: Person): boolean {
  return areTwo(ofPerson(one), ofPerson(other))
}
