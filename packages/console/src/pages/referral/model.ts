import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { ItemNumbers, LedgerItem, NumberKind } from '@ping-primero/core/ledger/ledger.ts'
import type { FlowPause } from '@ping-primero/core/ledger/questions.ts'
import { byUrgency, strandStanding, type StrandStanding } from '@ping-primero/core/story/standing.ts'
import { itemsOf, strandsOf, type Strand, type ToldItem } from '@ping-primero/core/story/strand.ts'
import type { ConsoleDeployment } from '../../host.ts'
import { referralName, type ReferralName } from '../../parts/referral-name.ts'
import { partsOf, type Part } from './entries.ts'

/** What keeps a flow from going on by itself. */
export type Hold = { readonly kind: 'paused'; readonly pause: FlowPause } | { readonly kind: 'off' }

/** What the page reads. */
export interface StoryInput {
  readonly deployment: Pick<ConsoleDeployment, 'decisionOf' | 'nextRun'> & {
    readonly mappings: Pick<ConsoleDeployment['mappings'], 'valueMaps'>
  }
  readonly nowMs: number
  /** All of one story. */
  readonly told: readonly ToldItem[]
  /** Those that carry the number that was asked for. */
  readonly found: readonly LedgerItem[]
  readonly holdOf: (flow: Flow) => Hold | null
}

/** One referral of the story, with the decisions on it. */
export interface ShownStrand {
  readonly strand: Strand
  readonly name: ReferralName
  readonly standing: StrandStanding
  /** What keeps the flow whose move is next from going on; null = nothing does. */
  readonly hold: Hold | null
  /** When the flow runs next that looks at it; null = nothing says when. */
  readonly nextRun: string | null
  readonly parts: readonly Part[]
}

/** The numbers of a story of one kind. */
export interface NumbersOfKind {
  readonly kind: NumberKind
  readonly numbers: readonly string[]
}

/** One story over both directions, before it is said in a language. */
export interface ReferralStory {
  /** The one that was asked for first; most stories have one. */
  readonly strands: readonly [ShownStrand, ...ShownStrand[]]
  readonly numbers: readonly NumbersOfKind[]
}

/** The kinds of number in the order in which people ask for them. */
const kinds = [
  'interventionNumber',
  'refIopNumber',
  'caseIdDisplay',
  'caseId',
  'primeroId',
  'serviceUniqueId',
  'referralId',
  'interventionGuid',
  'refIopGuid',
  'transactionId',
] as const satisfies readonly NumberKind[]

/** What the page of a referral shows; null where the story holds nothing. Pure. */
export function storyOf(input: StoryInput): ReferralStory | null {
  const { told, found } = input
  const isMeant = ({ strand }: ShownStrand): boolean =>
    itemsOf(strand).some(({ item }) => found.some(({ flow, key }) => flow === item.flow && key === item.key))
  const shown = strandsOf(told).map((strand) => shownOf(strand, input))
  const [first, ...others] = shown.toSorted((one, other) => Number(isMeant(other)) - Number(isMeant(one)))
  if (first === undefined) return null
  return { strands: [first, ...others], numbers: numbersOf(told) }
}

function shownOf(strand: Strand, { deployment, nowMs, holdOf }: StoryInput): ShownStrand {
  const standing = strandStanding(strand, deployment.mappings.valueMaps, (flow) => holdOf(flow) !== null)
  const { awaits, nextFlow } = standing
  return {
    strand,
    name: strandName(strand),
    standing: { ...standing, open: byUrgency(standing.open) },
    hold: awaits.kind === 'held' || awaits.kind === 'answer' ? holdOf(awaits.flow) : null,
    nextRun: nextFlow === null ? null : deployment.nextRun(nextFlow, nowMs),
    parts: partsOf(strand, deployment.decisionOf),
  }
}

/** What a referral is called by whatever of it is known. */
function strandName(strand: Strand): ReferralName {
  const items = itemsOf(strand).map(({ item }) => item)
  const [first] = items
  const numbers = items.reduceRight<ItemNumbers>((all, item) => ({ ...all, ...item.numbers }), {})
  return first === undefined
    ? { number: null, caseNumber: null, key: '' }
    : referralName({ ...first, numbers })
}

function numbersOf(told: readonly ToldItem[]): readonly NumbersOfKind[] {
  return kinds
    .map((kind) => ({ kind, numbers: [...new Set(told.flatMap(({ item }) => item.numbers[kind] ?? []))] }))
    .filter(({ numbers }) => numbers.length > 0)
}
