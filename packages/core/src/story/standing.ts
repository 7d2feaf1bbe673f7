import type { Flow } from '../domain/flow.ts'
import { decisionOfVersion, type VersionDecision } from '../flows/decision-of-version.ts'
import { isUnsettled } from '../ledger/item.ts'
import type { ValueMaps } from '../mapping/value-map.ts'
import { ownerOf, type Owner, type ReasonCode } from '../reasons/catalogue.ts'
import type { Release } from './release.ts'
import { itemsOf, type Side, type Strand, type ToldItem } from './strand.ts'

/** A decision that was stated, and how far it has come. */
export interface StatedDecision extends VersionDecision {
  readonly by: Side
  /** Confirmed in the system that it goes to. */
  readonly isCarried: boolean
}

/** What is settled, before it is said in words. */
export type Settled =
  /** A person settled it outside. */
  | { readonly kind: 'outside'; readonly told: ToldItem }
  /** The referral is in the system that it goes to. */
  | { readonly kind: 'arrived'; readonly told: ToldItem }
  /** The referral ended before it was there. */
  | { readonly kind: 'withdrawn'; readonly told: ToldItem }
  /** Whoever decided took the decision back. */
  | { readonly kind: 'taken-back'; readonly by: Side; readonly told: ToldItem }
  /** The decision is confirmed in the system that it goes to; null where nothing is known of it but that. */
  | {
      readonly kind: 'carried'
      readonly by: Side
      readonly decision: StatedDecision | null
      readonly told: ToldItem
    }
  /** The decision is known, and not yet confirmed there. */
  | {
      readonly kind: 'decided'
      readonly by: Side
      readonly decision: StatedDecision
      readonly told: ToldItem
    }

/** Whose move is next, and what it is, before it is said in words. An owner of null = nothing more is to be done. */
export type Awaits =
  | { readonly kind: 'nothing'; readonly owner: null }
  /** Something keeps the flow from going on. */
  | { readonly kind: 'held'; readonly owner: 'administrator'; readonly flow: Flow }
  /** The next run of the flow takes it. */
  | { readonly kind: 'run'; readonly owner: 'nobody'; readonly flow: Flow }
  /** A person let it go, and the next run of the flow goes on with it. */
  | {
      readonly kind: 'released'
      readonly owner: 'nobody'
      readonly flow: Flow
      readonly reason: ReasonCode
      readonly release: Release
    }
  /** What its reason says. */
  | { readonly kind: 'reason'; readonly owner: Owner; readonly flow: Flow; readonly reason: ReasonCode }
  /** The decision; `held` where something keeps its flow from bringing it. */
  | {
      readonly kind: 'answer'
      readonly owner: 'caseworker' | 'unhcr'
      readonly by: Side
      readonly flow: Flow
      readonly isHeld: boolean
    }

/** An item that is not settled, and what settles it. */
export interface OpenItem {
  readonly told: ToldItem
  readonly awaits: Awaits
}

/** Where a referral and the decisions on it stand, before it is said in words. */
export interface StrandStanding {
  readonly strand: Strand
  readonly settled: readonly Settled[]
  /** In the order of the strand. */
  readonly open: readonly OpenItem[]
  /** The one that was stated last; null = none that is known. */
  readonly decision: StatedDecision | null
  readonly awaits: Awaits
  /** The flow whose next run looks at it; null where none does, or one that something keeps from running. */
  readonly nextFlow: Flow | null
}

/** Who decides on what each side asks. */
const decider: Readonly<Record<Side, Side>> = { unhcr: 'caseworker', caseworker: 'unhcr' }
/** The flow that carries the decision on what each side asks. */
const answers = { unhcr: '1.2', caseworker: '2.2' } as const

/** Where a strand stands, by the deployment's mapping where it is at hand. Pure. */
export function strandStanding(
  strand: Strand,
  valueMaps: ValueMaps | null,
  isHeld: (flow: Flow) => boolean,
): StrandStanding {
  const { side, referral, decisions } = strand
  const open = itemsOf(strand)
    .filter(({ item }) => isUnsettled(item))
    .map((told) => ({ told, awaits: awaitsOf(told, isHeld) }))
  const stated = decisions.map((told) => statedBy(side, told, valueMaps))
  const settled = [
    ...(referral === null ? [] : settledReferral(referral)),
    ...decisions.flatMap((told, place) => settledDecision(side, told, stated[place] ?? null)),
  ]
  const [first] = byUrgency(open)
  const awaits = first?.awaits ?? awaitsWhenSettled(strand, isHeld)
  const flow = first?.told.item.flow ?? answers[side]
  return {
    strand,
    settled,
    open,
    decision: stated.findLast((one) => one !== null) ?? null,
    awaits,
    nextFlow: awaits.owner === null || isHeld(flow) ? null : flow,
  }
}

/** What needs a person comes before what waits by itself. */
export function byUrgency(open: readonly OpenItem[]): readonly OpenItem[] {
  const rank = ({ told: { item, released } }: OpenItem): number =>
    item.state === 'attention' && released === null ? 0 : 1
  return open.toSorted((one, other) => rank(one) - rank(other))
}

function awaitsOf({ item, released }: ToldItem, isHeld: (flow: Flow) => boolean): Awaits {
  const { flow, reason, state } = item
  const goesOn = state === 'waiting' || released !== null
  if (goesOn && isHeld(flow)) return { kind: 'held', owner: 'administrator', flow }
  if (reason === null) return { kind: 'run', owner: 'nobody', flow }
  if (released !== null) return { kind: 'released', owner: 'nobody', flow, reason, release: released }
  return { kind: 'reason', owner: ownerOf(reason, flow), flow, reason }
}

function awaitsWhenSettled({ side, referral, decisions }: Strand, isHeld: (flow: Flow) => boolean): Awaits {
  const isDecided = decisions.some(({ item: { state } }) => state === 'confirmed' || state === 'handled')
  const isOver = referral !== null && referral.item.state !== 'confirmed'
  if (isDecided || isOver) return { kind: 'nothing', owner: null }
  const by = decider[side]
  const flow = answers[side]
  return { kind: 'answer', owner: by, by, flow, isHeld: isHeld(flow) }
}

function statedBy(side: Side, { item }: ToldItem, valueMaps: ValueMaps | null): StatedDecision | null {
  // Taken back: it says nothing any more.
  if ((item.flow !== '1.2' && item.flow !== '2.2') || item.state === 'withdrawn') return null
  const decision = decisionOfVersion(item.flow, item.version, valueMaps)
  if (decision === null) return null
  return { by: decider[side], ...decision, isCarried: item.state === 'confirmed' }
}

function settledReferral(told: ToldItem): readonly Settled[] {
  const { state } = told.item
  if (state === 'handled') return [{ kind: 'outside', told }]
  if (state === 'confirmed') return [{ kind: 'arrived', told }]
  return state === 'withdrawn' ? [{ kind: 'withdrawn', told }] : []
}

function settledDecision(side: Side, told: ToldItem, decision: StatedDecision | null): readonly Settled[] {
  const { state } = told.item
  const by = decider[side]
  if (state === 'handled') return [{ kind: 'outside', told }]
  if (state === 'withdrawn') return [{ kind: 'taken-back', by, told }]
  if (state === 'confirmed') return [{ kind: 'carried', by, decision, told }]
  // What nobody has made out yet is told by its reason alone.
  return decision === null || decision.means === null ? [] : [{ kind: 'decided', by, decision, told }]
}
