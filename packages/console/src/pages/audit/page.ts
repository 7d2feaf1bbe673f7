import { html, raw } from 'hono/html'
import { reasonSentence } from '../../causes/words.ts'
import { direction, directionMark } from '../../parts/direction.ts'
import { printLink } from '../../parts/folds.ts'
import type { Html } from '../../parts/html.ts'
import { recordNumber } from '../../parts/number.ts'
import { namedReferral } from '../../parts/referral-name.ts'
import { cardTable } from '../../parts/table.ts'
import { typed } from '../../parts/typed.ts'
import { nothing } from '../../words/say.ts'
import { addressOf } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import { addressedFilter, isEverything } from './filter.ts'
import { fileForm, filterForm } from './forms.ts'
import { keptPart } from './kept.ts'
import type { Audit, AuditRow } from './model.ts'
import { sealPart } from './seal.ts'

/** The history: its seal, what is kept, and its entries, the newest first. */
export function auditPage(audit: Audit, reading: Reading): Html {
  const { say } = reading
  return html`<header>
      <h1>${say('page.audit')}</h1>
      <p class="lede">${say('audit.lede')}</p>
    </header>
    ${sealPart(audit, reading)}${keptPart(reading)}${filterForm(audit.filter, reading)}${entriesPart(audit, reading)}${printLink(addressedFilter(audit.filter), reading)}`
}

function entriesPart(audit: Audit, reading: Reading): Html {
  const { say } = reading
  const { filter, total, rows } = audit
  const heading = isEverything(filter) ? say('audit.entries', { count: total }) : say('audit.fitting')
  return html`<section class="stack" aria-labelledby="e-h">
    <div class="row spread">
      <h2 id="e-h">${heading}</h2>
      ${total === 0 ? nothing : fileForm(filter, reading)}
    </div>
    ${rows.length === 0 ? emptyPart(audit, reading) : tableOf(rows, reading)}${pager(audit, reading)}
  </section>`
}

function emptyPart({ filter, total, isUnknown }: Audit, { say }: Reading): Html {
  if (isUnknown) {
    const number = recordNumber(filter.number ?? '')
    return html`<p class="card">${say.html('audit.unknown', { number })}</p>`
  }
  return total === 0 ? nothing : html`<p class="card">${say('audit.nothing')}</p>`
}

function tableOf(rows: readonly AuditRow[], reading: Reading): Html {
  const { say, times } = reading
  const columns = ['audit.when', 'audit.who', 'audit.what', 'audit.about', 'audit.words'] as const
  return cardTable(
    say('audit.caption'),
    columns.map((key) => ({ words: say(key) })),
    rows.map((row) => [
      row.at === null ? '–' : times.html(row.at),
      whoOf(row, reading),
      say(row.what),
      aboutOf(row, reading),
      wordsOf(row, reading),
    ]),
  )
}

/** An account leads to all that it did. */
function whoOf({ by }: AuditRow, { say, deployment }: Reading): Html {
  if (by === null) return html`${say('audit.exchange')}`
  return html`<a href="${addressOf(deployment.name, 'audit', { by })}"><bdi>${by}</bdi></a>`
}

function aboutOf({ flows, isAllFlows, isOfConsole, name }: AuditRow, reading: Reading): Html {
  const { say } = reading
  if (isOfConsole) return html`${say('audit.console')}`
  if (isAllFlows) return html`${say('audit.all-flows')}`
  if (name === null) return html`${flows.map((flow) => html`<div>${direction(flow, say)}</div>`)}`
  const marks = flows.map(
    (flow) => html`${directionMark(flow)}<span class="vh">${say(`flow.${flow}`)}: </span>`,
  )
  // Its case says nothing that the history is asked for, where it has a number.
  const named = name.number === null ? name : { ...name, caseNumber: null }
  return html`<span class="dir">${marks}<span>${namedReferral(named, reading)}</span></span>`
}

function wordsOf({ why, reason, what }: AuditRow, { say }: Reading): Html {
  // It was not typed: it is the account that it was done to.
  if (why !== null && what === 'event.sessions-ended') return typed(why)
  if (why !== null) return html`${say.html('audit.quoted', { words: html`<bdi>${why}</bdi>` })}`
  return reason === null ? nothing : html`<span class="s dim">${reasonSentence(reason, say)}</span>`
}

function pager({ filter, next, lookedTo }: Audit, { say, times, deployment }: Reading): Html {
  if (next === null && filter.before === null) return nothing
  const linkTo = (before: number | null, rel: 'next' | 'prev', words: string): Html =>
    html`<a
      class="btn"
      rel="${rel}"
      href="${addressOf(deployment.name, 'audit', addressedFilter({ ...filter, before }))}"
      >${words}</a
    >`
  const newest = filter.before === null ? raw('') : linkTo(null, 'prev', say('audit.newest'))
  const older =
    next === null ? nothing : linkTo(next, 'next', say(lookedTo === null ? 'audit.older' : 'audit.further'))
  const looked =
    lookedTo === null
      ? nothing
      : html`<span class="dim s">${say.html('audit.looked', { time: times.html(lookedTo) })}</span>`
  return html`<nav class="row spread pager" aria-label="${say('audit.pager')}">
    ${newest}${looked}${older}
  </nav>`
}
