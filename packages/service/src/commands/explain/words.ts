import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { NumberKind } from '@ping-primero/core/ledger/ledger.ts'
import { reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { numberKinds } from '../../ledger/row.ts'
import { aboutWords } from '../../words/about.ts'
import { paint } from '../../words/paint.ts'
import { amount, numberWords, ownerWords, timeWords } from '../../words/words.ts'
import { releaseWords } from '../release.ts'
import type { Awaited, TimelineEntry } from './answer.ts'
import type { Open, Standing } from './standing.ts'
import { itemsOf, type Strand, type ToldItem } from '@ping-primero/core/story/strand.ts'
import { subjects } from './timeline.ts'

/** A story as it is told. */
export interface ToldStory {
  readonly deployment: string
  /** By whose clocks it is told; null = in UTC. */
  readonly zone: string | null
  readonly items: readonly ToldItem[]
  readonly timeline: readonly TimelineEntry[]
  readonly standings: readonly Standing[]
  /** When flows run next by their schedules, ISO times; those of which that is not known are left out. */
  readonly nextRuns: Readonly<Partial<Record<Flow, string>>>
}

/** When the flow runs next that looks at what stands so; null where that is not known. */
export function nextRunFor(
  { nextFlow }: Standing,
  nextRuns: ToldStory['nextRuns'],
): { readonly flow: Flow; readonly at: string } | null {
  const at = nextFlow === null ? undefined : nextRuns[nextFlow]
  return nextFlow === null || at === undefined ? null : { flow: nextFlow, at }
}

/** The numbers of some items, each once, by their kinds. */
export function numbersOf(
  items: readonly ToldItem[],
): Readonly<Partial<Record<NumberKind, readonly string[]>>> {
  const all = numberKinds.map((kind) => {
    const numbers = items.flatMap(({ item }) => item.numbers[kind] ?? [])
    return [kind, [...new Set(numbers)]] as const
  })
  return Object.fromEntries(all.filter(([, numbers]) => numbers.length > 0))
}

/** How people call what a strand is about. */
function nameOf(strand: Strand): string {
  const numbers = numbersOf(itemsOf(strand))
  const first = (...kinds: readonly NumberKind[]): string =>
    kinds.flatMap((kind) => numbers[kind] ?? [])[0] ?? itemsOf(strand)[0]?.item.key ?? ''
  if (strand.side === 'unhcr') return `intervention ${first('interventionNumber', 'interventionGuid')}`
  const [refIop] = numbers.refIopNumber ?? []
  return refIop ?? `referral ${first('referralId', 'refIopGuid')}`
}

function headingOf(strand: Strand, deployment: string): string {
  const name = nameOf(strand)
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)} (${deployment})`
  const [who, whom] = strand.side === 'unhcr' ? ['UNHCR', 'the caseworkers'] : ['a caseworker', 'UNHCR']
  return `${title}: ${who} asks ${whom} for a service.`
}

function awaitedWords({ owner, words }: Awaited): string {
  return `Whose move: ${owner === null ? "nobody's" : ownerWords[owner]}. ${words}`
}

function openLines({ told: { item, released }, awaits }: Open, zone: string | null): readonly string[] {
  const { flow, reason, about, nextTry, since, state } = item
  const at = (iso: string): string => timeWords(iso, zone)
  const subject = `The ${subjects[flow]}`
  const named = aboutWords(reason, about)
  const because = reason === null ? '' : `: ${reasons[reason].sentence}${named} (${reason})`
  if (released !== null) {
    return [
      `${subject} waits for the next run. What it was let go from${because}`,
      `Whose move: nobody, it was let go ${releaseWords(released, zone)}. Next: ${awaits.words}`,
    ]
  }
  const stands = state === 'attention' ? paint().attention('needs attention') : 'waits'
  return [
    `${subject} ${stands} since ${at(since)}${because}`,
    `Whose move: ${awaits.owner === null ? "nobody's" : ownerWords[awaits.owner]}. Next: ${awaits.words}`,
    ...(state === 'waiting' && nextTry !== null ? [`Next try: ${at(nextTry)}.`] : []),
  ]
}

function standingLines(standing: Standing, { zone, nextRuns }: ToldStory, indent: number): readonly string[] {
  const { settled, open, awaits } = standing
  const next = nextRunFor(standing, nextRuns)
  const sentences = [
    ...settled,
    ...(open.length === 0 ? [awaitedWords(awaits)] : open.flatMap((one) => openLines(one, zone))),
    ...(next === null ? [] : [`Flow ${next.flow} runs next at ${timeWords(next.at, zone)}.`]),
  ]
  return sentences.map((text) => `${' '.repeat(indent)}${text}`)
}

function timelineLine({ at, words }: TimelineEntry, zone: string | null): string {
  return `    ${timeWords(at, zone)}  ${words}`
}

/** A story for people: what was asked and by whom, what happened, where it stands and whose move is next. */
export function storyWords(story: ToldStory): string {
  const { deployment, zone, items, timeline, standings } = story
  const numbers = numbersOf(items)
  const named = numberKinds.flatMap((kind) => {
    const ofKind = numbers[kind]
    return ofKind === undefined ? [] : [`${numberWords[kind]} ${ofKind.join(', ')}`]
  })
  const several = standings.length > 1
  const stand = standings.flatMap((standing) => [
    ...(several ? [`    ${nameOf(standing.strand)}:`] : []),
    ...standingLines(standing, story, several ? 6 : 4),
  ])
  return [
    ...standings.map(({ strand }) => headingOf(strand, deployment)),
    ...(named.length === 0 ? [] : [`  Numbers: ${named.join('; ')}.`]),
    ...(timeline.length === 0 ? [] : ['  What happened:']),
    ...timeline.map((entry) => timelineLine(entry, zone)),
    '  Where it stands:',
    ...stand,
  ].join('\n')
}

/** Several stories for people. */
export function storiesWords(stories: readonly ToldStory[]): string {
  const many =
    stories.length > 1 ? [`${amount(stories.length, 'referral', 'referrals')} carry this number.`] : []
  return [...many, ...stories.map(storyWords)].join('\n\n')
}
