import { html, raw } from 'hono/html'
import { reasonSentence } from '../../causes/words.ts'
import { direction, directionMark } from '../../parts/direction.ts'
import type { Html } from '../../parts/html.ts'
import { linked, onward } from '../../parts/linked.ts'
import { recordNumber } from '../../parts/number.ts'
import { ownerMark } from '../../parts/owner.ts'
import { systemName } from '../../parts/system-name.ts'
import { pauseBanner } from '../../parts/pause-banner.ts'
import { sumWords } from '../../parts/sum.ts'
import { drawing } from '../../parts/drawings.ts'
import { anchorOf, referralAddress } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import { crossing } from './crossing.ts'
import type { Cause } from '../../causes/cause.ts'
import type { Passage, Today } from './model.ts'

/** Today: the sentence of state, the crossing, the sum, what needs someone, what went through. */
export function todayPage(today: Today, reading: Reading): Html {
  return html`${headOf(today, reading)}${bannersOf(today, reading)}${crossing(today, reading)}${sumOf(today, reading)}
    <div class="two">${needsOf(today, reading)}${latelyOf(today, reading)}</div>`
}

function headOf(today: Today, { say, times }: Reading): Html {
  const { date, time } = times.now
  return html`<header>
    <p class="eyebrow">${say('today.eyebrow', { date, time, zone: times.zone.name })}</p>
    <h1>${headingWords(today, { say, times })}</h1>
    <p class="lede">${ledeWords(today, { say, times })}</p>
  </header>`
}

type Voice = Pick<Reading, 'say' | 'times'>

function headingWords({ heading }: Today, { say, times }: Voice): string {
  if (heading.kind === 'silent') {
    const { system, since } = heading
    return say('today.heading.silent', { system: systemName(system), time: times.text(since) })
  }
  if (heading.kind === 'stopped') {
    const { flow, attention } = heading
    return say('today.heading.stopped', { flow: say(`flow.${flow}`), attention })
  }
  const { kind, ...counts } = heading
  return say(`today.heading.${kind}`, counts)
}

function ledeWords(
  { heading, isNew, firstRun, wentThrough, waiting, attention }: Today,
  voice: Voice,
): string {
  const { say, times } = voice
  if (heading.kind === 'silent') {
    return say('today.lede.silent', { waiting, attention, system: systemName(heading.system) })
  }
  if (isNew) return say('today.lede.new', { next: firstRun === null ? 'none' : times.text(firstRun) })
  return say('today.lede.went', { went: wentThrough, waiting })
}

function bannersOf({ silent, lanes }: Today, reading: Reading): Html {
  const { say, times } = reading
  const systems = silent.map(({ system, nextProbe, waiting }) => {
    const named = { system: systemName(system) }
    const query = { each: '1', state: 'waiting' }
    const words = say('today.silent.waiting', { count: waiting })
    const shown = waiting === 0 ? raw('') : html`${linked(reading, 'referrals', words, { query })} `
    return html`<section class="banner wait">
      ${drawing('wait')}
      <div>
        <h2>${say('today.silent.heading', named)}</h2>
        <p>${say('today.silent.next', { ...named, time: times.text(nextProbe) })}</p>
        <p class="s">${shown}${onward(reading, 'health', say('today.silent.health'))}</p>
      </div>
    </section>`
  })
  const pauses = lanes.flatMap(({ flow, pause, waiting }) =>
    pause === null ? [] : [pauseBanner({ flow, pause, held: waiting }, reading)],
  )
  const all = [...systems, ...pauses]
  return all.length === 0 ? raw('') : html`<div class="stack">${all}</div>`
}

function sumOf({ since, sum }: Today, reading: Reading): Html {
  return html`<section class="card books" aria-labelledby="sum-h">
    <h2 id="sum-h">${reading.say('today.sum.heading')}</h2>
    <p class="balance">${sumWords(since, sum, reading)}</p>
  </section>`
}

function needsOf({ causes }: Today, reading: Reading): Html {
  const { say } = reading
  const all = linked(reading, 'attention', say('today.needs.all'))
  const shown =
    causes.length === 0
      ? html`<p class="card dim">${say('today.needs.none')}</p>`
      : causes.map((cause) => causeOf(cause, reading))
  return html`<section class="stack" aria-labelledby="need-h">
    <div class="row spread">
      <h2 id="need-h">${say('today.needs.heading')}</h2>
      ${all}
    </div>
    ${shown}
  </section>`
}

function causeOf({ flow, reason, owner, count, since, isFirst }: Cause, reading: Reading): Html {
  const { say, times } = reading
  const first = isFirst
    ? html`<span class="chip test">${drawing('shield')}${say('cause.first-consent')}</span>`
    : raw('')
  const many = count === 1 ? raw('') : html`<span class="n">${say.number(count)}</span>`
  const age = say.html(count === 1 ? 'cause.since' : 'cause.oldest', { time: times.html(since) })
  return html`<article class="card cause">
    <div class="row">${direction(flow, say)}<span class="xs">${age}</span>${first}</div>
    <h3>
      ${many}${linked(reading, 'attention', reasonSentence(reason, say), { fragment: `${reason}-${anchorOf(flow)}` })}
    </h3>
    <p class="s"><span class="dim">${say('cause.whose')} </span>${ownerMark(owner, say)}</p>
  </article>`
}

function latelyOf({ lately }: Today, reading: Reading): Html {
  const { say } = reading
  const list =
    lately.length === 0
      ? html`<p class="dim">${say('today.lately.none')}</p>`
      : html`<ul class="list">
          ${lately.map((passage) => passageOf(passage, reading))}
        </ul>`
  return html`<section class="card" aria-labelledby="late-h">
    <div class="row spread">
      <h2 id="late-h">${say('today.lately')}</h2>
      ${onward(reading, 'referrals', say('today.lately.all'))}
    </div>
    ${list}
  </section>`
}

function passageOf({ flow, number, at, decision }: Passage, reading: Reading): Html {
  const { say, times, deployment } = reading
  const link = html`<a href="${referralAddress(deployment.name, number)}">${recordNumber(number)}</a>`
  return html`<li>
    <div class="row spread">${link}<span class="xs">${times.html(at)}</span></div>
    <p class="row s">
      ${directionMark(flow)}<span
        ><span class="vh">${say(`flow.${flow}`)}: </span>${say(passageKey(flow, decision))}</span
      >
    </p>
  </li>`
}

function passageKey(flow: Passage['flow'], decision: Passage['decision']) {
  if (flow === '1.1' || flow === '2.1' || decision === null) return `late.${flow}` as const
  return `late.${flow}.${decision}` as const
}
