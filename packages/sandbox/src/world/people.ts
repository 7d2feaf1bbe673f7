import type { NeedCategory } from '../ping/codes.ts'
import { inventName, markerName } from './names.ts'
import type { Script } from './names.ts'
import { seededRandom, streamOf } from './random.ts'
import type { SeededRandom } from './random.ts'

/** An invented child, with what both systems know of it. */
export interface Child {
  /** UNHCR individual number. */
  readonly number: string
  readonly groupNumber: string
  readonly groupGuid: string
  readonly givenName: string
  readonly middleName: string
  readonly familyName: string
  readonly nickname: string
  /** YYYY-MM-DD */
  readonly birthDate: string
  readonly sex: 'female' | 'male'
  readonly phone: string
  /** Address, from the country down to the place. */
  readonly levels: readonly string[]
  /** As proGres labels them. */
  readonly languages: readonly string[]
  readonly needs: readonly NeedCategory[]
  /** As Primero keeps them. */
  readonly concerns: readonly string[]
  /** What an officer or a caseworker writes about the child. */
  readonly note: string
  readonly reason: string
  /** Who wrote a comment in the history; must never reach Primero. */
  readonly author: string
  readonly officer: { readonly title: string; readonly phone: string; readonly email: string }
}

/** What to invent. */
export interface PeopleOptions {
  readonly seed: number
  readonly count: number
  /** The first child's place; other places give other children and other numbers. */
  readonly from?: number
  /** Every personal field holds an unmistakable marker, for scans of outputs. */
  readonly canaries?: boolean
}

const scripts = ['latin', 'ethiopic', 'arabic'] as const
const languages = [
  'Anyuak',
  'Nuer',
  'Dinka, Northeastern',
  'Dinka, Southwestern; Rek',
  'Amharic',
  'Somali',
  'Acholi',
  'Bari',
] as const
const needs = [
  'Child at risk',
  'Unaccompanied or separated child',
  'Disability',
  'Serious medical condition',
] as const
const concerns = ['child_labour', 'separated', 'disabled', 'unaccompanied', 'child_marriage', 'rape'] as const
const regions = ['Gambella', 'Benishangul', 'Somali Region'] as const

/** Invents children: the same for the same seed and place. Names in Latin, Ethiopic and Arabic script by turns. */
export function inventPeople(options: PeopleOptions): readonly Child[] {
  const from = options.from ?? 0
  return Array.from({ length: options.count }, (_, index) => {
    const place = from + index
    const random = seededRandom(options.seed, streamOf(place, 'person'))
    const child = invent(place, options.seed, random)
    return options.canaries ? marked(child, place) : child
  })
}

function scriptOf(place: number): Script {
  return scripts[place % scripts.length] ?? 'latin'
}

function invent(place: number, seed: number, random: SeededRandom): Child {
  const script = scriptOf(place)
  const name = (): string => inventName(script, random)
  const first = random.pick(languages)
  const second = random.pick(languages)
  const own = String((10 + (seed % 90)) * 10_000_000 + place)
  return {
    number: `803-${own}`,
    groupNumber: `803-23-${1_000_000 + place}`,
    groupGuid: random.guid(),
    givenName: name(),
    middleName: name(),
    familyName: name(),
    nickname: name(),
    birthDate: dayAfter(2009, random.below(4000)),
    sex: random.chance(0.5) ? 'female' : 'male',
    phone: `+251 9${String(random.below(100_000_000)).padStart(8, '0')}`,
    levels: [
      'Ethiopia',
      random.pick(regions),
      `Zone ${1 + random.below(9)}`,
      name(),
      name(),
      `Block ${1 + random.below(99)}`,
    ],
    languages: random.chance(0.3) && first !== second ? [first, second] : [first],
    needs: random.chance(0.4)
      ? [random.pick(needs)]
      : random.chance(0.2)
        ? ['Child at risk', 'Disability']
        : [],
    concerns: [random.pick(concerns)],
    note: `Lives with a neighbour since ${name()} left; needs follow-up.`,
    reason: `Asked for support on the way to ${name()}.`,
    author: name(),
    officer: {
      title: 'Child Protection Associate',
      phone: `+251 8${String(random.below(100_000_000)).padStart(8, '0')}`,
      email: `officer${1 + random.below(20)}@example.org`,
    },
  }
}

function dayAfter(year: number, days: number): string {
  return new Date(Date.UTC(year, 0, 1 + days)).toISOString().slice(0, 10)
}

function marked(child: Child, place: number): Child {
  const script = scriptOf(place)
  const name = (field: number): string => markerName(script, field, place)
  const latin = (field: number): string => markerName('latin', field, place)
  return {
    ...child,
    givenName: name(0),
    middleName: name(1),
    familyName: name(2),
    nickname: name(3),
    birthDate: dayAfter(2009, (place * 37) % 4000),
    phone: `+251 79${3_000_000 + place}`,
    levels: ['Ethiopia', 'Gambella', 'Zone 1', name(4), latin(5), latin(6)],
    note: `${name(7)} ${latin(8)}`,
    reason: `${name(9)} ${latin(10)}`,
    author: name(11),
    officer: {
      title: latin(12),
      phone: `+251 78${3_000_000 + place}`,
      email: `${latin(13).toLowerCase()}@example.org`,
    },
  }
}

/** What a marker stands for. */
export type CanaryKind = 'name' | 'birth-date' | 'phone' | 'address' | 'text' | 'contact' | 'number'

/**
 * Every marker of these children, to look for in outputs; only of some kinds if they are given. `number` are the
 * individual and group numbers, which a person may type and see; everything else must appear nowhere.
 */
export function canariesOf(children: readonly Child[], kinds?: readonly CanaryKind[]): readonly string[] {
  return children.flatMap((child) =>
    markersOf(child).flatMap(([kind, texts]) => (kinds === undefined || kinds.includes(kind) ? texts : [])),
  )
}

function markersOf(child: Child): readonly (readonly [CanaryKind, readonly string[]])[] {
  const { officer } = child
  return [
    ['name', [child.givenName, child.middleName, child.familyName, child.nickname, child.author]],
    ['birth-date', [child.birthDate]],
    ['phone', [child.phone, officer.phone]],
    ['address', child.levels.slice(3)],
    ['text', [...child.note.split(' '), ...child.reason.split(' ')]],
    ['contact', [officer.title, officer.email]],
    ['number', [child.number, child.groupNumber]],
  ]
}
