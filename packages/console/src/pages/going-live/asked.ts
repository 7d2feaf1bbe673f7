import { html } from 'hono/html'
import { isStanding } from '@ping-primero/core/check/catalogue.ts'
import type { CheckFinding, CheckReport } from '@ping-primero/core/check/report.ts'
import type { CheckEnd, SystemCheck } from '../../checks/check.ts'
import { drawing } from '../../parts/drawings.ts'
import { openFold } from '../../parts/folds.ts'
import type { Html } from '../../parts/html.ts'
import { ownerMark } from '../../parts/owner.ts'
import { typed } from '../../parts/typed.ts'
import { nothing } from '../../words/say.ts'
import { addressOf, checkPath } from '../addresses.ts'
import type { Reading } from '../reading.ts'

/** What both systems said when they were asked, how far asking is, and the button that asks. */
export function askedCard(check: SystemCheck | null, reading: Reading): Html {
  const { say } = reading
  const isGoing = check !== null && check.end === null
  return html`<section class="card stack" id="done" aria-labelledby="asked-h" tabindex="-1">
    <h2 id="asked-h">${say('golive.asked')}</h2>
    ${
      check === null
        ? html`<p>${say('golive.asked.never')}</p>`
        : check.end === null
          ? goingOf(check, reading)
          : endOf(check.end, check, reading)
    }${isGoing ? nothing : askForm(reading)}
  </section>`
}

function goingOf(
  { act: { by, at }, progress }: SystemCheck,
  { say, times, deployment, nowMs }: Reading,
): Html {
  const began = say.html('golive.asked.going', { by: typed(by), time: times.html(at) })
  const far = say('golive.asked.far', { count: progress?.done ?? 0 })
  const look = `${addressOf(deployment.name, 'going-live', { seen: String(nowMs) })}#done`
  return html`<p role="status"><label for="asking">${began} ${far}</label></p>
    <progress id="asking">${far}</progress>
    <p class="row s">
      <a class="btn" href="${look}">${drawing('again')}${say('going.look')}</a
      ><span class="dim">${say('going.leave')}</span>
    </p>`
}

function endOf(end: CheckEnd, { act: { by } }: SystemCheck, reading: Reading): Html {
  const { say, times } = reading
  const time = times.html(end.at)
  if (end.kind === 'refused') {
    return html`<p role="status">
      ${say.html('golive.asked.refused', { time, owner: ownerMark(end.owner, say) })}
    </p>`
  }
  const { unreachable, findings } = end.report
  const count = (wanted: CheckFinding['severity']): number =>
    findings.filter(({ severity }) => severity === wanted).length
  const silent = unreachable ? html`<p>${say('golive.asked.unreachable')}</p>` : nothing
  return html`<p role="status">
      ${say.html('golive.asked.done', { time, by: typed(by) })}
      ${say('golive.asked.found', { stops: count('stops'), holds: count('holds') })}
    </p>
    ${silent}${ownersOf(findings, reading)}${supportOf(end.report, reading)}`
}

/** Whose move how many of the findings are. */
function ownersOf(findings: readonly CheckFinding[], { say }: Reading): Html {
  const owed = Map.groupBy(
    findings.filter(({ severity }) => severity !== 'note'),
    ({ owner }) => owner,
  )
  if (owed.size === 0) return nothing
  return html`<ul class="s">
    ${[...owed].map(
      ([owner, theirs]) => html`<li>${ownerMark(owner, say)}: <b>${say.number(theirs.length)}</b></li>`,
    )}
  </ul>`
}

/** Each finding in the words of the command: settings and fields have no other names. */
function supportOf({ findings }: CheckReport, reading: Reading): Html {
  const told = findings.filter(({ severity, code }) => severity !== 'note' || !isStanding(code))
  if (told.length === 0) return nothing
  const lines = told.map(
    ({ severity, subject, found, expected, nextStep, code }) =>
      `${severity}: ${subject}: ${found}; expected: ${expected}. ${nextStep} (${code})`,
  )
  return html`<details class="fold" ${openFold(reading)}>
    <summary>${reading.say('refused.support')}</summary>
    <pre lang="en" dir="ltr">${lines.join('\n')}</pre>
  </details>`
}

function askForm({ say, deployment, fields }: Reading): Html {
  return html`<form class="plain stack-s" method="post" action="/d/${deployment.name}${checkPath}">
    <p class="s dim" id="ask-hint">${say('golive.ask.hint')}</p>
    <p>${fields()}<button aria-describedby="ask-hint">${drawing('again')}${say('golive.ask')}</button></p>
  </form>`
}
