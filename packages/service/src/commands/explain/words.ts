import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { NumberKind } from '@ping-primero/core/ledger/ledger.ts'
import { reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { numberKinds } from '../../ledger/row.ts'
import { amount, numberWords, ownerWords, timeWords } from '../../words/words.ts'
import { wrapped } from '../../words/wrapped.ts'
import { releaseWords } from '../release.ts'
import type { Awaited, TimelineEntry } from './answer.ts'
import type { Open, Standing } from './standing.ts'
import { itemsOf, type Strand, type ToldItem } from './strand.ts'
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

/** As wide as a terminal is at least. */
const width = 80

/** A text broken at words, every line below the first one `hang` letters further in. */
function paragraph(text: string, indent: number, hang = 0): readonly string[] {
  const lines = wrapped(text, width - indent - hang)
  return lines.map((line, place) => `${' '.repeat(indent + (place === 0 ? 0 : hang))}${line}`)
}

function awaitedWords({ owner, words }: Awaited): string {
  return `Whose move: ${owner === null ? "nobody's" : ownerWords[owner]}. ${words}`
}

function openLines({ told: { item, released }, awaits }: Open, zone: string | null): readonly string[] {
  const { flow, reason, about, nextTry, since, state } = item
  const at = (iso: string): string => timeWords(iso, zone)
  const subject = `The ${subjects[flow]}`
  const named = about.length === 0 ? '' : ` [${about.join(', ')}]`
  const because = reason === null ? '' : `: ${reasons[reason].sentence}${named} (${reason})`
  if (released !== null) {
    return [
      `${subject} waits for the next run. What it was let go from${because}`,
      `Whose move: nobody, it was let go ${releaseWords(released, zone)}. Next: ${awaits.words}`,
    ]
  }
  const stands = state === 'attention' ? 'needs attention' : 'waits'
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
  return sentences.flatMap((text) => paragraph(text, indent, 2))
}

function timelineLines({ at, words }: TimelineEntry, zone: string | null): readonly string[] {
  const time = `    ${timeWords(at, zone)}  `
  const beside = wrapped(words, width - time.length)
  return beside.map((line, place) => `${place === 0 ? time : ' '.repeat(time.length)}${line}`)
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
    ...(several ? paragraph(`${nameOf(standing.strand)}:`, 4) : []),
    ...standingLines(standing, story, several ? 6 : 4),
  ])
  return [
    ...standings.flatMap(({ strand }) => paragraph(headingOf(strand, deployment), 0, 2)),
    ...(named.length === 0 ? [] : paragraph(`Numbers: ${named.join('; ')}.`, 2, 2)),
    ...(timeline.length === 0 ? [] : ['  What happened:']),
    ...timeline.flatMap((entry) => timelineLines(entry, zone)),
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
