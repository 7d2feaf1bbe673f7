import { lookRows } from '@ping-primero/console/pages/referral/look/rows.ts'
import { english } from '@ping-primero/console/words/catalogue.ts'
import type { ExitCode } from '@ping-primero/core/flows/report.ts'
import { itemNumber } from '@ping-primero/core/ledger/item.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { differenceKinds } from '@ping-primero/core/reconcile/catalogue.ts'
import type { LiveLook } from '@ping-primero/core/reconcile/live-look.ts'
import type { Difference } from '@ping-primero/core/reconcile/report.ts'
import type { Strand } from '@ping-primero/core/story/strand.ts'
import { paint } from '../../words/paint.ts'
import { amount, flowWords, ownerWords } from '../../words/words.ts'
import { exitOfSeen, unreadLine } from './words.ts'

/** One referral, and what was seen of it. */
export interface SeenStrand {
  /** What it is named by. */
  readonly first: LedgerItem
  readonly strand: Strand
  readonly look: LiveLook
}

/** The exit code of a look, as of a comparison (`exitOfReconcile`). */
export function exitOfLook({ look: { differences, unread } }: SeenStrand): ExitCode {
  return exitOfSeen(
    differences.some(({ notYetRun }) => !notYetRun),
    unread,
  )
}

function verdict({ differences, unread }: LiveLook): string {
  if (differences.length > 0)
    return paint().attention(amount(differences.length, 'difference', 'differences'))
  return unread.length > 0 ? 'not all could be read' : 'no difference'
}

function differenceLines({ code, owner, nextStep, notYetRun }: Difference): readonly string[] {
  const next = notYetRun
    ? 'Whose move: nobody, the next run of the flow takes it.'
    : `Whose move: ${ownerWords[owner]}. Next: ${nextStep}`
  return [`  ${differenceKinds[code].sentence} (${code})`, `    ${next}`]
}

/** A look for people: what each side shows, part by part in the words of the page of a referral, and what differs. */
export function lookWords({ first, strand, look }: SeenStrand): string {
  const rows = lookRows(look.parts, strand, (key) => english[key])
  return [
    `${itemNumber(first)} (${flowWords[first.flow]}): ${verdict(look)}.`,
    ...rows.map(
      ({ part, progres, exchange, primero }) =>
        `  ${part}: proGres: ${progres}; the exchange: ${exchange}; Primero: ${primero}.`,
    ),
    ...look.differences.flatMap(differenceLines),
    ...(look.unread.length === 0 ? [] : ['Could not be read, so nothing was concluded from it:']),
    ...look.unread.map(unreadLine),
  ].join('\n')
}
