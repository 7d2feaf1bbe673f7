import type { HistoryCheck } from '../../ledger/history-check.ts'
import { headText } from '../../ledger/history-head.ts'
import { paint } from '../../words/paint.ts'
import { amount, ownerWords } from '../../words/words.ts'
import type { Verified } from './answer.ts'
import { historyFaults } from './faults.ts'

/** What a check of a deployment's history came to, as `audit` answers it. */
export function verified(deployment: string, check: HistoryCheck): Verified {
  if (check.whole) {
    const head = check.head === null ? null : headText(check.head)
    return { deployment, ok: true, entries: check.entries, head }
  }
  const { code, position, item } = check
  const { sentence, owner, nextStep } = historyFaults[code]
  return {
    deployment,
    ok: false,
    fault: { code, position, item, message: sentence, owner, nextStep },
  }
}

/** The same for people. */
export function verifiedWords(answer: Verified): string {
  const { deployment } = answer
  if (answer.ok) {
    if (answer.head === null) return `${deployment}: no entries yet.`
    return `${deployment}: whole and unaltered, ${amount(answer.entries, 'entry', 'entries')}.\n  Head, to be kept elsewhere: ${answer.head}`
  }
  const { code, position, item, message, owner, nextStep } = answer.fault
  const where = [
    ...(position === null ? [] : [`entry ${position}`]),
    ...(item === null ? [] : [`${item.flow} ${item.number}`]),
  ]
  return [
    `${deployment}: ${paint().stopped(`TOUCHED, first at ${where.join(', ')}.`)} ${message} (${code})`,
    `  Whose move: ${ownerWords[owner]}. Next: ${nextStep}`,
  ].join('\n')
}
