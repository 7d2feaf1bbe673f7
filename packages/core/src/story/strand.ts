import type { LedgerEvent, LedgerItem, NumberKind } from '../ledger/ledger.ts'
import type { Release } from './release.ts'

/** An item with what is known of it. */
export interface ToldItem {
  readonly item: LedgerItem
  readonly history: readonly LedgerEvent[]
  /** The release that stands and that no run has taken yet. */
  readonly released: Release | null
}

/** Who asks: UNHCR by an intervention (1.1, 1.2), or a caseworker by a referral (2.1, 2.2). */
export type Side = 'unhcr' | 'caseworker'

/** One referral of a story with the decisions on it. Most stories have one. */
export interface Strand {
  readonly side: Side
  /** null where others delivered it, and only its decision is known here. */
  readonly referral: ToldItem | null
  readonly decisions: readonly ToldItem[]
}

/** The referrals of a story, each with its decisions. Pure. */
export function strandsOf(items: readonly ToldItem[]): readonly Strand[] {
  const ofFlow = (flow: LedgerItem['flow']): readonly ToldItem[] =>
    items.filter(({ item }) => item.flow === flow)
  return [
    ...strands('unhcr', ofFlow('1.1'), ofFlow('1.2'), ['interventionGuid']),
    ...strands('caseworker', ofFlow('2.1'), ofFlow('2.2'), ['refIopGuid', 'referralId']),
  ]
}

/** Whether a decision is on a referral, by the first of these numbers that both carry; null where none tells. */
function isOn(referral: ToldItem, decision: ToldItem, kinds: readonly NumberKind[]): boolean | null {
  const [one, other] = [referral.item.numbers, decision.item.numbers]
  const told = kinds.find((kind) => one[kind] !== undefined && other[kind] !== undefined)
  return told === undefined ? null : one[told] === other[told]
}

function strands(
  side: Side,
  referrals: readonly ToldItem[],
  decisions: readonly ToldItem[],
  kinds: readonly NumberKind[],
): readonly Strand[] {
  // Where the story has one referral only, nothing but that can be meant.
  const unless = referrals.length === 1
  const own = referrals.map((referral) =>
    decisions.filter((decision) => isOn(referral, decision, kinds) ?? unless),
  )
  const bound = new Set(own.flat())
  return [
    ...referrals.map((referral, place) => ({ side, referral, decisions: own[place] ?? [] })),
    ...decisions
      .filter((decision) => !bound.has(decision))
      .map((decision) => ({ side, referral: null, decisions: [decision] })),
  ]
}

/** Every item of a strand, the referral first. */
export function itemsOf({ referral, decisions }: Strand): readonly ToldItem[] {
  return referral === null ? decisions : [referral, ...decisions]
}
