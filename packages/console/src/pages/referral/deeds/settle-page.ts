import { html } from 'hono/html'
import { drawing } from '../../../parts/drawings.ts'
import type { Html } from '../../../parts/html.ts'
import { typed } from '../../../parts/typed.ts'
import { referralAddress, settlePath } from '../../addresses.ts'
import type { Reading } from '../../reading.ts'
import { backTo, factOf, namedFact } from './facts.ts'
import type { NamedInStory } from './named.ts'

/** What was typed into the form before. */
interface Settling {
  readonly number: string
  readonly flow: string
  readonly key: string
  readonly how: 'told' | 'agreed' | 'mistake'
  readonly why: string
}

/** Asks once more, with what happens and what does not. */
export function settlePage(settling: Settling, { told, shown }: NamedInStory, reading: Reading): Html {
  const { say, times, deployment, fields, viewer, nowMs } = reading
  const { number, flow, key, how, why } = settling
  const address = referralAddress(deployment.name, number)
  const kept = html`${typed(viewer.account)} · ${times.html(new Date(nowMs).toISOString())}`
  const hidden = { number, flow, key, how, why }
  return html`<div class="stack narrow">
    ${backTo(shown.name, address, reading)}
    <h1>${say('settle.heading')}</h1>
    <section class="card" aria-label="${say('settle.title')}">
      <dl class="facts short">
        ${namedFact(told.item.flow, shown.name, reading)}${factOf(say('settle.how'), say(`settle.how.${how}`))}
        ${factOf(say('deeds.words'), say.html('audit.quoted', { words: typed(why) }))}
        ${factOf(say('deeds.kept'), kept)}
      </dl>
    </section>
    <div class="two even">
      <div class="stack-s">
        <h2>${say('deeds.happens')}</h2>
        <ul class="list s">
          <li>${say('settle.happens.leaves')}</li>
          <li>${say('deeds.happens.kept')}</li>
        </ul>
      </div>
      <div class="stack-s">
        <h2>${say('deeds.happens-not')}</h2>
        <ul class="list s">
          <li>${say('settle.happens-not.written')}</li>
          <li>${say('settle.happens-not.back')}</li>
        </ul>
      </div>
    </div>
    <form class="plain row" method="post" action="/d/${deployment.name}${settlePath}">
      ${fields()}${Object.entries(hidden).map(
        ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
      )}<button class="go">${drawing('out', 'turn')}${say('settle.yes')}</button
      ><a class="btn" href="${address}">${say('settle.no')}</a>
    </form>
    <p class="xs">${say('deeds.once')}</p>
  </div>`
}
