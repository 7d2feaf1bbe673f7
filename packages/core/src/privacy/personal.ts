import { withCommonDigits } from '../domain/individual-number.ts'
import { bornOn } from './birth-dates.ts'

/** What a text may not hold where it is kept for ever, in words. */
export const personalKinds = {
  email: 'an e-mail address',
  phone: 'a telephone number',
  number: 'the number of a person',
  digits: 'a telephone number or the number of a person',
  date: 'a date on which a person could be born',
} as const

/** One of them. */
export type PersonalKind = keyof typeof personalKinds

/** Ids by which systems know a record, and which are kept anyway. */
const recordIds = [
  /(?<![\p{L}\d])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\p{L}\d])/giu,
  /(?<![\p{L}\d-])[a-z\d]{2,4}-\d{2}-[a-z]{3,}-\d+/giu,
  /(?<![\p{L}\d])REF-?IOP-[a-z\d-]+/giu,
]

/** `803-00000001`, `NAI-00012345`; and of a family `803-14C00123`. */
const individual = /(?<![\p{L}\d-])[a-z\d]{3}-(?:\d{6,9}|\d{2}[a-z]\d{5})(?![\p{L}\d])/giu
/** A telephone number as people write it down: behind a plus, or in groups. */
const behindPlus = /\+[\s(]?\d(?:[\s()./-]*\d){6,14}(?!\d)/u
const inGroups = /(?<![\p{L}\d-])\(?\d{1,6}\)?(?:[ ./-]{1,2}\d{2,6}){1,5}(?![\p{L}\d])/gu
/** So many digits a telephone number has at the least; the numbers of cases have fewer. */
const fewestDigits = 8
const digitRun = new RegExp(`(?<![\\p{L}\\d-])\\d{${fewestDigits},15}(?![\\p{L}\\d])`, 'u')

function isPhoneIn(text: string): boolean {
  const groups = [...text.matchAll(inGroups)].map(([found]) => found.replaceAll(/\D/g, ''))
  return behindPlus.test(text) || groups.some(({ length }) => length >= fewestDigits)
}

/** What a text seems to hold of persons, each kind once; `nowMs`: nobody is born later. */
export function personalIn(typed: string, nowMs: number): readonly PersonalKind[] {
  const plain = withCommonDigits(typed.normalize('NFKC'))
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\p{Pd}/gu, '-')
  const text = recordIds.reduce((rest, id) => rest.replaceAll(id, '\u2026'), plain)
  const { dates, rest } = bornOn(text, nowMs)
  const withoutNumbers = rest.replaceAll(individual, '\u2026')
  const isPhone = isPhoneIn(withoutNumbers)
  return [
    ...(/[^\s@]\s?@\s?[^\s@]/u.test(text) ? (['email'] as const) : []),
    ...(isPhone ? (['phone'] as const) : []),
    ...(withoutNumbers !== rest ? (['number'] as const) : []),
    ...(!isPhone && digitRun.test(withoutNumbers) ? (['digits'] as const) : []),
    ...(dates ? (['date'] as const) : []),
  ]
}
