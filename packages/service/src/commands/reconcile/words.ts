import { flows } from '@ping-primero/core/domain/flow.ts'
import { worstExit } from '@ping-primero/core/flows/report.ts'
import type { ExitCode } from '@ping-primero/core/flows/report.ts'
import { ownerOf, reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { differenceKinds } from '@ping-primero/core/reconcile/catalogue.ts'
import type {
  Difference,
  DifferenceCount,
  OpenCount,
  ReconcileReport,
  Unread,
  UnreadPart,
} from '@ping-primero/core/reconcile/report.ts'
import { paint } from '../../words/paint.ts'
import {
  amount,
  flowWords,
  numberWords,
  ownerWords,
  stateCount,
  stateWords,
  timeWords,
} from '../../words/words.ts'
import { numberKinds } from '../../ledger/row.ts'

const partWords: Readonly<Record<UnreadPart, string>> = {
  account: 'the rights of the account in Primero',
  'pending-referrals': 'the list of pending referrals in proGres',
  'referral-details': 'details of referrals in proGres',
  'interoperability-referrals': 'the list of interoperability referrals in proGres',
  'decision-details': 'details of interoperability referrals in proGres',
  'changed-cases': 'the list of changed cases in Primero',
  cases: 'cases in Primero',
  'service-rows': 'services of cases in Primero',
  'referrals-of-cases': 'referrals of cases in Primero',
}

/** Numbers of one kind of difference, or open under one reason, that are named; the others stand in the JSON answer. */
const mostNamed = 20

/**
 * The exit code of what was seen: 2 a person has to mend the configuration before it can be seen, 4 something could not
 * be read, 3 there are differences that are somebody's move.
 */
export function exitOfSeen(isDue: boolean, unread: readonly Unread[]): ExitCode {
  const codes = unread.map(({ code }): ExitCode => (reasons[code].class === 'configuration' ? 2 : 4))
  return worstExit([isDue ? 3 : 0, ...codes])
}

/** The exit code of a comparison. */
export function exitOfReconcile({ counts, unread }: ReconcileReport): ExitCode {
  return exitOfSeen(
    counts.some(({ count, notYetRun }) => count > notYetRun),
    unread,
  )
}

function numbersOf({ numbers, progres, primero, ledger }: Difference): string {
  const named = numberKinds.flatMap((kind) =>
    kind === 'primeroId' || numbers[kind] === undefined ? [] : [`${numberWords[kind]} ${numbers[kind]}`],
  )
  const known = named.length > 0 ? named : [`${numberWords.primeroId} ${numbers.primeroId ?? '?'}`]
  const sides = [
    ...(progres === null ? [] : [`proGres: ${progres}`]),
    ...(primero === null ? [] : [`Primero: ${primero}`]),
    `ledger: ${ledger === null ? 'nothing' : stateWords[ledger]}`,
  ]
  return `    ${known.join(', ')} (${sides.join('; ')})`
}

function kindLines(
  report: ReconcileReport,
  { flow, code, count, notYetRun }: DifferenceCount,
): readonly string[] {
  const { sentence, owner, nextStep } = differenceKinds[code]
  const ofKind = report.differences.filter((one) => one.flow === flow && one.code === code)
  const due = ofKind.filter((one) => !one.notYetRun)
  const lines = [`  ${flow} ${flowWords[flow]}: ${count} × ${sentence} (${code})`]
  if (count > notYetRun) lines.push(`    Whose move: ${ownerWords[owner]}. Next: ${nextStep}`)
  if (notYetRun > 0)
    lines.push(
      `    ${notYetRun} of them: nobody, the next run of the flow takes ${notYetRun === 1 ? 'it' : 'them'}.`,
    )
  const named = due.slice(0, mostNamed)
  lines.push(...named.map(numbersOf))
  if (count - notYetRun > named.length)
    lines.push(`    and ${count - notYetRun - named.length} more; --json names them.`)
  return lines
}

function openLines({ flow, code, state, count, items }: OpenCount): readonly string[] {
  const { sentence, nextStep } = reasons[code]
  const named = items.slice(0, mostNamed)
  const more = count > named.length ? ` and ${count - named.length} more` : ''
  return [
    `  ${flow} ${flowWords[flow]}: ${stateCount(count, state)}: ${sentence} (${code})`,
    `    Whose move: ${ownerWords[ownerOf(code, flow)]}. Next: ${nextStep}`,
    `    ${named.join(', ')}${more}`,
  ]
}

/** How much is open, over all flows: `3 are open: 2 need attention, 1 waiting.` */
function openWords(open: readonly OpenCount[]): string {
  const counts = (['attention', 'waiting'] as const).flatMap((state) => {
    const count = open.reduce((sum, one) => sum + (one.state === state ? one.count : 0), 0)
    return count === 0 ? [] : [{ count, words: stateCount(count, state) }]
  })
  const all = counts.reduce((sum, { count }) => sum + count, 0)
  if (all === 0) return ''
  return ` ${amount(all, 'is', 'are')} open: ${counts.map(({ words }) => words).join(', ')}.`
}

/** One part that could not be read, and why. */
export function unreadLine({ what, code, about, count }: Unread): string {
  const named = about.length === 0 ? '' : ` [${about.join(', ')}]`
  const times = count === 1 ? '' : `, ${count} times`
  return `  ${partWords[what]}${times}: ${reasons[code].sentence}${named} (${code})`
}

/** A comparison for people: whether all agrees, what differs and whose move it is, what is open, what was not seen; times by a zone. */
export function reconcileWords(report: ReconcileReport, zone: string | null = null): string {
  const { deployment, from, to, counts, open, unread } = report
  const due = counts.reduce((sum, { count, notYetRun }) => sum + count - notYetRun, 0)
  const waiting = counts.reduce((sum, { notYetRun }) => sum + notYetRun, 0)
  const none = waiting === 0 ? 'no difference' : 'no difference that needs anybody'
  const said = due === 0 ? none : paint().attention(amount(due, 'difference', 'differences'))
  const later = waiting === 0 ? '' : `, ${waiting} more that the next run takes`
  const lines = [
    `${deployment}, ${timeWords(from, zone)} to ${timeWords(to, zone)}: ${said}${later}.${openWords(open)}${report.complete ? '' : ' Not everything could be read.'}`,
  ]
  for (const { flow, counted } of comparedFlows(report)) {
    const moving =
      counted.moving === 0 ? '' : `, ${counted.moving} left out because a run worked on them meanwhile`
    const bare =
      counted.withoutDetail === 0 ? '' : `, ${counted.withoutDetail} of which proGres shows no details`
    lines.push(`  ${flow} ${flowWords[flow]}: ${counted.compared} compared${bare}${moving}.`)
  }
  if (counts.length > 0) lines.push('Differences:', ...counts.flatMap((kind) => kindLines(report, kind)))
  if (open.length > 0) lines.push('Open, and known to the exchange:', ...open.flatMap(openLines))
  if (unread.length > 0) {
    lines.push('Could not be read, so nothing was concluded from it:', ...unread.map(unreadLine))
  }
  return lines.join('\n')
}

function comparedFlows({ compared }: ReconcileReport) {
  return flows.flatMap((flow) => {
    const counted = compared[flow]
    return counted === undefined ? [] : [{ flow, counted }]
  })
}
