import type { Looked } from '@ping-primero/core/reconcile/looked.ts'
import type { Strand } from '@ping-primero/core/story/strand.ts'
import type { Key } from '../../../words/catalogue.ts'

/** One part of a referral, in words: what each side shows of it. */
export interface LookRow {
  readonly part: string
  readonly progres: string
  /** What is known here, from what is kept. */
  readonly exchange: string
  readonly primero: string
}

/** The words of a message that takes no values. */
type Word = (key: Key) => string

/** What a look shows, part by part. Pure. */
export function lookRows(parts: readonly Looked[], strand: Strand, word: Word): readonly LookRow[] {
  return parts.map(({ part, progres, primero }) => ({
    part: word(`look.part.${part}`),
    progres: shownWords(progres, word),
    exchange: knownWords(part, strand, word),
    primero: shownWords(primero, word),
  }))
}

function shownWords(shown: Looked['progres'], word: Word): string {
  return shown === 'accepted' || shown === 'rejected' ? word(`decided.${shown}`) : word(`look.shown.${shown}`)
}

function knownWords(part: Looked['part'], { referral, decisions }: Strand, word: Word): string {
  const decision = decisions.at(-1)?.item ?? null
  if (part === 'referral')
    return referral === null ? word('look.exchange.unknown') : word(`state.${referral.item.state}`)
  if (part === 'consent')
    return (referral?.item.sentAt ?? null) === null
      ? word('look.shown.not-asked')
      : word('look.exchange.consent')
  if (decision === null) return word(part === 'settled' ? 'look.shown.no' : 'look.shown.none')
  if (part === 'settled') return word(decision.state === 'confirmed' ? 'look.shown.yes' : 'look.shown.no')
  const state = word(`state.${decision.state}`)
  return decision.decision === null ? state : `${word(`decided.${decision.decision}`)} · ${state}`
}
