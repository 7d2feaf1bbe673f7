import { html, raw } from 'hono/html'
import type { System } from '@ping-primero/core/domain/flow.ts'
import { chip } from '../../parts/chip.ts'
import { drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { linked } from '../../parts/linked.ts'
import { anchorOf } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import type { Lane, Today } from './model.ts'

/** Who speaks in each flow, and which way it goes: UNHCR stands at the start of the line. */
const forms = {
  '1.1': { side: 'u', way: 'out', isAnswer: false },
  '1.2': { side: 'p', way: 'back', isAnswer: true },
  '2.1': { side: 'p', way: 'back', isAnswer: false },
  '2.2': { side: 'u', way: 'out', isAnswer: true },
} as const

/** The two banks and the four lanes between them. */
export function crossing(today: Today, reading: Reading): Html {
  const { say } = reading
  const lanes = today.lanes.map((lane) => laneOf(lane, reading))
  return html`<section aria-labelledby="crossing-h">
    <h2 class="vh" id="crossing-h">${say('today.crossing')}</h2>
    <div class="crossing">
      ${bankOf('ping', today, reading)}${bankOf('primero', today, reading)}
      <div class="lanes">
        <section class="talk">
          <h2>${say('talk.by-unhcr')}</h2>
          <ul class="stack">
            ${lanes.slice(0, 2)}
          </ul>
        </section>
        <section class="talk">
          <h2>${say('talk.to-unhcr')}</h2>
          <ul class="stack">
            ${lanes.slice(2)}
          </ul>
        </section>
      </div>
    </div>
  </section>`
}

function bankOf(system: System, { silent }: Today, { say, times }: Reading): Html {
  const side = system === 'ping' ? 'unhcr' : 'primero'
  const down = silent.find((one) => one.system === system)
  const state =
    down === undefined
      ? chip('ok', say('side.answers'))
      : chip('wait', say('side.silent', { time: times.text(down.since) }))
  return html`<div class="bank ${system === 'ping' ? 'u' : 'p'}">
    <h2>${say(`side.${side}`)}</h2>
    <p class="xs">${say(`side.${side}.what`)}</p>
    <p>${state}</p>
  </div>`
}

function laneOf(lane: Lane, reading: Reading): Html {
  const { flow, pause, stuckBy, isOff } = lane
  const { say } = reading
  const { side, way, isAnswer } = forms[flow]
  const kept = pause !== null || isOff ? ' held' : stuckBy !== null ? ' stuck' : ''
  const sign = pause !== null || isOff ? 'pause' : stuckBy !== null ? 'wait' : isAnswer ? 'ok' : 'sheet'
  const name = linked(reading, 'flows', say(`flow.${flow}`), { fragment: anchorOf(flow) })
  return html`<li class="lane ${way} ${side}${isAnswer ? ' re' : ''}${kept}">
    <div class="head-l">
      <h3>${name}</h3>
      <p class="xs">${timesOf(lane, reading)}</p>
    </div>
    <div class="sum-l">
      <ul class="tally">
        ${tallyOf(lane, reading)}
      </ul>
      ${noteOf(lane, reading)}
    </div>
    <span class="way" aria-hidden="true">${drawing(sign)}<i></i>${drawing('head', 'head')}</span>
  </li>`
}

function timesOf({ pause, isOff, last, next }: Lane, { say, times }: Reading): Html {
  if (pause !== null) return say.html('today.lane.paused', { time: times.html(pause.at) })
  const before =
    last === null ? html`${say('today.lane.never')}` : say.html('today.lane.last', { time: times.html(last) })
  if (isOff) return html`${before} · ${say('today.lane.off')}`
  return next === null ? before : html`${before} · ${say.html('today.lane.next', { time: times.html(next) })}`
}

function tallyOf({ flow, confirmed, waiting, attention }: Lane, reading: Reading): Html {
  const { say } = reading
  const listed = (state: string, words: Html, count: number): Html =>
    count === 0 ? words : linked(reading, 'referrals', words, { query: { flow, state } })
  const needs =
    attention === 0
      ? say.html('today.tally.attention.none')
      : chip('attn', say('today.tally.attention', { count: attention }))
  return html`<li${nil(confirmed)}>${say.html('today.tally.confirmed', { count: confirmed })}</li>
    <li${nil(waiting)}>${listed('waiting', say.html('today.tally.waiting', { count: waiting }), waiting)}</li>
    <li${nil(attention)}>${listed('attention', needs, attention)}</li>`
}

function nil(count: number): Html {
  return raw(count === 0 ? ' class="nil"' : '')
}

function noteOf({ pause, stuckBy, waiting }: Lane, { say }: Reading): Html {
  if (waiting > 0 && pause !== null) return html`<p class="xs">${say('today.held')}</p>`
  if (stuckBy === null) return raw('')
  return html`<p class="xs">${say('today.stuck', { system: stuckBy === 'ping' ? 'PING' : 'Primero' })}</p>`
}
