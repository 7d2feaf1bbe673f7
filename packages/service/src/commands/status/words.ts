import { ownerOf, reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { paint } from '../../words/paint.ts'
import { flowWords, ownerWords, reasonLines, stateCount, systemWords, timeWords } from '../../words/words.ts'
import type { DeploymentAnswer, FlowAnswer } from './answer.ts'

type Times = (iso: string) => string

/** What kept the last run from doing its work, and since when that is so. */
function hindranceLines({ flow, stoppedBy, hinderedBy, hinderedSince }: FlowAnswer, at: Times): string[] {
  const code = stoppedBy ?? hinderedBy
  if (code === null) return []
  const since = hinderedSince === null ? '' : ` So since ${at(hinderedSince)}.`
  const mark = stoppedBy === null ? paint().attention : paint().stopped
  const what = stoppedBy === null ? 'could not do all of its work' : 'was stopped'
  return [
    `    ${mark(`The last run ${what}:`)} ${reasons[code].sentence} (${code})${since}`,
    `      Whose move: ${ownerWords[ownerOf(code, flow)]}. Next: ${reasons[code].nextStep}`,
  ]
}

function flowLines(flow: FlowAnswer, at: Times): readonly string[] {
  const { counts, lastRun, lastSuccess, nextRun, oldest, pause } = flow
  const times = [
    lastRun === null ? 'Never run.' : `Last success: ${lastSuccess === null ? 'none' : at(lastSuccess)}.`,
    ...(lastRun === null || lastRun === lastSuccess ? [] : [`Last run: ${at(lastRun)}.`]),
    ...(nextRun === null ? [] : [`Next: ${at(nextRun)}.`]),
    ...(oldest === null ? [] : [`Oldest unsettled: ${at(oldest)}.`]),
  ]
  return [
    `  ${flow.flow} ${flowWords[flow.flow]}: ${counts.confirmed} confirmed, ${counts.waiting} waiting, ` +
      `${stateCount(counts.attention, 'attention')}, ${counts.withdrawn} withdrawn, ${counts.handled} handled outside.`,
    `    ${times.join(' ')}`,
    ...(pause === null
      ? []
      : [`    ${paint().stopped('PAUSED')} since ${at(pause.at)} by ${pause.by}: ${pause.why}`]),
    ...hindranceLines(flow, at),
    ...flow.reasons.flatMap((reason) => reasonLines(flow.flow, reason)).map((line) => `  ${line}`),
  ]
}

/** How a deployment stands at a glance, for people; times by the clocks of a zone, or in UTC (null). */
export function deploymentWords(answer: DeploymentAnswer, zone: string | null): string {
  const at: Times = (iso) => timeWords(iso, zone)
  const down = answer.systemsDown.map(
    ({ system, since, nextProbe }) =>
      `  ${paint().stopped(`${systemWords[system]} has not answered since ${at(since)}`)}; it is asked again at ${at(nextProbe)} at the earliest.`,
  )
  return [answer.deployment, ...down, ...answer.flows.flatMap((flow) => flowLines(flow, at))].join('\n')
}
