import type { ReasonReport, RunReport, Skipped } from '@ping-primero/core/flows/report.ts'
import type { FieldTrace } from '@ping-primero/core/mapping/trace.ts'
import { ownerOf, reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { paint } from '../../words/paint.ts'
import { flowWords, ownerWords, reasonLines, stateCount } from '../../words/words.ts'

const skippedWords: Readonly<Record<Skipped, string>> = {
  paused: 'nothing done, the flow is paused. `ping-primero status` says by whom and why.',
  disabled: 'nothing done, the flow is not enabled in deployment.yaml.',
  'under-way': 'nothing done, this flow is running already.',
  stopping: 'nothing done, the process was told to stop.',
  'no-turn': 'nothing done, another flow of this deployment was still running when the wait ended.',
}

function reasonWithItems(report: RunReport, reason: ReasonReport): readonly string[] {
  const named = reason.items.length
  const more = reason.count > named ? ` and ${reason.count - named} more` : ''
  return [
    ...reasonLines(report.flow, reason),
    ...(named === 0 ? [] : [`    ${reason.items.join(', ')}${more}`]),
  ]
}

function traceLine({ target, source, transform, shows }: FieldTrace): string {
  return `    ${target} = ${shows}   (${[transform, source].filter((part) => part !== '').join(' of ')})`
}

/** A run's report for people: what was found, how it stands, whose move it is. */
export function runWords(report: RunReport): string {
  const title = `${report.flow} ${flowWords[report.flow]}, ${report.deployment}`
  if (report.skipped !== undefined) return `${title}: ${skippedWords[report.skipped]}`
  const counts = [
    `${report.found} found`,
    `${report.confirmed} confirmed`,
    `${report.waiting} waiting`,
    stateCount(report.attention, 'attention'),
    ...(report.withdrawn > 0 ? [`${report.withdrawn} withdrawn`] : []),
    ...(report.handled > 0 ? [`${report.handled} handled outside`] : []),
  ]
  const lines = [`${title}${report.dryRun ? ', dry run, nothing was written' : ''}: ${counts.join(', ')}.`]
  if (report.stopped !== undefined) {
    const { reason, about, since, nextTry } = report.stopped
    const named = about.length === 0 ? '' : ` [${about.join(', ')}]`
    lines.push(`  ${paint().stopped(`The flow stopped: ${reasons[reason].sentence}${named} (${reason})`)}`)
    if (since !== undefined && nextTry !== undefined) {
      lines.push(
        `    Nothing was asked: it was refused at ${since}. Tried again: at ${nextTry}, or at once when it is changed, or by \`check\`.`,
      )
    }
    lines.push(
      `    Whose move: ${ownerWords[ownerOf(reason, report.flow)]}. Next: ${reasons[reason].nextStep}`,
    )
  }
  // What stopped the flow stands among the reasons as well: where no item has it, it is said already.
  const unsaid = report.reasons.filter(({ code, count }) => count > 0 || code !== report.stopped?.reason)
  lines.push(...unsaid.flatMap((reason) => reasonWithItems(report, reason)))
  for (const { map, count } of report.warnings) {
    lines.push(`  ${count} left out a field whose value is not in the mapping ${map}.`)
  }
  for (const { number, record, fields } of report.wouldWrite ?? []) {
    lines.push(`  Would write ${record} of ${number}:`, ...fields.map(traceLine))
  }
  return lines.join('\n')
}
