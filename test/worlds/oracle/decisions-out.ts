import { disagreements, type Account, type Saying } from './says.ts'
import { placesOf, type Place } from './referrals-in.ts'
import { rowIn, textOf, type Seen, type Violation } from './seen.ts'

const codes: ReadonlyMap<string | null, number> = new Map([
  ['accepted', 125080003],
  ['rejected', 125080004],
])
const words: ReadonlyMap<number | null, string> = new Map(
  [...codes].map(([word, code]) => [code, word ?? '']),
)

interface RowState {
  readonly at: number
  readonly status: string | null
  readonly reason: string | null
}

/** What a row has stated, oldest first; null once it is gone. */
function statedBy(seen: Seen, { caseId, rowId }: Place): readonly RowState[] {
  return seen.chronicle.casesOf(caseId).flatMap(({ at, record }) => {
    const row = rowIn(record, rowId)
    const status = textOf(row?.['unhcr_referral_status'])
    return [{ at, status, reason: textOf(row?.['unhcr_referral_rejection_reason']) }]
  })
}

/** Primero's text as it may travel: what differs only in blanks and signs that nobody sees is the same. */
function bare(text: string | null): string {
  return (text ?? '').replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** P3, P6: whatever was told to proGres was stated in Primero by then, in that order, and a rejection with its reason. */
export function decisionsOutSafety(seen: Seen): readonly Violation[] {
  return [...placesOf(seen)].flatMap(([guid, [place]]) => {
    const one = seen.ping.store.interventions.get(guid)
    if (place === undefined || one === undefined) return []
    const states = statedBy(seen, place)
    let from = 0
    return seen.ping.store.changesOf(guid).flatMap((change) => {
      const word = words.get(change.status)
      // A change of another field leaves the status as it was: only what carried a status states one.
      if (change.by !== 'gateway' || word === undefined) return []
      const at = seen.chronicle.timeOf(change)
      const fits = (state: RowState): boolean => state.at <= at && state.status === word
      const found = states.findIndex((state, index) => index >= from && fits(state))
      const isBare = ({ reason }: RowState): boolean =>
        word !== 'rejected' ||
        change.comments.some((comment) => bare(comment).includes(bare(reason))) ||
        reason === null
      const trouble = !states.some(fits)
        ? (['P3', `was told ${word}, which nobody had stated`] as const)
        : found < 0
          ? (['P6', `was told ${word} after a later decision`] as const)
          : !states.some((state) => fits(state) && isBare(state))
            ? (['P3', `was told ${word} without the reason that was given`] as const)
            : null
      from = Math.max(from, found)
      return trouble === null ? [] : [{ property: trouble[0], words: `${one.number} ${trouble[1]}` }]
    })
  })
}

/** What the ledger may say of the decision on a row: that it arrived, and only if it did. */
function mustSay(status: string | null, told: number | null | undefined): ReadonlySet<Saying> {
  const code = codes.get(status)
  if (code !== undefined) return new Set(told === code ? ['confirmed'] : [])
  // Nothing is stated now: nothing waits, whatever was stated earlier.
  return new Set(['nothing', 'confirmed', 'withdrawn'])
}

/** P1, P3, P9 for flow 1.2: what Primero states now is what proGres was told last. */
export function decisionsOutSettled(seen: Seen): readonly Violation[] {
  const accounts = [...placesOf(seen)].flatMap(([guid, [place, ...others]]): readonly Account[] => {
    const one = seen.ping.store.interventions.get(guid)
    if (one === undefined || place === undefined || others.length > 0) return []
    const claim = seen.claims.find(({ flow, key, interventionGuid }) => {
      return flow === '1.2' && (key === guid || interventionGuid === guid)
    })
    const told = seen.ping.store.changesOf(guid).findLast(({ by }) => by === 'gateway')?.status
    const record = `decision ${place.status ?? 'none'} on ${one.number}, told ${String(told)}`
    return [{ flow: '1.2', key: guid, record, may: mustSay(place.status, told), claim }]
  })
  return disagreements(seen, accounts)
}
