import { html } from 'hono/html'
import { reasonNextStep, reasonSentence } from '../../causes/words.ts'
import { chip, offChip, type Tone } from '../../parts/chip.ts'
import { countedWords } from '../../parts/counted.ts'
import { directionMark } from '../../parts/direction.ts'
import { durationText } from '../../parts/duration.ts'
import type { Html } from '../../parts/html.ts'
import { linked } from '../../parts/linked.ts'
import { pauseBanner } from '../../parts/pause-banner.ts'
import { sumWords } from '../../parts/sum.ts'
import { typed } from '../../parts/typed.ts'
import { administrators, operators } from '../../roles.ts'
import { nothing } from '../../words/say.ts'
import { anchorOf } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import { changesOf } from './changes.ts'
import { endWords } from '../../undertakings/end-words.ts'
import { goingOf } from './going.ts'
import { lookAgainForm, pauseForm, resumeForm, runForm, tryForm, wrongIn, type OpenForm } from './forms.ts'
import type { FlowCard, Flows, Standing } from './model.ts'
import { timetableWords } from './timetable-words.ts'
import { triedOf } from './tried.ts'

/** The flows: how each goes, and what can be done with it. */
export function flowsPage({ cards, since, changes }: Flows, reading: Reading, open: OpenForm | null): Html {
  const { say } = reading
  const pauses = cards.flatMap(({ flow, pause, counts }) =>
    pause === null ? [] : [pauseBanner({ flow, pause, held: counts.waiting }, reading)],
  )
  return html`${open?.wrong == null ? nothing : wrongIn(open, open.wrong, say)}
    <header>
      <h1>${say('page.flows')}</h1>
      <p class="lede">${say('flows.lede')}</p>
    </header>
    ${pauses.length === 0 ? nothing : html`<div class="stack">${pauses}</div>`}
    ${cards.map((card) => cardOf(card, since, reading, open?.flow === card.flow ? open : null))}
    ${changesOf(changes, reading)}`
}

function cardOf(card: FlowCard, since: string | null, reading: Reading, open: OpenForm | null): Html {
  const { flow, standing } = card
  const { say, role } = reading
  const id = anchorOf(flow)
  return html`<section class="card stack" id="${id}" aria-labelledby="${id}-h">
    <div class="row spread">
      <h2 id="${id}-h" class="row">${directionMark(flow)}<span>${say(`flow.${flow}`)}</span></h2>
      ${standingChip(standing, reading)}
    </div>
    <p class="dim">${say(`flows.what.${flow}`)}</p>
    ${goingOf(card, reading)}
    <dl class="facts short">${factsOf(card, since, reading)}</dl>
    ${operators.includes(role) ? html`${actsOf(card, open, reading)}${triedOf(card, reading)}` : nothing}
  </section>`
}

/** What can be done with it, for those who may. */
function actsOf(card: FlowCard, open: OpenForm | null, reading: Reading): Html {
  const { flow, pause, canRun, canTry } = card
  if (pause !== null) return resumeForm(flow, reading)
  const run = canRun ? runForm(flow, reading) : nothing
  const tryIt = canTry ? tryForm(flow, reading) : nothing
  const atOnce = canRun || canTry ? html`<div class="row no-print">${run}${tryIt}</div>` : nothing
  return html`${atOnce}
    <div>${lookBackOf(card, open, reading)}${pauseForm(flow, open, reading)}</div>`
}

/** To look again since a day, or why there is nothing to look back for. */
function lookBackOf(
  { flow, looksBack, canLookAgain }: FlowCard,
  open: OpenForm | null,
  reading: Reading,
): Html {
  if (!administrators.includes(reading.role)) return nothing
  if (!looksBack) return html`<p class="s dim">${reading.say('flows.no-look-back')}</p>`
  return canLookAgain ? lookAgainForm(flow, open, reading) : nothing
}

const tones: Readonly<Record<Exclude<Standing, 'off'>, Tone>> = {
  paused: 'pause',
  'under-way': 'wait',
  stopped: 'attn',
  running: 'ok',
}

function standingChip(standing: Standing, { say }: Reading): Html {
  const words = say(`standing.${standing}`)
  return standing === 'off' ? offChip('no', words) : chip(tones[standing], words)
}

function fact(name: string, value: Html | string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`
}

function factsOf(card: FlowCard, since: string | null, reading: Reading): readonly Html[] {
  const { flow, next, cursor, stopped, counts } = card
  const { say, times } = reading
  const goes = goesWords(card, reading)
  return [
    ...(goes === null ? [] : [fact(say('flows.goes'), goes)]),
    ...pauseFacts(card, reading),
    fact(say('flows.last'), lastWords(card, reading)),
    ...endedFacts(card, reading),
    ...(stopped === null ? [] : [fact(say('flows.stopped'), stoppedWords(stopped, reading))]),
    ...(next === null ? [] : [fact(say('flows.next'), times.html(next))]),
    ...(cursor === null
      ? []
      : [fact(say('flows.cursor'), say.html('flows.cursor.text', { time: times.html(cursor) }))]),
    fact(say('flows.sum'), sumWords(since, counts, reading, flow)),
  ]
}

/** When it goes by itself; null where only its next time can be said. */
function goesWords({ standing, timetable }: FlowCard, { say }: Reading): string | null {
  if (standing === 'off') return say('flows.off')
  if (timetable === null) return null
  const words = timetableWords(timetable, say)
  return standing === 'paused' ? say('flows.goes.paused', { timetable: words }) : words
}

function pauseFacts({ flow, pause, counts }: FlowCard, reading: Reading): readonly Html[] {
  if (pause === null) return []
  const { say, times } = reading
  const { by, at, why } = pause
  const query = { flow, state: 'waiting' }
  const held =
    counts.waiting === 0
      ? say('flows.held', { count: 0 })
      : linked(reading, 'referrals', say('flows.held', { count: counts.waiting }), { query })
  return [
    fact(
      say('flows.paused'),
      say.html('flows.paused.text', { by: typed(by), time: times.html(at), why: typed(why) }),
    ),
    fact(say('flows.held.name'), held),
  ]
}

function lastWords({ last }: FlowCard, { say, times }: Reading): Html | string {
  if (last === null) return say('today.lane.never')
  return say.html('flows.last.text', {
    time: times.html(last.startedAt),
    duration: durationText(last.tookMs, say),
    counts: countedWords(last.counts, say),
  })
}

/** What came of what was begun here. */
function endedFacts({ ended, flow }: FlowCard, { say, times }: Reading): readonly Html[] {
  return ended.flatMap(({ kind, act: { by, at }, end }) => {
    if (end === null || (end.kind === 'done' && end.tried !== null)) return []
    const values = { by: typed(by), time: times.html(at), end: endWords(end, flow, say) }
    return [fact(say(`begun.${kind}.name`), say.html('begun.text', values))]
  })
}

function stoppedWords({ reason, owner }: NonNullable<FlowCard['stopped']>, { say }: Reading): string {
  return say('flows.stopped.text', {
    cause: reasonSentence(reason, say),
    owner: say(`owner.${owner}`),
    next: reasonNextStep(reason, say),
  })
}
