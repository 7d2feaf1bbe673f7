import { html } from 'hono/html'
import type { Flow, ItemState } from '@ping-primero/core/domain/flow.ts'
import type { Awaits, OpenItem, Settled, StatedDecision } from '@ping-primero/core/story/standing.ts'
import { itemsOf } from '@ping-primero/core/story/strand.ts'
import { isFirst } from '../../causes/order.ts'
import { reasonNextStep, reasonSentence } from '../../causes/words.ts'
import { chip, stateChip } from '../../parts/chip.ts'
import { direction } from '../../parts/direction.ts'
import { drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { recordNumber } from '../../parts/number.ts'
import { ownerMark } from '../../parts/owner.ts'
import type { Key } from '../../words/catalogue.ts'
import { nothing } from '../../words/say.ts'
import { noticeLink } from '../notice/link.ts'
import type { Reading } from '../reading.ts'
import type { Hold, ShownStrand } from './model.ts'

/** What needs somebody or waits, each with what, since when, whose move and what to do; else where it is settled. */
export function bannersOf(shown: ShownStrand, reading: Reading): Html {
  const { open } = shown.standing
  return open.length === 0
    ? settledBanner(shown, reading)
    : html`${open.map((one) => openBanner(one, shown, reading))}`
}

function openBanner({ told, awaits }: OpenItem, shown: ShownStrand, reading: Reading): Html {
  const { say, times } = reading
  const { flow, state, reason, about, since, nextTry } = told.item
  const needsSomebody = state === 'attention' && told.released === null
  const tone = needsSomebody ? 'attn' : 'wait'
  const first =
    reason !== null && isFirst(reason)
      ? html`<span class="chip test">${drawing('shield')}${say('cause.first-consent')}</span>`
      : nothing
  const named =
    about.length === 0
      ? nothing
      : html`<p class="s">
          ${say.html('referral.about', {
            names: html`${about.map((one, at) => html`${at === 0 ? nothing : ' · '}${recordNumber(one)}`)}`,
          })}
        </p>`
  const next =
    nextTry === null
      ? nothing
      : html`<p class="s dim">${say.html('cause.next-try', { time: times.html(nextTry) })}</p>`
  return html`<section class="banner ${tone}">
    ${drawing(tone)}
    <div>
      <h2>${reason === null ? say('story.looked') : reasonSentence(reason, say)}</h2>
      <p class="row s">
        <span
          >${needsSomebody ? stateChip(state, say) : chip('wait', say('state.waiting'))}
          ${say.html('cause.since', { time: times.html(since) })}</span
        >${direction(flow, say)}${whoseOf(awaits, reading)}${decisionOf(shown.standing.decision, reading)}${first}
      </p>
      ${named}
      <p><b>${say('cause.what-to-do')}</b> ${awaitsWords(awaits, shown.hold, reading)}</p>
      ${next}${reason === null ? nothing : noticeLink(reason, shown.name, reading)}
    </div>
  </section>`
}

function whoseOf({ owner }: Awaits, { say }: Reading): Html {
  return html`<span
    ><span class="dim">${say('cause.whose')} </span><b>${ownerMark(owner ?? 'nobody', say)}</b></span
  >`
}

function decisionOf(decision: StatedDecision | null, { say }: Reading): Html {
  if (decision === null) return nothing
  const { means, by } = decision
  const word =
    means === null ? html`${say('referral.decision.unclear')}` : decided(means, say(`decided.${means}`))
  return html`<span><span class="dim">${say(`referral.answer.${by}`)} </span>${word}</span>`
}

function decided(means: 'accepted' | 'rejected', word: string): Html {
  return html`<span class="decided">${drawing(means === 'accepted' ? 'yes' : 'no')}${word}</span>`
}

function settledBanner({ strand, standing, hold }: ShownStrand, reading: Reading): Html {
  const { say, times } = reading
  const { settled, awaits, decision } = standing
  const last = settled.at(-1)
  const item = (last?.told ?? itemsOf(strand)[0])?.item
  if (item === undefined) return nothing
  const others = settled.slice(0, -1).map((one) => html`<p class="s">${say(settledKey(one))}</p>`)
  return html`<section class="banner ${toneOf(item.state)}">
    ${drawing(item.state === 'confirmed' ? 'ok' : 'note')}
    <div>
      <h2>${last === undefined ? say(`state.${item.state}`) : say(settledKey(last))}</h2>
      <p class="row s">
        <span>${stateChip(item.state, say)} ${say.html('cause.since', { time: times.html(item.since) })}</span
        >${whoseOf(awaits, reading)}${decisionOf(decision, reading)}
      </p>
      ${others}
      <p>${awaitsWords(awaits, hold, reading)}</p>
    </div>
  </section>`
}

function toneOf(state: ItemState): string {
  return state === 'confirmed' ? 'ok' : 'pause'
}

/** What is settled, in a sentence. */
function settledKey(settled: Settled): Key {
  if (settled.kind === 'outside') return 'referral.settled.outside'
  const isFromUnhcr = settled.told.item.flow === '1.1'
  if (settled.kind === 'arrived') return isFromUnhcr ? 'referral.arrived.1.1' : 'referral.arrived.2.1'
  if (settled.kind === 'withdrawn') return isFromUnhcr ? 'story.withdrawn.1.1' : 'story.withdrawn.2.1'
  const { by } = settled
  if (settled.kind === 'taken-back') return `referral.taken-back.${by}`
  const means = settled.decision?.means ?? null
  // What is decided and not yet carried over is told where it is clear alone.
  return settled.kind === 'decided' && means !== null
    ? `referral.decided.${by}.${means}`
    : `referral.carried.${by}.${means ?? 'unclear'}`
}

/** What settles it, or what is awaited. */
export function awaitsWords(awaits: Awaits, hold: Hold | null, reading: Reading): Html {
  const { say, times } = reading
  if (awaits.kind === 'nothing') return html`${say('referral.nothing-more')}`
  if (awaits.kind === 'reason') return html`${reasonNextStep(awaits.reason, say)}`
  if (awaits.kind === 'run') return html`${say('reason.not-yet-tried.next')}`
  if (awaits.kind === 'released') {
    const { at, by } = awaits.release
    const time = times.html(at)
    return by === null
      ? say.html('referral.released', { time })
      : say.html('referral.released.by', { time, by: html`<bdi>${by}</bdi>` })
  }
  const held = hold === null ? nothing : holdWords(hold, awaits.flow, reading)
  if (awaits.kind === 'held') return held
  return html`${say(`referral.awaited.${awaits.by}`)} ${held}`
}

function holdWords(hold: Hold, flow: Flow, { say }: Reading): Html {
  const named = { flow: say(`flow.${flow}`) }
  if (hold.kind === 'off') return html`${say('referral.held.off', named)}`
  const { by, why } = hold.pause
  return html`${say('referral.held.paused', { ...named, by, why })}`
}
