import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { decisionOfVersion } from '@ping-primero/core/flows/decision-of-version.ts'
import type { VersionDecision } from '@ping-primero/core/flows/decision-of-version.ts'
import { isUnsettled } from '@ping-primero/core/ledger/item.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { ValueMaps } from '@ping-primero/core/mapping/value-map.ts'
import { ownerOf, reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { afterRelease } from '../release.ts'
import type { Awaited, StatedDecision } from './answer.ts'
import { itemsOf, type Side, type Strand, type ToldItem } from '@ping-primero/core/story/strand.ts'
import { subjects } from './timeline.ts'

/** What keeps a flow from going on by itself, in a sentence without times; the flows that nothing keeps are left out. */
export type Holds = Readonly<Partial<Record<Flow, string>>>

/** An item that is not settled, and what settles it. */
export interface Open {
  readonly told: ToldItem
  readonly awaits: Awaited
}

/** Where a referral and the decisions on it stand. */
export interface Standing {
  readonly strand: Strand
  /** What is settled, in sentences without times. */
  readonly settled: readonly string[]
  readonly open: readonly Open[]
  readonly decision: StatedDecision | null
  readonly awaits: Awaited
  /** The flow whose next run looks at it; null where none does, or one that something keeps from running. */
  readonly nextFlow: Flow | null
}

const nothingMore: Awaited = { owner: null, words: 'Nothing more is to be done.' }

/** Who decides on what each side asks. */
const decider: Readonly<Record<Side, Side>> = { unhcr: 'caseworker', caseworker: 'unhcr' }
const deciderWords: Readonly<Record<Side, string>> = { unhcr: 'The caseworker', caseworker: 'UNHCR' }
/** The flow that carries the decision on what each side asks. */
const answers = { unhcr: '1.2', caseworker: '2.2' } as const
const awaited: Readonly<Record<Side, Awaited>> = {
  unhcr: { owner: 'caseworker', words: "The caseworker's answer is awaited." },
  caseworker: { owner: 'unhcr', words: "UNHCR's answer is awaited." },
}

/** Where a strand stands, by the deployment's mapping where it is at hand. Pure. */
export function standingOf(strand: Strand, valueMaps: ValueMaps | null, holds: Holds): Standing {
  const { side } = strand
  const open = itemsOf(strand)
    .filter(({ item }) => isUnsettled(item))
    .map((told) => ({ told, awaits: awaitedBy(told, holds) }))
  const stated = strand.decisions.map((told) => statedBy(side, told, valueMaps))
  const settled = [
    ...(strand.referral === null ? [] : settledReferral(strand.referral)),
    ...strand.decisions.flatMap((told, place) => settledDecision(side, told, stated[place] ?? null)),
  ]
  const decision = stated.findLast((one) => one !== null) ?? null
  const [first] = open.toSorted((one, other) => urgency(one) - urgency(other))
  const awaits = first?.awaits ?? awaitedWhenSettled(strand, holds)
  const flow = first?.told.item.flow ?? answers[side]
  const nextFlow = awaits.owner === null || holds[flow] !== undefined ? null : flow
  return { strand, settled, open, decision, awaits, nextFlow }
}

/** What needs a person comes before what waits by itself. */
function urgency({ told: { item, released } }: Open): number {
  return item.state === 'attention' && released === null ? 0 : 1
}

function awaitedBy({ item: { flow, reason, state }, released }: ToldItem, holds: Holds): Awaited {
  const held = holds[flow]
  const goesOn = state === 'waiting' || released !== null
  if (goesOn && held !== undefined) return { owner: 'administrator', words: held }
  if (reason === null) return { owner: 'nobody', words: `The next run of ${flow} takes it.` }
  if (released !== null) return { owner: 'nobody', words: sentence(afterRelease(flow, reason)) }
  return { owner: ownerOf(reason, flow), words: reasons[reason].nextStep }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function awaitedWhenSettled({ side, referral, decisions }: Strand, holds: Holds): Awaited {
  const isDecided = decisions.some(({ item: { state } }) => state === 'confirmed' || state === 'handled')
  const isOver = referral !== null && referral.item.state !== 'confirmed'
  if (isDecided || isOver) return nothingMore
  const held = holds[answers[side]]
  const { owner, words } = awaited[side]
  return { owner, words: held === undefined ? words : `${words} ${held}` }
}

function statedBy(side: Side, { item }: ToldItem, valueMaps: ValueMaps | null): StatedDecision | null {
  // Taken back: it says nothing any more.
  if ((item.flow !== '1.2' && item.flow !== '2.2') || item.state === 'withdrawn') return null
  const decision = decisionOfVersion(item.flow, item.version, valueMaps)
  if (decision === null) return null
  return { by: decider[side], ...decision, isCarried: item.state === 'confirmed' }
}

/** That a person settled an item, with who and why. */
function settledOutside({ item, history }: ToldItem): string {
  const act = history.findLast(({ what }) => what === 'handled')
  const why = act?.why === undefined ? '' : `: ${act.why}`
  const words = `${act?.by ?? 'Somebody'} settled the ${subjects[item.flow]} outside${why}`
  return /[.!?]$/.test(words) ? words : `${words}.`
}

function settledReferral(told: ToldItem): readonly string[] {
  const { flow, state, numbers } = told.item
  if (state === 'handled') return [settledOutside(told)]
  if (flow === '1.1') {
    if (state === 'confirmed') return ["The child's case in Primero has the service, and proGres knows."]
    return state === 'withdrawn' ? ['UNHCR took the referral back before Primero had it.'] : []
  }
  const number = numbers.refIopNumber === undefined ? '' : ` as ${numbers.refIopNumber}`
  if (state === 'confirmed') return [`proGres has the referral${number}.`]
  return state === 'withdrawn' ? ['The referral ended in Primero before anything was sent.'] : []
}

function settledDecision(side: Side, told: ToldItem, decision: StatedDecision | null): readonly string[] {
  const { item } = told
  if (item.state === 'handled') return [settledOutside(told)]
  const who = deciderWords[side]
  if (item.state === 'withdrawn') {
    const before = item.sentAt === null ? '' : ' An earlier one had been carried over.'
    return [`${who} took the decision back.${before}`]
  }
  const decided = decision === null ? null : `${who} ${decisionWords(decision)}`
  if (item.state === 'confirmed') {
    return [`${decided ?? `${who} decided`}, and ${whereConfirmed(item)}.`]
  }
  // What nobody has made out yet is told by its reason alone.
  return decided === null || decision?.means === null ? [] : [`${decided}; ${howFar(item)}.`]
}

/** `accepted it (125080001)`; what a mapping does not say is not guessed. */
function decisionWords({ codes, means }: VersionDecision): string {
  const distinct = [...new Set(codes)]
  const named = distinct.join(', ')
  if (means === null) return `decided with the ${distinct.length === 1 ? 'code' : 'codes'} ${named}`
  return named === means ? `${means} it` : `${means} it (${named})`
}

function whereConfirmed({ flow }: LedgerItem): string {
  return flow === '1.2' ? 'proGres was told so' : 'Primero shows it'
}

function howFar({ flow, step }: LedgerItem): string {
  if (flow === '1.2') return 'it is not yet known that proGres has that'
  if (step === 'delivered') return 'Primero shows it, and proGres is not yet known to have been told so'
  return 'it is not yet known that Primero has that'
}
