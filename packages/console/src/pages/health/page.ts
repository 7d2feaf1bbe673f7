import { html } from 'hono/html'
import { reasonNextStep, reasonSentence } from '../../causes/words.ts'
import { chip } from '../../parts/chip.ts'
import { direction } from '../../parts/direction.ts'
import type { Html } from '../../parts/html.ts'
import { systemName } from '../../parts/system-name.ts'
import { cardTable } from '../../parts/table.ts'
import { nothing } from '../../words/say.ts'
import { anchorOf } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import { comparePart } from './compare-part.ts'
import { itselfPart } from './itself.ts'
import type { FlowHealth, Health, SystemHealth } from './model.ts'
import { supportPart } from './support.ts'
import { task, whoseMove } from './task.ts'

/** Health: both systems, the exchange itself, each flow, and whether anything got lost. */
export function healthPage(health: Health, reading: Reading): Html {
  const { say, times, nowMs } = reading
  const now = times.html(new Date(nowMs).toISOString())
  return html`<header>
      <h1>${headingWords(health, reading)}</h1>
      <p class="lede">${say.html('health.lede', { time: now })}</p>
    </header>
    <div class="two even">
      <section class="card" aria-labelledby="systems-h">
        <h2 id="systems-h">${say('health.systems')}</h2>
        <ul class="tasks">
          ${health.systems.map((system) => systemTask(system, reading))}
        </ul>
      </section>
      ${itselfPart(health, reading)}
    </div>
    ${flowsPart(health, reading)}${comparePart(health.comparison, reading)}${supportPart(health, reading)}`
}

function headingWords({ heading }: Health, { say, times }: Reading): string {
  if (heading.kind === 'silent') {
    const { system, since } = heading
    return say('today.heading.silent', { system: systemName(system), time: times.text(since) })
  }
  if (heading.kind === 'missing') return say('health.heading.missing', { time: times.text(heading.since) })
  if (heading.kind === 'stopped') return say('health.heading.stopped', { flow: say(`flow.${heading.flow}`) })
  if (heading.kind === 'hindered')
    return say('health.heading.hindered', { flow: say(`flow.${heading.flow}`) })
  return say(heading.kind === 'new' ? 'health.heading.new' : 'health.heading.well')
}

function systemTask(health: SystemHealth, reading: Reading): Html {
  const { say, times } = reading
  const name = say(health.system === 'ping' ? 'health.ping' : 'side.primero')
  if (health.kind === 'silent') {
    const { system, since, nextLook, waiting, owner } = health
    const named = { system: systemName(system) }
    const text = html`${say.html('health.silent', { since: times.html(since), next: times.html(nextLook) })}
    ${say('health.silent.waiting', { count: waiting, ...named })}
    ${say(system === 'ping' ? 'reason.ping-unavailable.next' : 'reason.primero-unavailable.next')}
    ${whoseMove(owner, say)}`
    return task(name, text, chip('wait', say('health.silent.chip')))
  }
  if (health.kind === 'refuses') {
    const { reason, owner } = health
    const text = html`${reasonSentence(reason, say)} ${reasonNextStep(reason, say)} ${whoseMove(owner, say)}`
    return task(name, text, chip('attn', say('state.attention')))
  }
  if (health.kind === 'unasked') return task(name, html`${say('health.unasked')}`)
  const text = say.html('health.answered', { time: times.html(health.at) })
  return task(name, text, chip('ok', say('side.answers')))
}

function flowsPart({ flows }: Health, reading: Reading): Html {
  const { say, times } = reading
  const timeOf = (at: string | null): Html => (at === null ? html`–` : times.html(at))
  const columns = ['audit.flow', 'health.last', 'health.success', 'health.next', 'health.trouble'] as const
  const rows = flows.map(
    (flow) =>
      [
        html`<span id="${anchorOf(flow.flow)}">${direction(flow.flow, say)}</span>`,
        flow.lastRun === null ? say('today.lane.never') : times.html(flow.lastRun),
        timeOf(flow.lastSuccess),
        timeOf(flow.next),
        troubleOf(flow, reading),
      ] as const,
  )
  return html`<section class="card stack" aria-labelledby="flows-h">
    <h2 id="flows-h">${say('health.flows')}</h2>
    ${cardTable(
      say('health.flows.caption'),
      columns.map((key) => ({ words: say(key) })),
      rows,
    )}
  </section>`
}

function troubleOf({ isOff, pausedSince, trouble, overdue }: FlowHealth, { say, times }: Reading): Html {
  const parts: Html[] = []
  if (isOff) parts.push(html`<div>${chip('pause', say('today.lane.off'))}</div>`)
  else if (pausedSince !== null) {
    parts.push(html`<div>${chip('pause', say('today.lane.paused', { time: times.text(pausedSince) }))}</div>`)
  }
  if (trouble !== null) {
    const { reason, owner, since } = trouble
    const age =
      since === null
        ? nothing
        : html`<div class="s">${say.html('cause.since', { time: times.html(since) })}</div>`
    parts.push(
      html`<div>${reasonSentence(reason, say)}</div>
        ${age}${whoseMove(owner, say)}`,
    )
  }
  if (overdue !== null)
    parts.push(html`<div>${say.html('health.overdue', { time: times.html(overdue) })}</div>`)
  return parts.length === 0 ? html`<span class="dim">${say('health.trouble.none')}</span>` : html`${parts}`
}
