import { html } from 'hono/html'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { EventCode } from '@ping-primero/core/ledger/ledger.ts'
import { reasonSentence } from '../../causes/words.ts'
import { directionMark } from '../../parts/direction.ts'
import { drawing, type Drawing } from '../../parts/drawings.ts'
import { openFold } from '../../parts/folds.ts'
import type { Html } from '../../parts/html.ts'
import type { Key } from '../../words/catalogue.ts'
import { nothing, type Say } from '../../words/say.ts'
import type { Reading } from '../reading.ts'
import { awaitsWords } from './banners.ts'
import type { Entry, Part } from './entries.ts'
import type { ShownStrand } from './model.ts'

/** Who speaks in an entry: UNHCR, Primero, the exchange, or a person here. */
type Side = 'u' | 'p' | 'exchange' | 'person'

/** What each flow reads from. */
const sourceOf: Readonly<Record<Flow, Side>> = { '1.1': 'u', '1.2': 'p', '2.1': 'p', '2.2': 'u' }

/** How an entry looks, beside what it says. */
interface Form {
  readonly side: Side
  /** The class of its mark, by who speaks or by what came of it. */
  readonly tone: 'u' | 'p' | 'ok' | 'wait' | 'attn' | ''
  readonly shape: Drawing
}

/** The story of a strand, the newest last, and what comes next. */
export function timelineOf(shown: ShownStrand, reading: Reading): Html {
  return html`<ol class="story">
    ${shown.parts.map((part) => partOf(part, reading))}${nextOf(shown, reading)}
  </ol>`
}

function partOf(part: Part, reading: Reading): Html {
  if (part.kind === 'turn') return turnOf(part.flow, reading)
  return part.kind === 'again' ? againOf(part.times, reading) : entryOf(part.entry, reading)
}

function turnOf(flow: Flow, { say }: Reading): Html {
  const isReferral = flow === '1.1' || flow === '2.1'
  return html`<li class="turn-h">
    <h3 class="row">
      ${directionMark(flow)}${say(isReferral ? 'referral.turn.referral' : 'referral.turn.decision')}
    </h3>
  </li>`
}

function entryOf(entry: Entry, reading: Reading): Html {
  const { say, times } = reading
  const { event } = entry
  const { side, tone, shape } = formOf(entry)
  const quoted =
    event.why === undefined
      ? nothing
      : html`<p>${say.html('audit.quoted', { words: html`<bdi>${event.why}</bdi>` })}</p>`
  const mark = shape === 'back' || shape === 'out' ? drawing(shape, 'turn') : drawing(shape)
  return html`<li class="${tone}">
    ${mark}
    <p class="row">${sideOf(side, say)}<span class="xs">${times.html(entry.at)}</span></p>
    <p>${sentenceOf(entry, say)}</p>
    ${quoted}${below(entry, say)}
  </li>`
}

function sideOf(side: Side, say: Say): Html {
  if (side === 'u') return html`<span class="side u">${say('referral.side.unhcr')}</span>`
  if (side === 'p') return html`<span class="side p">${say('side.primero')}</span>`
  return html`<span class="side">${say(side === 'person' ? 'referral.side.person' : 'audit.exchange')}</span>`
}

function formOf({ event, decision, isConfirmed }: Entry): Form {
  const { what, flow, state, by } = event
  if (by !== undefined) return { side: 'person', tone: '', shape: shapes[what] ?? 'note' }
  if (what === 'found' || what === 'listed-again') {
    const side = sourceOf[flow]
    const tone = side === 'u' ? 'u' : 'p'
    if (what === 'listed-again') return { side, tone, shape: 'eye' }
    return { side, tone, shape: decision === null ? 'sheet' : decision === 'accepted' ? 'yes' : 'no' }
  }
  if (isConfirmed) return { side: 'exchange', tone: 'ok', shape: 'ok' }
  if (what !== 'state-changed') return { side: 'exchange', tone: '', shape: shapes[what] ?? 'eye' }
  if (state === 'withdrawn') {
    const side = sourceOf[flow]
    return { side, tone: side === 'u' ? 'u' : 'p', shape: 'back' }
  }
  if (state === 'attention') return { side: 'exchange', tone: 'attn', shape: 'attn' }
  return { side: 'exchange', tone: 'wait', shape: 'wait' }
}

/** What was done, by its drawing. */
const shapes: Partial<Readonly<Record<EventCode, Drawing>>> = {
  'case-created': 'case',
  'service-appended': 'case',
  'case-reopened': 'case',
  'decision-applied': 'case',
  'refusal-reported': 'unhcr',
  'referral-sent': 'out',
  'send-intended': 'out',
  'send-recovered': 'find',
  retried: 'again',
  released: 'shield',
  handled: 'out',
  compared: 'eye',
}

function sentenceOf({ event, decision }: Entry, say: Say): Html {
  const { what, flow, by, state, reason } = event
  const who = html`<bdi>${by ?? ''}</bdi>`
  if (what === 'found') {
    return flow === '1.1' || flow === '2.1' || decision === null
      ? html`${say(`story.found.${flow}`)}`
      : html`${say(`story.found.${flow}.${decision}`)}`
  }
  if (what === 'listed-again') return html`${say(`story.listed-again.${flow}`)}`
  const act = byPersons.find((one) => one === what)
  if (act !== undefined) {
    return by === undefined ? html`${say(`event.${act}`)}` : say.html(`story.${act}`, { by: who })
  }
  if (what !== 'state-changed') return html`${say(effectKey(what))}`
  if (state === 'confirmed' || state === 'withdrawn') return html`${say(`story.${state}.${flow}`)}`
  if (reason === undefined) return html`${say('story.looked')}`
  return html`${state === 'waiting' && reason === 'not-yet-tried' ? say('story.due') : reasonSentence(reason, say)}`
}

/** What only a person does. */
const byPersons = [
  'retried',
  'released',
  'handled',
  'noted',
  'compared',
] as const satisfies readonly EventCode[]

/** Effects that the story tells in a sentence; other entries are called as in the history. */
const effects = [
  'case-created',
  'service-appended',
  'case-reopened',
  'status-reported',
  'refusal-reported',
  'referral-sent',
  'send-intended',
  'send-recovered',
  'decision-sent',
  'decision-applied',
  'sync-reported',
] as const satisfies readonly EventCode[]

function effectKey(what: EventCode): Key {
  const effect = effects.find((one) => one === what)
  return effect === undefined ? `event.${what}` : `story.${effect}`
}

/** Where it was seen, or how it stood from then on. */
function below({ event, isConfirmed }: Entry, say: Say): Html {
  const { what, flow, state } = event
  if (what === 'found') {
    return html`<p class="s dim">
      ${say(sourceOf[flow] === 'u' ? 'story.seen.progres' : 'story.seen.primero')}
    </p>`
  }
  if (isConfirmed) return html`<p class="s dim"><b>${say('state.confirmed')}</b></p>`
  if (what !== 'state-changed' || (state !== 'attention' && state !== 'waiting')) return nothing
  return html`<p class="s dim"><b>${say(`state.${state}`)}</b></p>`
}

/** Looks that brought nothing new, in a fold. */
function againOf(times: readonly string[], reading: Reading): Html {
  const { say, times: clock } = reading
  const last = times.at(-1) ?? ''
  return html`<li>
    ${drawing('eye')}
    <p class="row">${sideOf('exchange', say)}<span class="xs">${clock.html(last)}</span></p>
    <details class="fold" ${openFold(reading)}>
      <summary>${say('story.again', { count: times.length })}</summary>
      <ul class="cols s">
        ${times.map((at) => html`<li>${clock.html(at)}</li>`)}
      </ul>
    </details>
  </li>`
}

/** What comes next, where anything does. */
function nextOf({ standing, hold, nextRun }: ShownStrand, reading: Reading): Html {
  const { say, times } = reading
  const { awaits, nextFlow } = standing
  if (awaits.kind === 'nothing') return nothing
  const text =
    nextFlow === null
      ? awaitsWords(awaits, hold, reading)
      : nextRun === null
        ? html`${say('tried.no-run', { flow: say(`flow.${nextFlow}`) })}`
        : say.html(awaits.kind === 'answer' ? 'referral.next.answer' : 'referral.next.look', {
            time: times.html(nextRun),
          })
  return html`<li class="wait">
    ${drawing('wait')}
    <p class="side">${say('referral.next')}</p>
    <p>${text}</p>
  </li>`
}
